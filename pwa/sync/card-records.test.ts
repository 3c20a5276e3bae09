import type { CardRow } from '../../projections/cards.ts'
import t from '../../test/support/tap.ts'
import { createCardRecords } from './card-records.ts'
import { limits } from './limits.ts'

const card = (tmdbId: number, title = 'A film') => ({ key: `movie_${tmdbId}`, mediaType: 'movie', tmdbId, title }) as Partial<CardRow> as CardRow
const cards = (from: number, count: number) => Array.from({ length: count }, (_, i) => card(from + i))
const byKey = (all: readonly CardRow[]) => new Map(all.map((each) => [each.key, each]))

t.test('a fresh device writes each card a few times at most, in whatever pages they come', async (t) => {
  const records = createCardRecords()
  const disk = new Map<number, readonly CardRow[]>()
  const known = new Map<string, CardRow>()
  let written = 0
  for (let page = 0; page < 40; page++) {
    const came = cards(page * 50, 50)
    const changed = records.recordsFor(came, known)
    records.learn(changed)
    for (const { record, cards: all } of changed) {
      written += all.length
      disk.set(record, all)
      t.ok(all.length <= limits.cardRecordCards)
    }
    for (const each of came) known.set(each.key, each)
  }
  t.ok(written < 3 * 2_000, `${written} cards were written for 2,000`)
  t.strictSame(byKey([...disk.values()].flat()), known)
})

t.test('a card that changes stays in its record, the others of it as they are', async (t) => {
  const records = createCardRecords()
  const all = cards(0, 200)
  records.learn(records.recordsFor(all, new Map()))
  const [changed, ...more] = records.recordsFor([card(3, 'Another name')], byKey(all))
  t.strictSame(more, [])
  t.strictSame(byKey(changed!.cards), byKey([...all.slice(0, limits.cardRecordCards).filter(({ tmdbId }) => tmdbId !== 3), card(3, 'Another name')]))
})

t.test('what is asked for changes nothing until it is learnt: the write may fail', async (t) => {
  const records = createCardRecords()
  t.strictSame(records.recordsFor(cards(0, 2), new Map()), records.recordsFor(cards(0, 2), new Map()))
})

t.test('records of former versions are left where they are; of a card that is in two, the later counts', async (t) => {
  const records = createCardRecords()
  records.learn([{ record: 7, cards: [card(1, 'Before'), card(2)] }, { record: 64, cards: [card(1)] }])
  const known = byKey([card(1), card(2)])
  t.strictSame(records.recordsFor([card(1, 'Now')], known), [{ record: 64, cards: [card(1, 'Now')] }])
  t.strictSame(records.recordsFor([card(2, 'Now')], known), [{ record: 7, cards: [card(1), card(2, 'Now')] }], 'and what is written holds nothing that is out of date')
  t.strictSame(records.recordsFor([card(3)], known), [{ record: 64, cards: [card(1), card(3)] }], 'none is added to them')
})
