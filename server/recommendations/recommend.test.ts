import type { UserId } from '../../domain/event.ts'
import { RATING_WEIGHTS } from '../../domain/scales.ts'
import type { TitleKey } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { Recommendation } from '../../projections/wire-catalogue.ts'
import type { Household, Member } from '../../test/support/measure-recommendations.ts'
import { knownOf, likeTheLast, meanQuality, popularFor, qualityOf, recommendedTo, recommendsIn, sharedQualityOf, syntheticHousehold } from '../../test/support/measure-recommendations.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import type { CandidateSource } from './gather-candidates.ts'
import { keptRecommendations, keyOf } from './kept-recommendations.ts'
import type { RecommendedHow } from './recommend.ts'
import { createRecommend } from './recommend.ts'
import { limits } from '../limits.ts'
import { silentLog } from '../log.ts'
import type { KnownTaste } from './tastes.ts'

const household = syntheticHousehold({ titles: 1_500, background: 150, members: 24, seed: 7 })
const [ada, bob] = household.members as [Member, Member]
const weights = ({ known }: Member) => new Map(known.map(({ title, rating }) => [titleKey(title), RATING_WEIGHTS[rating]]))

t.test('recommendations beat popularity, and what goes with the last title liked, by a clear margin', async (t) => {
  const ours = meanQuality(await Promise.all(household.members.map(async (member) => qualityOf(await recommendedTo(household, [member]), member))))
  for (const other of [popularFor, (of: Household, [member]: readonly Member[]) => likeTheLast(of, member!)]) {
    const theirs = meanQuality(household.members.map((member) => qualityOf(other(household, [member]), member)))
    for (const figure of ['precision', 'ndcg', 'wouldLike'] as const) t.ok(ours[figure] > 1.25 * theirs[figure], `${figure} ${ours[figure].toFixed(3)} against ${theirs[figure].toFixed(3)}`)
  }
})

t.test('what is recommended to two suits both better than what is popular', async (t) => {
  const pairs = household.members.slice(0, -1).map((member, at) => [member, household.members[at + 1]!] as const)
  const mean = (qualities: readonly ReturnType<typeof sharedQualityOf>[], of: 'allLike' | 'oneDislikes') => qualities.reduce((sum, each) => sum + each[of], 0) / qualities.length
  const ours = await Promise.all(pairs.map(async (pair) => sharedQualityOf(await recommendedTo(household, pair), pair)))
  const popular = pairs.map((pair) => sharedQualityOf(popularFor(household, pair), pair))
  t.ok(mean(ours, 'allLike') > 1.5 * mean(popular, 'allLike'))
  t.ok(mean(ours, 'oneDislikes') < 0.5 * mean(popular, 'oneDislikes'))
})

t.test('every reason is true of what the person rated, and they are of several kinds', async (t) => {
  const kinds = new Set<string>()
  for (const member of household.members.slice(0, 8)) {
    const { titles } = await recommendsIn(household, [member])([member.userId])
    for (const { reason, ...title } of titles) {
      kinds.add(reason.kind)
      t.ok(isTrue(reason, title, household, member), `${JSON.stringify(reason)} of ${title.title}`)
    }
  }
  t.ok(['liked', 'director', 'cast', 'genre'].every((kind) => kinds.has(kind)), [...kinds].join())
})

/** As a person would check it: by looking at their ratings. */
function isTrue(reason: Recommendation['reason'], { tmdbId }: Pick<Recommendation, 'tmdbId'>, { titles }: Household, { known }: Member): boolean {
  const recommended = titles[tmdbId - 1]!
  const mean = (some: Member['known']) => some.reduce((sum, { rating }) => sum + RATING_WEIGHTS[rating], 0) / some.length
  switch (reason.kind) {
    case 'liked': return reason.titles.length > 0 && reason.titles.every((liked) => known.some(({ title, rating }) => title.tmdbId === liked.tmdbId && (reason.loved ? rating === 'SUPER_LIKE' : rating === 'LIKE')))
    case 'director': case 'cast': {
      const of = (title: typeof recommended) => (reason.kind === 'director' ? title.directors : title.cast).some(({ personId }) => personId === reason.person.personId)
      return of(recommended) && mean(known.filter(({ title }) => of(title))) >= 1
    }
    case 'genre': {
      const of = ({ genres, year }: typeof recommended) => genres.includes(reason.genre) && (reason.decade === null || Math.floor(year / 10) * 10 === reason.decade)
      const rated = known.filter(({ title }) => of(title))
      return of(recommended) && rated.length >= 3 && mean(rated) >= 1
    }
    case 'keyword': {
      const rated = known.filter(({ title }) => title.keywords.some(({ name }) => name === reason.keyword))
      return recommended.keywords.some(({ name }) => name === reason.keyword) && rated.length >= 3 && mean(rated) >= 1
    }
    case 'popular': return true
    case 'together': return false
  }
}

t.test('twenty are not of one kind: no two of one series of films, and no person in most of them', async (t) => {
  for (const member of household.members) {
    const shown = await recommendedTo(household, [member])
    const collections = shown.flatMap(({ collectionId }) => collectionId ?? [])
    t.equal(new Set(collections).size, collections.length)
    const people = shown.flatMap(({ directors, cast }) => [...directors, ...cast].map(({ personId }) => personId))
    t.ok(Math.max(...people.map((id) => people.filter((other) => other === id).length)) <= 10)
    t.ok(new Set(shown.flatMap(({ genres }) => genres)).size >= 5)
  }
})

t.test('the same state gives the same list, in whatever order it is told', async (t) => {
  const known = knownOf(ada)
  const list = async (taste: KnownTaste) => (await recommenderOf(t, { of: () => taste }).recommend([ada.userId])).titles
  t.strictSame(await list({ ...known, opinions: known.opinions.toReversed() }), await list(known))
})

t.test('nothing that somebody rated, watched or dismissed is recommended, nor what the one who asks has on the watchlist', async (t) => {
  const before = await recommendsIn(household, [ada, bob])([ada.userId, bob.userId])
  const [dismissed, listed, seen, wanted] = before.titles.map(titleKey) as [TitleKey, TitleKey, TitleKey, TitleKey]
  const of = (userId: UserId): KnownTaste => userId === ada.userId
    ? { ...knownOf(ada), closed: new Set([...knownOf(ada).closed, dismissed]), watchlist: new Set([listed]) }
    : { ...knownOf(bob), closed: new Set([...knownOf(bob).closed, seen]), watchlist: new Set([wanted]) }
  const { titles, basedOn } = await recommenderOf(t, { of }).recommend([ada.userId, bob.userId])
  const keys = new Set(titles.map(titleKey))
  t.strictSame([dismissed, listed, seen].filter((key) => keys.has(key)), [])
  t.ok(keys.has(wanted), 'what the other has on the watchlist may be what both watch')
  t.strictSame([...weights(ada).keys(), ...weights(bob).keys()].filter((key) => keys.has(key)), [])
  t.equal(basedOn, ada.known.length)
})

t.test('the reasons of a list for several tell of the ratings of the one who asks alone', async (t) => {
  const { titles } = await recommendsIn(household, [ada, bob])([ada.userId, bob.userId])
  t.ok(titles.some(({ reason }) => reason.kind === 'together'), 'some only suit both')
  for (const { reason, ...title } of titles) if (reason.kind !== 'together') t.ok(isTrue(reason, title, household, ada), JSON.stringify(reason))
})

t.test('who has rated hardly anything is shown what many people like, and is told so', async (t) => {
  const nothing: KnownTaste = { opinions: [], closed: new Set(), watchlist: new Set() }
  const { titles, ...told } = await recommenderOf(t, { of: () => nothing }).recommend([ada.userId])
  t.match(told, { basedOn: 0, personal: false, complete: true, stale: false })
  t.strictSame([...new Set(titles.map(({ reason }) => reason.kind))], ['popular'])
  t.strictSame([...new Set(titles.map(({ mediaType }) => mediaType))].sort(), ['movie', 'tv'])
})

t.test('a list is made once for a state, and anew after the next rating', async (t) => {
  let mark = 'one'
  const { recommend, source, how } = recommenderOf(t, { mark: () => mark })
  const first = await Promise.all([recommend([ada.userId]), recommend([ada.userId])])
  const asked = source.asked
  t.ok(asked > 0 && asked <= 150, `the catalogue was asked ${asked} times`)
  t.equal(first[0].titles, first[1].titles)
  t.equal((await recommend([ada.userId])).titles, first[0].titles)
  t.equal(source.asked, asked, 'and not again')
  mark = 'two'
  t.strictSame((await recommend([ada.userId])).titles, first[0].titles)
  t.ok(source.asked > asked)
  t.strictSame(how, ['made', 'made', 'kept', 'made'])
})

t.test('a catalogue that is slow is waited for a little: then comes what its lists told, or what there was before, without what was closed since', async (t) => {
  let mark = 'one'
  let known = knownOf(ada)
  let open = (): void => {}
  let gate = new Promise<void>((resolve) => { open = resolve })
  let full = 0
  const slow: Partial<CandidateSource> = {
    async title(ref) {
      // The liked titles are known; the candidates in full are what takes long.
      if (!known.closed.has(titleKey(ref))) { full++; await gate }
      return household.source.title(ref)
    },
  }
  const { recommend, how } = recommenderOf(t, { mark: () => mark, of: () => known, source: slow, patient: false })
  const early = await recommend([ada.userId])
  t.match(early, { complete: false, personal: true })
  t.ok(early.titles.length > 20 && full > 0)
  open()
  const whole = await until(async () => { const answer = await recommend([ada.userId]); return answer.complete ? answer : undefined })
  t.ok(whole.titles.length > 20)

  gate = new Promise((resolve) => { open = resolve })
  mark = 'two'
  known = { ...known, closed: new Set([...known.closed, titleKey(whole.titles[0]!)]) }
  const between = await recommend([ada.userId])
  t.strictSame([between.complete, between.titles.map(titleKey)], [false, whole.titles.slice(1).map(titleKey)])
  open()
  t.ok(how[0] === 'partial' && how.at(-1) === 'before', how.join())
})

t.test('a catalogue that fails costs its part; where it fails altogether the list before is shown as an old one', async (t) => {
  const down = async (): Promise<never> => { throw new CatalogueError('TMDB_ERROR', 'TMDB could not be reached.') }
  const halved = await recommenderOf(t, { source: { discover: down } }).recommend([ada.userId])
  t.match(halved, { complete: true, stale: true })
  t.ok(halved.titles.length > 20)
  let mark = 'one'
  const failing: Partial<CandidateSource> = {}
  const { recommend } = recommenderOf(t, { mark: () => mark, source: failing })
  const good = await recommend([ada.userId])
  mark = 'two'
  Object.assign(failing, { title: down, popular: down, topRated: down, discover: down, genres: down })
  const old = await recommend([ada.userId])
  t.match(old, { complete: true, stale: true })
  t.strictSame(old.titles, good.titles)
  await t.rejects(recommend([bob.userId]), { code: 'TMDB_ERROR' }, 'and where there is none, it says why')
})

t.test('what was made for somebody, alone or with others, is gone with their account, and so is what was being made', async (t) => {
  const { recommend, kept } = recommenderOf(t, {})
  const lists = [[ada.userId], [ada.userId, bob.userId], [bob.userId, ada.userId], [bob.userId]] as const
  for (const people of lists) await recommend(people)
  t.strictSame(lists.map((people) => kept.get(keyOf(people)) !== undefined), [true, true, true, true])
  kept.forget(ada.userId)
  t.strictSame(lists.map((people) => kept.get(keyOf(people)) !== undefined), [false, false, false, true])
  const late = kept.keeping(ada.userId)
  kept.forget(ada.userId)
  late({ mark: '', madeAtMs: 0, titles: [], basedOn: 0, personal: true, complete: true, stale: false })
  t.equal(kept.get(ada.userId), undefined)
})

t.test('however many lists are asked for at once, few are made at a time, and no more wait than may', async (t) => {
  let open = (): void => {}
  const gate = new Promise<void>((resolve) => { open = resolve })
  let [running, mostRunning] = [0, 0]
  const nothing: KnownTaste = { opinions: [], closed: new Set(), watchlist: new Set() }
  const popular: CandidateSource['popular'] = async (kind, page) => {
    mostRunning = Math.max(mostRunning, ++running)
    await gate
    running--
    return await household.source.popular(kind, page)
  }
  const { recommend } = recommenderOf(t, { of: () => nothing, source: { popular } })
  const most = limits.recommendationsMadeAtOnce + limits.recommendationsQueueMax
  const asked = Array.from({ length: most + 1 }, (_, at) => recommend([`person-${at}` as UserId]))
  await t.rejects(asked.at(-1)!, { code: 'UNAVAILABLE' })
  open()
  for (const answer of await Promise.all(asked.slice(0, most))) t.ok(answer.titles.length > 0)
  t.equal(mostRunning, 2 * limits.recommendationsMadeAtOnce, 'films and series of each')
})

interface World { readonly of?: (userId: UserId) => KnownTaste; readonly mark?: () => string; readonly source?: Partial<CandidateSource>; readonly patient?: boolean }

function recommenderOf(_t: Test, { of = (userId) => knownOf(household.members.find((member) => member.userId === userId)!), mark = () => '', source: change = {}, patient = true }: World) {
  const counting = { asked: 0 }
  const how: RecommendedHow[] = []
  const kept = keptRecommendations()
  const source = Object.fromEntries((['title', 'popular', 'topRated', 'discover', 'genres'] as const).map((name) => [name, (...given: never[]) => {
    counting.asked++
    return ((change[name] ?? household.source[name]) as (...given: never[]) => unknown)(...given)
  }])) as unknown as CandidateSource
  const recommend = createRecommend({
    source, tastes: { mark: async () => mark(), of: async (userId) => of(userId) }, kept, log: silentLog, counted: (each) => how.push(each),
    // Whoever is not patient waits until nothing more happens by itself.
    system: { now: () => 0, sleep: () => patient ? new Promise(() => {}) : new Promise((resolve) => setTimeout(resolve, 50)) },
  })
  return { recommend, how, kept, source: counting }
}

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
  }
}
