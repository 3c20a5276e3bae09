import type { LibraryState } from '../../domain/library-entry.ts'
import { libraryDecider } from '../../domain/library-entry.ts'
import { eventsOf } from '../../domain/index.ts'
import type { ImportedFact, ImportedRow } from '../../domain/library-import/imported-row.ts'
import { ada, commandId, given, NOON } from '../../test/support/given.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import type { Plan, Planning } from './import-plan.ts'
import { planTitle } from './plan-title.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const planning: Planning = { userId: ada, role: 'member', take: 'mine', at: NOON, batchId: commandId(900) }
const day = (at: string) => ({ at, precision: 'day' } as const)
const row = (...facts: ImportedFact[]): ImportedRow => ({ file: 'a.csv', line: 2, ids: {}, mediaType: 'movie', title: 'Nosferatu', year: 1922, season: null, episode: null, episodeIds: null, facts })
const like: ImportedFact = { kind: 'rating', rating: 'LIKE', ofTen: 8, original: '4/5', when: day('2019-05-02') }
const seen: ImportedFact = { kind: 'play', when: day('2019-05-01') }

/** As the handler would. */
function after(state: LibraryState, { commands }: Plan): LibraryState {
  return commands.reduce((state, command) => eventsOf(command, libraryDecider.decide(command as never, state) as never).reduce((state, event) => libraryDecider.evolve(state, event as never), state), state)
}
const types = ({ commands }: Plan) => commands.map(({ type, issuedAt }) => [type, issuedAt.slice(0, 10)])

t.test('1: facts come with their own times, and are the same the second time; their commands have the same ids in every import', async (t) => {
  const rows = [row(like, seen)]
  const plan = planTitle(title, rows, libraryDecider.initial, planning)
  t.strictSame(types(plan), [['MarkWatched', '2019-05-01'], ['RateMovie', '2019-05-02']])
  const other = planTitle(title, rows, libraryDecider.initial, { ...planning, batchId: commandId(901), at: '2026-05-01T00:00:00.000Z' })
  t.strictSame(plan.commands.map(({ id }) => id), other.commands.map(({ id }) => id))
  t.match(planTitle(title, rows, after(libraryDecider.initial, plan), planning), { commands: [], counts: { rating: { same: 1, fresh: 0 }, play: { same: 1, fresh: 0 } } })
})

t.test('a day and an hour of it are one viewing; "by then" is any viewing', async (t) => {
  const { state } = given(t, libraryDecider).done('MarkWatched', { title, watchedAt: '2019-05-02T01:30:00.000Z' })
  for (const when of [day('2019-05-01'), { at: '2019-05-02T01:30:20.000Z', precision: 'instant' }, { at: '2024-01-01', precision: 'by' }, null] as const) t.equal(planTitle(title, [row({ kind: 'play', when })], state, planning).commands.length, 0)
  t.equal(planTitle(title, [row({ kind: 'play', when: day('2019-05-09') })], state, planning).commands.length, 1)
})

t.test('2: what is here stays unless the export\'s word is chosen; what an earlier import brought may follow its source', async (t) => {
  const { state } = given(t, libraryDecider).done('RateMovie', { title, rating: 'SUPER_LIKE', watched: false })
  const mine = planTitle(title, [row(like)], state, planning)
  t.match(mine, { commands: [], conflicts: [{ kind: 'rating', mine: 'SUPER_LIKE', theirs: 'LIKE' }], counts: { rating: { differing: 1 } } })
  t.match(planTitle(title, [row(like)], state, { ...planning, take: 'theirs' }), { commands: [{ type: 'RateMovie' }], counts: { rating: { differing: 1, fresh: 0 } } })
  const imported = after(libraryDecider.initial, planTitle(title, [row(like)], libraryDecider.initial, planning))
  t.match(planTitle(title, [row({ ...like, rating: 'OK', when: day('2020-01-01') } as ImportedFact)], imported, planning), { commands: [{ data: { rating: 'OK' } }], conflicts: [] })
})

t.test('2, 3: what was taken away by hand stays away; what an undo took back may come again, under another id', async (t) => {
  const first = planTitle(title, [row(seen)], libraryDecider.initial, planning)
  const imported = after(libraryDecider.initial, first)
  const done = (type: 'UnmarkWatched' | 'Undo', data: object) => after(imported, { ...first, commands: [{ id: commandId(5), type, data: { title, ...data }, issuedAt: NOON, deviceId: null, actor: ada, sender: 'member' }] })
  const { id } = first.commands[0]!
  t.match(planTitle(title, [row(seen)], done('UnmarkWatched', { playId: id }), planning), { commands: [], conflicts: [{ kind: 'play', mine: null }] })
  const again = planTitle(title, [row(seen)], done('Undo', { commandId: id }), planning)
  t.match(again, { commands: [{ type: 'MarkWatched' }], conflicts: [] })
  t.not(again.commands[0]!.id, id)
})

t.test('how often something was watched is kept, also where nobody wrote down when, and is the same the second time', async (t) => {
  const last: ImportedFact = { kind: 'play', when: { at: '2024-01-01T20:00:00.000Z', precision: 'instant' } }
  const more: ImportedFact = { kind: 'play', when: { at: '2024-01-01T20:00:00.000Z', precision: 'by' }, besides: true }
  const rows = [row(last, more, more)]
  const plan = planTitle(title, rows, libraryDecider.initial, planning)
  t.match([plan.commands.length, plan.counts], [3, { play: { fresh: 3 } }])
  t.equal(new Set(plan.commands.map(({ id }) => id)).size, 3)
  const there = after(libraryDecider.initial, plan)
  t.match(planTitle(title, rows, there, planning), { commands: [], counts: { play: { same: 3, fresh: 0 } } })
  t.equal(planTitle(title, [row(last, more, more, more)], there, planning).commands.length, 1, 'once more since')
  const { state } = given(t, libraryDecider).done('MarkWatched', { title, watchedAt: '2020-05-02T01:30:00.000Z' })
  t.equal(planTitle(title, rows, state, planning).commands.length, 2, 'what is here stands for one of them')
})

t.test('of one film or episode so many viewings are taken, and no more', async (t) => {
  const viewings = Array.from({ length: limits.libraryImportPlaysOfOneMax + 2 }, (_, i) => ({ at: new Date(Date.UTC(1990, 0, 1) + i * 86_460_000).toISOString(), precision: 'instant' as const }))
  const plan = planTitle(title, viewings.map((when) => row({ kind: 'play', when })), libraryDecider.initial, planning)
  t.match([plan.commands.length, plan.counts, plan.leftOut], [limits.libraryImportPlaysOfOneMax, { play: { leftOut: 2 } }, [{ code: 'TOO_MUCH_OF_ONE' }, { code: 'TOO_MUCH_OF_ONE' }]])
})

t.test('4: what cannot be is left out with its line; what waits to be seen again stays on the watchlist', async (t) => {
  const plan = planTitle(title, [{ ...row(like), season: 1 }, row({ kind: 'watchlist', when: null, note: null, priority: null }), row({ kind: 'tag', tag: 'x'.repeat(200) }), row(like)], libraryDecider.initial, planning)
  t.match(plan.leftOut.map(({ code, line }) => [code, line]).sort(), [['ALREADY_RATED', 2], ['EPISODE_FACT', 2], ['INVALID_INPUT', 2]])
  const { state } = given(t, libraryDecider).done('AddToWatchlist', { title, priority: 'HIGH', note: 'again' })
  const kept = after(state, planTitle(title, [row(seen)], state, planning))
  t.match(kept.facts.watchlist, { data: { priority: 'HIGH', note: 'again' } })
})
