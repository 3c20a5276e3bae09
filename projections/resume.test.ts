import t from '../test/support/tap.ts'
import { ada, after, given as tell } from '../test/support/given.ts'
import { libraryDecider } from '../domain/library-entry.ts'
import type { LibraryRow } from './library.ts'
import { library } from './library.ts'
import { foldInto } from './projection.ts'
import { isBegun, resumeAt } from './resume.ts'

t.test('what is five minutes long or more goes on where it was left, between 5 and 90 %', async (t) => {
  t.strictSame([[49, 1_000], [50, 1_000], [899, 1_000], [900, 1_000], [100, 299], [100, 300]].map(([at, length]) => isBegun(at!, length!)), [false, true, true, false, false, true])
})

t.test('and from its start once it was watched after that', async (t) => {
  const position = { positionSeconds: 500, durationSeconds: 1_000, at: after(100) }
  t.strictSame([resumeAt(position, null), resumeAt(position, after(99)), resumeAt(position, after(100)), resumeAt(undefined, null), resumeAt({ ...position, positionSeconds: 20 }, null)], [500, 500, 0, 0, 0])
})

t.test('the row of a series holds the episodes that were begun, the newest last', async (t) => {
  const title = { mediaType: 'tv', tmdbId: 1396 } as const
  const at = (episode: number, positionSeconds: number) => ({ title, season: 1, episode, positionSeconds, durationSeconds: 1_000 })
  const rowOf = ({ events }: { readonly events: readonly Parameters<typeof foldInto>[2][] }) => {
    const rows = new Map<string, LibraryRow>()
    for (const event of events) foldInto(library, rows, event)
    const { begun, progressAt, progressSeconds, plays } = rows.get(`${ada}_tv_1396`)!
    return { begun: begun!.map(({ episode, positionSeconds }) => [episode, positionSeconds]), progressAt, progressSeconds, plays: plays.map(({ episode }) => episode) }
  }
  const story = tell(t, libraryDecider).done('RecordProgress', at(1, 300)).done('RecordProgress', at(2, 400), { at: after(500) }).done('RecordProgress', at(1, 500), { at: after(900) })
  t.strictSame(rowOf(story), { begun: [[2, 400], [1, 500]], progressAt: after(900), progressSeconds: null, plays: [] })
  const finished = story.done('RecordProgress', at(1, 950), { at: after(1_400) })
  t.strictSame(rowOf(finished), { begun: [[2, 400]], progressAt: after(1_400), progressSeconds: null, plays: [1] })
})
