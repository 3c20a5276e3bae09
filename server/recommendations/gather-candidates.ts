/**
 * What may be recommended: titles like those the person liked, and what the catalogue finds by their taste. A bounded number of
 * questions, all through the catalogue's cache; one that fails costs its part and nothing else.
 */

import type { MediaType, TitleKey } from '../../domain/title.ts'
import { MEDIA_TYPES, titleKey } from '../../domain/title.ts'
import type { TitleSummary } from '../../projections/wire-catalogue.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { featuresOf } from '../catalogue/describe-title.ts'
import type { DiscoverFilters } from '../catalogue/discover.ts'
import { limits } from '../limits.ts'
import type { Candidate, Lead } from './score.ts'
import type { Opinion, Taste } from './taste-profile.ts'
import type { Aspect } from './traits.ts'

export type CandidateSource = Pick<Catalogue, 'title' | 'popular' | 'topRated' | 'discover' | 'genres'>

export interface Gathered {
  readonly candidates: readonly Candidate[]
  /** Something could not be asked, or only an older answer was there. */
  readonly stale: boolean
}

interface Found { readonly titles: readonly Placed[]; readonly stale: boolean }
/** A title in a list, and the liked title that leads to it, if one does. */
interface Placed { readonly summary: TitleSummary; readonly lead?: Lead }

/** Similar titles, which TMDB finds by their keywords, come after the recommended ones, which people like together. */
const SIMILAR_PLACE = 10

/**
 * For one of `people` who are to watch together. Throws what the catalogue said where nothing at all could be asked. `closed`:
 * what is not to be recommended.
 */
export async function gatherCandidates(source: CandidateSource, taste: Taste, closed: ReadonlySet<TitleKey>, people = 1): Promise<Gathered> {
  const share = (max: number) => Math.ceil(max / people)
  const seeds = taste.opinions.filter(({ weight }) => weight > 0).slice(0, share(limits.recommendationSeedsMax))
  const kinds = kindsOf(taste)
  const wishes = await wishesOf(source, taste, kinds, share)
  const asked = await Promise.allSettled([
    ...seeds.map((seed) => likeIt(source, seed)),
    ...wishes.map(async ({ kind, filters }) => found(await source.discover(kind, filters, 1))),
    ...kinds.flatMap((kind) => [source.popular, source.topRated].map(async (list) => found(await list(kind, 1)))),
  ])
  const answered = asked.flatMap((answer) => answer.status === 'fulfilled' ? [answer.value] : [])
  const failed = asked.find((answer) => answer.status === 'rejected')
  if (answered.length === 0 && failed) throw failed.reason
  return { candidates: merged(answered, closed), stale: failed !== undefined || answered.some(({ stale }) => stale) }
}

async function likeIt(source: CandidateSource, { of, weight }: Opinion): Promise<Found> {
  const { facts: { recommended, similar, stale } } = await source.title(of)
  const placed = (after: number) => (summary: TitleSummary, place: number): Placed => ({ summary, lead: { from: titleKey(of), weight, place: place + after } })
  return { titles: [...recommended.map(placed(0)), ...similar.map(placed(SIMILAR_PLACE))], stale }
}

function found({ results, stale }: { readonly results: readonly TitleSummary[]; readonly stale: boolean }): Found {
  return { titles: results.map((summary) => ({ summary })), stale }
}

/** Films, series or both, as the person likes; both while nothing is known. */
function kindsOf({ opinions }: Taste): readonly MediaType[] {
  const liked = MEDIA_TYPES.filter((kind) => opinions.some(({ of, weight }) => weight > 0 && of.mediaType === kind))
  return liked.length === 0 ? MEDIA_TYPES : liked
}

interface Wish { readonly kind: MediaType; readonly filters: DiscoverFilters }

/** What the catalogue is to find by taste: the best of the favourite genres, known titles about favourite subjects and with favourite people. */
async function wishesOf(source: CandidateSource, taste: Taste, kinds: readonly MediaType[], share: (max: number) => number): Promise<readonly Wish[]> {
  const strongest = (aspect: Aspect, max: number) => taste.strongest(aspect, share(max)).map(({ token }) => token)
  const favourite = strongest('genre', limits.recommendationGenresMax)
  // Without their numbers genres cannot be asked for; the other questions can.
  const known = favourite.length === 0 ? null : await source.genres().catch(() => null)
  const people = [...strongest('director', limits.recommendationPeopleMax), ...strongest('cast', limits.recommendationPeopleMax)]
  return kinds.flatMap((kind): Wish[] => [
    ...(known?.[kind] ?? []).filter(({ name }) => favourite.includes(name)).map(({ id }): Wish => ({ kind, filters: { genres: String(id), sort: 'best' } })),
    ...strongest('keyword', limits.recommendationKeywordsMax).map((keywords): Wish => ({ kind, filters: { keywords, sort: 'most-voted' } })),
    // TMDB finds no series by their people.
    ...kind === 'movie' ? people.map((person): Wish => ({ kind, filters: { people: person, sort: 'most-voted' } })) : [],
  ])
}

function merged(lists: readonly Found[], closed: ReadonlySet<TitleKey>): readonly Candidate[] {
  const candidates = new Map<TitleKey, { readonly summary: TitleSummary; readonly leads: Map<TitleKey, Lead> }>()
  for (const { summary, lead } of lists.flatMap(({ titles }) => titles)) {
    const key = titleKey(summary)
    if (closed.has(key)) continue
    const candidate = candidates.get(key) ?? { summary, leads: new Map<TitleKey, Lead>() }
    candidates.set(key, candidate)
    if (lead && !candidate.leads.has(lead.from)) candidate.leads.set(lead.from, lead)
  }
  return [...candidates.values()].map(({ summary, leads }) => ({ summary, leads: [...leads.values()], votes: null, described: listed(summary) }))
}

function listed({ mediaType, tmdbId, title, year, genres }: TitleSummary): Candidate['described'] {
  return { mediaType, tmdbId, title, year, genres, keywords: [], people: [], language: null, countries: [], collectionId: null }
}

/** With what the catalogue knows of each title in full; of those that it cannot be asked of, what the lists told. */
export async function inFull(source: CandidateSource, candidates: readonly Candidate[]): Promise<Gathered> {
  let stale = false
  const full = [...candidates]
  const left = [...candidates.entries()].reverse()
  async function ask(): Promise<void> {
    for (let next = left.pop(); next; next = left.pop()) {
      const [at, candidate] = next
      try {
        const { facts, brief: { votes } } = await source.title(candidate.summary)
        full[at] = { ...candidate, votes, described: { ...candidate.described, ...featuresOf(facts), genres: facts.genres, year: facts.year } }
        stale ||= facts.stale
      } catch {
        stale = true
      }
    }
  }
  await Promise.all(Array.from({ length: limits.recommendationAskedAtOnce }, ask))
  return { candidates: full, stale }
}
