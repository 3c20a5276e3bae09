import { libraryDecider } from '../domain/library-entry.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { titleCardDecider } from '../domain/title-card.ts'
import { ada, after, commandId, given, NOON } from '../test/support/given.ts'
import t from '../test/support/tap.ts'
import { features } from './features.ts'
import type { Projection } from './projection.ts'
import { foldInto } from './projection.ts'
import { taste } from './taste.ts'

const title = { mediaType: 'movie', tmdbId: 653 } as const
const card = { ...title, title: 'Nosferatu', year: 1922, posterPath: null, backdropPath: null, runtimeMinutes: 94, genres: ['Horror'], overview: 'A count buys a house.', outline: null }
const features653 = {
  ...title, keywords: [{ id: 3133, name: 'vampire' }], people: [{ personId: 9_839, name: 'F. W. Murnau', as: 'director' as const }], language: 'de', countries: ['DE'], collectionId: null,
}
const ofSystem = { by: 'system', as: 'worker' } as const

function rowOf<Row extends { readonly key: string }>(projection: Projection<Row>, { events }: { readonly events: readonly RecordedEvent[] }): Row | undefined {
  const rows = new Map<string, Row>()
  for (const event of events) foldInto(projection, rows, event)
  return [...rows.values()][0]
}

t.test('a taste counts the rating, the favourite, and what keeps a title from being recommended', async (t) => {
  const blank = { key: `${ada}_movie_653`, userId: ada, ...title, weight: null, favourite: false, watchlisted: false, plays: [], dismissed: false, changedAt: NOON }
  const listed = given(t, libraryDecider).done('AddToWatchlist', { title }).done('AddFavourite', { title })
  t.strictSame(rowOf(taste, listed), { ...blank, watchlisted: true, favourite: true })
  const rated = listed.done('RateMovie', { title, rating: 'SUPER_LIKE' }, { at: after(1) })
  t.strictSame(rowOf(taste, rated), { ...blank, favourite: true, weight: 2, plays: [commandId(3)], changedAt: after(1) })
  const cleared = rated.done('Undo', { title, commandId: commandId(3) }, { at: after(2) }).done('DismissTitle', { title }, { at: after(3) }).done('RemoveFavourite', { title }, { at: after(4) })
  t.strictSame(rowOf(taste, cleared), { ...blank, watchlisted: true, dismissed: true, changedAt: after(4) })
  t.equal(rowOf(taste, given(t, libraryDecider).done('ViewTitle', { title })), undefined, 'a look at it says nothing')
  for (const [rating, weight] of [['DISLIKE', -1], ['OK', 0], ['LIKE', 1]] as const) t.equal(rowOf(taste, given(t, libraryDecider).done('RateMovie', { title, rating }))?.weight, weight)
})

t.test('features are recorded when they are new, beside the card, in whichever order both come', async (t) => {
  const both = given(t, titleCardDecider).done('DescribeTitle', card, ofSystem).done('DescribeFeatures', features653, ofSystem)
  both.when('DescribeFeatures', { ...features653 }).thenNothing()
  both.when('DescribeTitle', card).thenNothing()
  both.when('DescribeFeatures', { ...features653, language: 'en' }).then({ type: 'FeaturesDescribed', data: { ...features653, language: 'en' } })
  const row = { key: 'movie_653', ...features653, title: 'Nosferatu', year: 1922, genres: ['Horror'], complete: true }
  t.strictSame(rowOf(features, both), row)
  t.strictSame(rowOf(features, given(t, titleCardDecider).done('DescribeFeatures', features653, ofSystem).done('DescribeTitle', card, ofSystem)), row)
  t.match(rowOf(features, given(t, titleCardDecider).done('DescribeTitle', card, ofSystem)), { title: 'Nosferatu', people: [], complete: false })
})
