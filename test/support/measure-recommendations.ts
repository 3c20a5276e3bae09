/**
 * How good recommendations are: what people rated is split by lot, recommendations are made of the one part, and the other tells
 * whether they were right. Beside it the share of the twenty that they would like if they watched all of them, which a made-up person
 * can be asked: what was held back are only titles they chose to watch themselves, mostly famous ones.
 */

import type { UserId } from '../../domain/event.ts'
import type { Rating } from '../../domain/library-entry.ts'
import { RATING_WEIGHTS } from '../../domain/scales.ts'
import { titleKey } from '../../domain/title.ts'
import type { TitleKey } from '../../domain/title.ts'
import { silentLog } from '../../server/log.ts'
import { keptRecommendations } from '../../server/recommendations/kept-recommendations.ts'
import type { Recommend } from '../../server/recommendations/recommend.ts'
import { createRecommend } from '../../server/recommendations/recommend.ts'
import type { KnownTaste, Tastes } from '../../server/recommendations/tastes.ts'
import type { Described } from '../../server/recommendations/traits.ts'
import type { Rated, SyntheticPerson } from './synthetic-people.ts'
import { syntheticPeople } from './synthetic-people.ts'
import type { SyntheticSource } from './synthetic-source.ts'
import { syntheticSource } from './synthetic-source.ts'
import type { SyntheticTitle } from './synthetic-titles.ts'
import { chanceOf, syntheticTitles } from './synthetic-titles.ts'

const SHOWN = 20
const HELD_BACK = 0.3

export interface Household {
  readonly titles: readonly SyntheticTitle[]
  readonly source: SyntheticSource
  readonly members: readonly Member[]
}

export interface Member { readonly userId: UserId; readonly person: SyntheticPerson; readonly known: readonly Rated[]; readonly heldBack: ReadonlyMap<TitleKey, Rating> }

export interface Quality {
  /** Share of the twenty that are among what was held back and liked. */
  readonly precision: number
  /** The same with LIKE as 1 and SUPER_LIKE as 2, and the first places counting most; 1 is the best order there could be (Järvelin and Kekäläinen 2002). */
  readonly ndcg: number
  readonly wouldLike: number
  readonly wouldLove: number
}

export function syntheticHousehold({ titles: count, background, members, seed }: { readonly titles: number; readonly background: number; readonly members: number; readonly seed: number }): Household {
  const titles = syntheticTitles(count, seed)
  const others = syntheticPeople(background, titles, { seed: seed + 1_000_003, ratings: [60, 220] })
  const chance = chanceOf(seed + 3_000_017)
  const people = syntheticPeople(members, titles, { seed: seed + 2_000_003, ratings: [40, 220] })
  return {
    titles, source: syntheticSource(titles, others),
    members: people.map((person, at): Member => {
      const lots = person.rated.map((rated) => ({ rated, back: chance() < HELD_BACK }))
      return {
        userId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` as UserId, person,
        known: lots.filter(({ back }) => !back).map(({ rated }) => rated),
        heldBack: new Map(lots.filter(({ back }) => back).map(({ rated: { title, rating } }) => [titleKey(title), rating])),
      }
    }),
  }
}

/** The code that serves people, for these. */
export function recommendsIn({ source }: Pick<Household, 'source'>, members: readonly Member[]): Recommend {
  const tastes: Tastes = { mark: async () => '', of: async (userId) => knownOf(members.find((member) => member.userId === userId)!) }
  return createRecommend({ source, tastes, kept: keptRecommendations(), system: { now: () => 0, sleep: () => new Promise(() => {}) }, log: silentLog, counted: () => {} })
}

/** The first titles for one of them, or for several. */
export async function recommendedTo(household: Household, members: readonly [Member, ...Member[]]): Promise<readonly SyntheticTitle[]> {
  const [first, ...others] = members
  const { titles } = await recommendsIn(household, members)([first.userId, ...others.map(({ userId }) => userId)])
  return titles.slice(0, SHOWN).map(({ tmdbId }) => household.titles[tmdbId - 1]!)
}

export function knownOf({ known }: Member): KnownTaste {
  return {
    opinions: known.map(({ title, rating }, at) => ({ of: describedOf(title), weight: RATING_WEIGHTS[rating], at: new Date(at * 1_000).toISOString() })),
    closed: new Set(known.map(({ title }) => titleKey(title))), watchlist: new Set(),
  }
}

function describedOf({ directors, cast, language, country, ...title }: SyntheticTitle): Described {
  const people = [...directors.map(({ personId, name }) => ({ personId, name, as: 'director' as const })), ...cast.map(({ personId, name }) => ({ personId, name, as: 'cast' as const }))]
  return { ...title, people, language, countries: [country] }
}

/** What everybody watches and they have not. */
export function popularFor({ source }: Household, members: readonly Member[]): readonly SyntheticTitle[] {
  return unseen(source.byPopularity, members)
}

/** What goes with the last title that they liked; then what is popular. */
export function likeTheLast(household: Household, member: Member): readonly SyntheticTitle[] {
  const last = member.known.findLast(({ rating }) => RATING_WEIGHTS[rating] > 0)
  return unseen([...new Set([...last ? household.source.likedTogether(last.title) : [], ...household.source.byPopularity])], [member])
}

function unseen(titles: readonly SyntheticTitle[], members: readonly Member[]): readonly SyntheticTitle[] {
  const seen = new Set(members.flatMap(({ known }) => known.map(({ title }) => title)))
  return titles.filter((title) => !seen.has(title)).slice(0, SHOWN)
}

export function qualityOf(shown: readonly SyntheticTitle[], { person, heldBack }: Member): Quality {
  const gain = (rating: Rating | undefined) => rating === undefined ? 0 : Math.max(0, RATING_WEIGHTS[rating])
  const discounted = (gains: readonly number[]) => gains.reduce((sum, each, place) => sum + each / Math.log2(place + 2), 0)
  const gains = shown.map((title) => gain(heldBack.get(titleKey(title))))
  const best = discounted([...heldBack.values()].map(gain).sort((a, b) => b - a).slice(0, SHOWN))
  const said = shown.map((title) => RATING_WEIGHTS[person.wouldSay(title)])
  return {
    precision: gains.filter((each) => each > 0).length / SHOWN,
    ndcg: best === 0 ? 0 : discounted(gains) / best,
    wouldLike: said.filter((weight) => weight > 0).length / SHOWN,
    wouldLove: said.filter((weight) => weight > 1).length / SHOWN,
  }
}

export function meanQuality(qualities: readonly Quality[]): Quality {
  const mean = (of: keyof Quality) => qualities.reduce((sum, quality) => sum + quality[of], 0) / qualities.length
  return { precision: mean('precision'), ndcg: mean('ndcg'), wouldLike: mean('wouldLike'), wouldLove: mean('wouldLove') }
}

/** Of titles for several: the share that all of them would like, and that somebody would dislike. */
export function sharedQualityOf(shown: readonly SyntheticTitle[], members: readonly Member[]): { readonly allLike: number; readonly oneDislikes: number } {
  const least = shown.map((title) => Math.min(...members.map(({ person }) => RATING_WEIGHTS[person.wouldSay(title)])))
  return { allLike: least.filter((weight) => weight > 0).length / SHOWN, oneDislikes: least.filter((weight) => weight < 0).length / SHOWN }
}
