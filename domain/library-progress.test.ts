import t from '../test/support/tap.ts'
import { after, commandId, given as tell } from '../test/support/given.ts'
import { eventIdOf } from './event.ts'
import { libraryDecider } from './library-entry.ts'

const title = { mediaType: 'tv', tmdbId: 1396 } as const
const given = (t: Parameters<typeof tell>[0]) => tell(t, libraryDecider)
const at = (episode: number, positionSeconds: number, season = 1) => ({ title, season, episode, positionSeconds, durationSeconds: 1_000 })
const recorded = (episode: number, positionSeconds: number, seconds: number) => ({ type: 'ProgressRecorded', data: { positionSeconds, durationSeconds: 1_000, at: after(seconds), season: 1, episode } }) as const

t.test('each episode has a position of its own', async (t) => {
  const first = given(t).done('RecordProgress', at(1, 300))
  first.when('RecordProgress', at(2, 305), { at: after(10) }).then(recorded(2, 305, 10))
  first.when('RecordProgress', at(1, 305), { at: after(10) }).thenNothing()
  first.done('RecordProgress', at(2, 100), { at: after(20) }).when('RecordProgress', at(1, 400), { at: after(10) }).then(recorded(1, 400, 10))
})

t.test('nine tenths of an episode watch that episode, once a run-through, whatever is watched between', async (t) => {
  const watched = (step: number, episode: number, seconds: number) => ({ type: 'TitleWatched', data: { playId: commandId(step), watchedAt: after(seconds), season: 1, episode } }) as const
  const seen = given(t).done('RecordProgress', at(1, 900), { at: after(900) })
  seen.when('RecordProgress', at(2, 950), { at: after(1_900) }).then(recorded(2, 950, 1_900), watched(2, 2, 1_900))
  const between = seen.done('RecordProgress', at(2, 200), { at: after(1_200) })
  between.when('RecordProgress', at(1, 960), { at: after(1_300) }).then(recorded(1, 960, 1_300))
  between.done('RecordProgress', at(1, 20), { at: after(2_000) }).when('RecordProgress', at(1, 930), { at: after(2_900) }).then(recorded(1, 930, 2_900), watched(4, 1, 2_900))
})

t.test('an episode that was marked by hand, or with its season, since it began counts once', async (t) => {
  for (const marked of [{ title, season: 1, episode: 1 }, { title, season: 1 }]) {
    given(t).done('RecordProgress', at(1, 100)).done('MarkWatched', marked, { at: after(50) }).when('RecordProgress', at(1, 920), { at: after(900) }).then(recorded(1, 920, 900))
  }
  const other = given(t).done('RecordProgress', at(1, 100)).done('MarkWatched', { title, season: 1, episode: 2 }, { at: after(50) })
  other.when('RecordProgress', at(1, 920), { at: after(900) }).then(recorded(1, 920, 900), { type: 'TitleWatched', data: { playId: commandId(3), watchedAt: after(900), season: 1, episode: 1 } })
})

t.test('a position is undone to what that episode had before', async (t) => {
  const twice = given(t).done('RecordProgress', at(1, 300)).done('RecordProgress', at(2, 500), { at: after(5) }).done('RecordProgress', at(1, 600), { at: after(300) })
  twice.when('Undo', { title, commandId: commandId(3) }).then({ ...recorded(1, 300, 0), undoes: eventIdOf(commandId(3), 0) })
  twice.when('Undo', { title, commandId: commandId(2) }).then({ type: 'ProgressCleared', data: { season: 1, episode: 2 }, undoes: eventIdOf(commandId(2), 0) })
})

t.test('of a film there is no episode, and of an episode both numbers are said', async (t) => {
  const film = { mediaType: 'movie', tmdbId: 653 } as const
  given(t).when('RecordProgress', { ...at(1, 300), title: film }).thenRefused('WRONG_MEDIA_TYPE')
  given(t).when('RecordProgress', { title, season: 1, positionSeconds: 1, durationSeconds: 9 }).thenRefused('EPISODE_MISSING')
  given(t).when('RecordProgress', { title, episode: 1, positionSeconds: 1, durationSeconds: 9 }).thenRefused('EPISODE_MISSING')
})
