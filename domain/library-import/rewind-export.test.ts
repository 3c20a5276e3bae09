import fc from 'fast-check'
import { everything, imdb, letterboxd, trakt } from '../../pwa/exports/formats.ts'
import type { Entry, Exported } from '../../pwa/exports/formats.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { factsIn, readTexts } from '../../test/support/read-texts.ts'
import t from '../../test/support/tap.ts'
import type { ImportedFact, LibraryExport } from './imported-row.ts'
import { PRIORITIES, RATINGS, VISIBILITIES } from '../scales.ts'

const blank: LibraryRow = {
  key: 'u_movie_653', userId: 'u', mediaType: 'movie', tmdbId: 653, rating: null, ratedAt: null, watchlistPriority: null, watchlistNote: null, watchlistAddedAt: null, favouriteAt: null, plays: [], lastWatchedAt: null,
  progressSeconds: null, durationSeconds: null, progressAt: null, review: null, tags: [], elsewhere: null, viewedAt: null, dismissedAt: null, changedAt: '2026-03-01T12:00:00.000Z',
}
const record = <Fields extends object>(fields: { readonly [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) => fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<Fields>
const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString())
/** Text of people's, that stands for itself wherever it is trimmed. */
const words = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'aé映,"\n🎬 '), minLength: 1, maxLength }).map((text) => text.trim().replace(/^$/, 'x'))
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
const position = { positionSeconds: fc.nat(5_000), durationSeconds: fc.integer({ min: 1, max: 9_000 }), at: instant }
const play = (episodes: boolean) => record({ playId: fc.uuid(), watchedAt: instant, ...episodes ? { season: fc.nat(9), episode: fc.integer({ min: 1, max: 9 }) } : {} })

const entry: fc.Arbitrary<Entry> = fc.constantFrom('movie' as const, 'tv' as const).chain((mediaType) => record({
  rated: maybe(record({ rating: fc.constantFrom(...RATINGS), ratedAt: instant })),
  listed: maybe(record({ watchlistPriority: fc.constantFrom(...PRIORITIES), watchlistNote: maybe(words(10)), watchlistAddedAt: instant })),
  marks: record({
    tmdbId: fc.integer({ min: 1, max: 1_000_000 }), favouriteAt: maybe(instant), dismissedAt: maybe(instant), tags: fc.uniqueArray(words(8), { maxLength: 3 }), plays: fc.uniqueArray(play(mediaType === 'tv'), { maxLength: 4, selector: ({ watchedAt }) => watchedAt }),
    review: maybe(record({ score: fc.nat(20).map((halves) => halves / 2), text: fc.oneof(fc.constant(''), words(30)), visibility: fc.constantFrom(...VISIBILITIES), spoiler: fc.boolean(), writtenAt: instant })),
    elsewhere: maybe(record({ watchLink: fc.nat(99).map((id) => `https://example.org/${id}`), providerName: words(10), at: instant })),
    begun: mediaType === 'tv' ? fc.uniqueArray(record({ season: fc.nat(9), episode: fc.integer({ min: 1, max: 9 }), ...position }), { maxLength: 2, selector: ({ season, episode }) => `${season}x${episode}` }) : fc.constant(null),
  }),
  stopped: maybe(record(position)),
}).map(({ rated, listed, marks, stopped }) => ({
  card: undefined, imdbId: null,
  row: { ...blank, mediaType, ...rated, ...listed, ...marks, ...stopped && mediaType === 'movie' ? { progressSeconds: stopped.positionSeconds, durationSeconds: stopped.durationSeconds, progressAt: stopped.at } : {} },
})))

/** Everything but when a page was last looked at, and by whom a viewing was given: what a row would be made of again. */
function again({ rows }: LibraryExport, tmdbId: number, mediaType: string) {
  const facts = rows.filter(({ ids, mediaType: type, facts }) => ids.tmdb === tmdbId && type === mediaType && facts.every(({ kind }) => kind !== 'listed')).flatMap(({ facts, season, episode }) => facts.map((fact) => ({ fact, season, episode })))
  const one = <Kind extends ImportedFact['kind']>(kind: Kind) => facts.flatMap(({ fact }) => fact.kind === kind ? [fact as Extract<ImportedFact, { kind: Kind }>] : [])[0] ?? null
  const at = (fact: { readonly when: { readonly at: string } | null } | null) => fact?.when?.at ?? null
  const [rating, listed, review, elsewhere] = [one('rating'), one('watchlist'), one('review'), one('elsewhere')]
  const positions = facts.flatMap(({ fact, season, episode }) => fact.kind === 'progress' ? [{ season, episode, positionSeconds: fact.positionSeconds, durationSeconds: fact.durationSeconds, at: at(fact) }] : [])
  return {
    rating: rating?.rating ?? null, ratedAt: at(rating), watchlistPriority: listed?.priority ?? null, watchlistNote: listed?.note ?? null, watchlistAddedAt: at(listed), favouriteAt: at(one('favourite')), dismissedAt: at(one('dismissed')),
    review: review && { score: review.score, text: review.text, visibility: review.visibility, spoiler: review.spoiler, writtenAt: at(review) },
    elsewhere: elsewhere && { watchLink: elsewhere.watchLink, providerName: elsewhere.providerName, at: at(elsewhere) },
    tags: facts.flatMap(({ fact }) => fact.kind === 'tag' ? [fact.tag] : []),
    plays: facts.flatMap(({ fact, season, episode }) => fact.kind === 'play' ? [{ watchedAt: at(fact), season, episode }] : []),
    positions,
  }
}

function wanted(row: LibraryRow) {
  const { rating, ratedAt, watchlistPriority, watchlistNote, watchlistAddedAt, favouriteAt, dismissedAt, review, elsewhere, tags, plays, progressSeconds, durationSeconds, progressAt, begun } = row
  return {
    rating, ratedAt, watchlistPriority, watchlistNote, watchlistAddedAt, favouriteAt, dismissedAt, review, elsewhere, tags,
    plays: plays.map(({ watchedAt, season = null, episode = null }) => ({ watchedAt, season, episode })),
    positions: progressSeconds === null ? begun ?? [] : [{ season: null, episode: null, positionSeconds: progressSeconds, durationSeconds, at: progressAt }],
  }
}

t.test('our own export gives back everything that was written', async (t) => {
  const item = record({ tmdbId: fc.integer({ min: 1, max: 1_000_000 }), note: maybe(words(10)), addedAt: instant })
  const list = record({ name: words(12), description: fc.oneof(fc.constant(''), words(12)), visibility: fc.constantFrom('private' as const, 'unlisted' as const, 'public' as const), createdAt: instant, deletedAt: fc.constant(null), items: fc.uniqueArray(item, { maxLength: 4, selector: ({ tmdbId }) => tmdbId }) })
  fc.assert(fc.property(fc.uniqueArray(entry, { maxLength: 6, selector: ({ row }) => `${row.mediaType}${row.tmdbId}` }), fc.array(list, { maxLength: 3 }), (entries, lists) => {
    const exported = { entries, log: [], zone: 'Europe/Berlin', lists: lists.map(({ items, ...list }) => ({ list, items: items.map((item) => ({ item: { ...item, mediaType: 'movie' }, card: undefined, imdbId: null })) })) } as unknown as Exported
    const read = readTexts(everything(exported))
    t.same(read.problems, [])
    for (const { row } of entries) t.strictSame(again(read, row.tmdbId, row.mediaType), wanted(row))
    t.strictSame(read.lists.map(({ name, description, visibility, when, key }) => ({
      name, description, visibility, createdAt: when!.at, deletedAt: null,
      items: read.rows.flatMap(({ ids, facts }) => facts.flatMap((fact) => fact.kind === 'listed' && fact.list === key ? [{ tmdbId: ids.tmdb, note: fact.note, addedAt: fact.when!.at }] : [])),
    })), lists)
  }), { numRuns: 30 })
})

const seen: Entry = {
  card: { key: 'movie_653', mediaType: 'movie', tmdbId: 653, title: 'Nosferatu, a Symphony', year: 1922, posterPath: null, backdropPath: null, runtimeMinutes: 94, genres: ['Horror'], overview: '', outline: null }, imdbId: 'tt0013442',
  row: {
    ...blank, rating: 'LIKE', ratedAt: '2026-01-10T23:30:00.000Z', tags: ['silent', 'night'], review: { score: 9, text: 'Shadows, "long"', visibility: 'private', spoiler: true, writtenAt: '2026-01-11T00:00:00.000Z' },
    plays: [{ playId: '1', watchedAt: '2025-10-31T20:00:00.000Z' }, { playId: '2', watchedAt: '2026-01-10T23:30:00.000Z' }], lastWatchedAt: '2026-01-10T23:30:00.000Z', favouriteAt: '2026-01-11T00:00:00.000Z',
  },
}
const planned: Entry = { card: undefined, imdbId: null, row: { ...blank, mediaType: 'tv', tmdbId: 1396, watchlistAddedAt: '2026-01-01T00:00:00.000Z', watchlistPriority: 'HIGH', watchlistNote: 'soon', plays: [{ playId: '3', watchedAt: '2026-01-02T10:00:00.000Z', season: 1, episode: 2 }] } }
const ours = { entries: [seen, planned], log: [], zone: 'Europe/Berlin', lists: [{ list: { key: 'l', name: 'Noir', description: 'Dark' }, items: [{ item: { mediaType: 'movie', tmdbId: 653, note: 'first', addedAt: '2026-01-05T00:00:00.000Z' }, card: seen.card, imdbId: null }] }] } as unknown as Exported

t.test('what we write for other systems is read as theirs is', async (t) => {
  t.strictSame(factsIn(readTexts(letterboxd(ours))), [
    ['letterboxd.csv', 2, 'Nosferatu, a Symphony', 'play 2025-10-31'],
    ['letterboxd.csv', 3, 'Nosferatu, a Symphony', 'play 2026-01-11', 'LIKE 8/10 2026-01-11', '#silent', '#night', 'spoiler "Shadows, \\"long\\"" 2026-01-11'],
  ])
  const theirs = readTexts(trakt(ours))
  t.strictSame(factsIn(theirs), [
    ['watched-history.json', 1, 'Nosferatu, a Symphony', 'play 2026-01-10T23:30:00.000Z'], ['watched-history.json', 2, 'null 1x2', 'play 2026-01-02T10:00:00.000Z'], ['watched-history.json', 3, 'Nosferatu, a Symphony', 'play 2025-10-31T20:00:00.000Z'],
    ['ratings-movies.json', 1, 'Nosferatu, a Symphony', 'LIKE 8/10 2026-01-10T23:30:00.000Z'], ['lists-watchlist.json', 1, null, 'watchlist soon 2026-01-01T00:00:00.000Z'],
    ['lists-list-l.json', 1, 'Nosferatu, a Symphony', 'lists-list-l.json 1 first 2026-01-05T00:00:00.000Z'],
  ])
  t.match(theirs.lists, [{ name: 'Noir', description: 'Dark' }])
  t.strictSame(factsIn(readTexts(imdb({ ...ours, entries: [seen] }))), [['ratings.csv', 2, 'Nosferatu, a Symphony', 'LIKE 8/10 2026-01-11']])
})

t.test('the table alone is read as far as it goes, and beside the whole says nothing twice', async (t) => {
  const files = everything(ours)
  t.strictSame(factsIn(readTexts({ 'library.csv': files['library.csv']! })), [
    ['library.csv', 2, 'Nosferatu, a Symphony', 'LIKE LIKE 2026-01-11', 'play 2026-01-11', 'play ≤2026-01-11', 'favourite 2026-01-11', 'review "Shadows, \\"long\\""', '#silent', '#night'],
    ['library.csv', 3, 'tv 1396', 'watchlist soon 2026-01-01'],
  ])
  const log = `${JSON.stringify({ id: '1', type: 'TitleRated', stream: 'library-u_movie_653', data: {}, meta: {} })}\n`
  const whole = readTexts({ ...files, 'events.ndjson': log })
  t.strictSame(whole.files.map(({ file, holds }) => [file, holds]).sort(), [['events.ndjson', null], ['library.csv', null], ['state.json', 'state']])
  t.strictSame(whole.problems, [])
})
