import fc from 'fast-check'
import type { StreamName } from '../domain/event.ts'
import type { TimelineRow } from '../projections/timeline.ts'
import t from '../test/support/tap.ts'
import type { Act } from './act.ts'
import { actsOf, isMinor, stretchesOf } from './act.ts'
import { createActIndex } from './act-index.ts'
import { slicer } from './sync/slicer.ts'

const minute = (n: number) => `2026-11-21T10:${String(n).padStart(2, '0')}:00.000Z`
const inSlices = slicer(async () => undefined)

function row(n: number, { type, at, command, film, batch, undoes }: Step): TimelineRow {
  return {
    key: `e${String(n).padStart(3, '0')}`, userId: 'u', stream: `library-u_movie_${film}` as StreamName, subject: `movie_${film}`, mediaType: 'movie', tmdbId: film, type, data: type === 'BatchBegun' ? { kind: film === 0 ? 'import' : 'edit' } : {},
    commandId: `c${type === 'BatchBegun' ? 'b' : ''}${command}`, batchId: batch === null ? null : `cb${batch}`, actor: 'u', deviceId: 'd', issuedAt: minute(at), recordedAt: minute(at + 20), undoes: undoes === null || n === 0 ? null : `e${String(undoes % n).padStart(3, '0')}`, undoneBy: null,
  }
}

interface Step { readonly type: string; readonly at: number; readonly command: number; readonly film: number; readonly batch: number | null; readonly undoes: number | null }
const event = fc.record<Step>({
  type: fc.constantFrom('TitleRated', 'TitleRated', 'TitleViewed', 'BatchBegun'), at: fc.nat({ max: 30 }), command: fc.nat({ max: 9 }), film: fc.nat({ max: 2 }), batch: fc.option(fc.nat({ max: 3 })), undoes: fc.option(fc.nat({ max: 20 })),
})
/** What came, was taken back or went, one after another; a row that went may come again, elsewhere. */
const histories = fc.array(fc.array(fc.oneof(
  { weight: 4, arbitrary: event },
  { weight: 1, arbitrary: fc.record({ goes: fc.nat({ max: 20 }), again: fc.boolean() }) },
), { maxLength: 4 }), { minLength: 1, maxLength: 12 }).map((steps) => {
  const rows = new Map<string, TimelineRow>()
  let count = 0
  return steps.map((step) => {
    for (const each of step) {
      if ('goes' in each) {
        const found = [...rows.values()][each.goes]
        if (found) rows.delete(found.key)
        if (found && each.again) rows.set(found.key, { ...found })
        continue
      }
      const next = row(count++, each)
      rows.set(next.key, next)
      const back = next.undoes === null ? undefined : rows.get(next.undoes)
      if (back) rows.set(back.key, { ...back, undoneBy: next.key })
    }
    return [...rows.values()]
  })
})

const told = (acts: readonly Act[]) => JSON.stringify(acts)

t.test('from one change to the next the index holds what gathering everything anew would', async () => {
  await fc.assert(fc.asyncProperty(histories, fc.boolean(), async (versions, ahead) => {
    const index = createActIndex()
    if (ahead) await index.gather(versions[0]!, inSlices)
    for (const rows of versions) {
      const { all, decisions } = index.read(rows)
      const wanted = actsOf(rows)
      if (told(all) !== told(wanted) || told(decisions) !== told(wanted.filter((act) => !isMinor(act)))) return false
    }
    return true
  }), { numRuns: 300 })
})

t.test('what did not change is the same, and not gathered anew', async (t) => {
  const index = createActIndex()
  t.notOk(index.isGathered)
  const rows = Array.from({ length: 40 }, (_, n) => row(n, { type: 'TitleRated', at: n, command: 100 + n, film: 1, batch: null, undoes: null }))
  await index.gather(rows, inSlices)
  t.ok(index.isGathered)
  const before = index.read([...rows])
  t.equal(index.read([...rows]), before)
  const after = index.read([...rows, row(40, { type: 'TitleRated', at: 50, command: 200, film: 1, batch: null, undoes: null })])
  t.same(after.all.slice(1).map((act, i) => act === before.all[i]), before.all.map(() => true))
})

t.test('the first stretches are whole, however far down their acts stand', async (t) => {
  const acts = actsOf([1, 2, null, 1, null].map((batch, n) => row(n, { type: 'TitleRated', at: 9 - n, command: 10 + n, film: 1, batch, undoes: null })))
  t.same(stretchesOf(acts, 2), stretchesOf(acts).slice(0, 2))
  t.same(stretchesOf(acts, 2)[0]!.acts.length, 2)
})
