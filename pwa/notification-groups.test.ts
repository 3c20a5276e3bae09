import type { NotificationRow } from '../projections/notifications.ts'
import t from '../test/support/tap.ts'
import { groupsOf } from './notification-groups.ts'

const hour = (n: number) => `2026-11-21T${String(n).padStart(2, '0')}:00:00.000Z`
const row = (key: string, at: number, more: Partial<NotificationRow> = {}): NotificationRow => ({ key, userId: 'u', kind: 'ready', movieId: null, seriesId: 1396, season: 1, episode: 1, at: hour(at), readAt: null, ...more })
const film = { movieId: 653, seriesId: null, season: null, episode: null }
const keys = (rows: readonly NotificationRow[]) => groupsOf(rows).map((group) => group.map(({ key }) => key).join(''))

t.test('episodes of one series are told of at once, where the newest stands; films and other series by themselves', async (t) => {
  t.same(keys([row('a', 9), row('b', 8, film), row('c', 8), row('d', 7, { seriesId: 7 }), row('e', 6, film), row('f', 6)]), ['acf', 'b', 'd', 'e'])
})

t.test('of another sort, read before, or long before, it is news of its own', async (t) => {
  t.same(keys([row('a', 20), row('b', 19, { kind: 'failed' }), row('c', 18, { readAt: hour(19) }), row('d', 17, { readAt: hour(18) }), row('e', 4)]), ['a', 'b', 'cd', 'e'])
  t.same(keys([row('a', 20), row('b', 15), row('c', 10), row('d', 3)]), ['abc', 'd'], 'each within hours of the one before it')
})
