import t from '../../test/support/tap.ts'
import type { StreamName } from '../../domain/event.ts'
import { passes } from '../../projections/activity.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { activityFilterOf, activityWishOf, historyPath, isFiltered } from './activity-wish.ts'

const row: TimelineRow = {
  key: 'e', userId: 'u', stream: 'library-u_movie_653' as StreamName, subject: 'movie_653', mediaType: 'movie', tmdbId: 653, type: 'TitleRated', data: {}, commandId: 'c', batchId: 'b', actor: 'u',
  deviceId: 'd', issuedAt: '2026-03-01T12:00:00.000Z', recordedAt: '2026-03-01T12:00:01.000Z', undoes: null, undoneBy: null,
}
const found = (address: string, change: Partial<TimelineRow> = {}) => passes({ ...row, ...change }, activityFilterOf(activityWishOf(new URLSearchParams(address))))

t.test('an address says what it asks for, and is made again from it', async (t) => {
  for (const path of ['/history', '/history?kind=watched&device=d&batch=b&from=2026-03-01&to=2026-03-02&person=p&q=nosf&offline=yes&undone=yes&everything=yes']) {
    t.equal(historyPath(activityWishOf(new URLSearchParams(path.split('?')[1]))), path)
  }
  t.equal(historyPath(activityWishOf(new URLSearchParams('kind=dreams&from=yesterday'))), '/history', 'what means nothing is nothing')
  t.same(['', 'everything=yes', 'undone=yes'].map((query) => isFiltered(activityWishOf(new URLSearchParams(query)))), [false, false, true])
})

t.test('rows pass', async (t) => {
  t.ok(found(''))
  t.same(['kind=rating', 'kind=watched', 'device=d', 'device=x', 'batch=b', 'batch=x'].map((query) => found(query)), [true, false, true, false, true, false])
  t.same(['from=2026-03-01', 'from=2026-03-03', 'to=2026-03-01', 'to=2026-02-27'].map((query) => found(query)), [true, false, true, false], 'days are whole')
  t.same([found('undone=yes'), found('undone=yes', { undoneBy: 'f' })], [false, true])
  t.same([found('offline=yes'), found('offline=yes', { recordedAt: '2026-03-01T12:02:01.000Z' })], [false, true], 'what came two minutes later was done offline')
})
