/** Why a title is recommended: the part of its score that sets it apart most and can be said, and said truly, of what the person rated. */

import type { TitleKey } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { RecommendationReason } from '../../projections/wire-catalogue.ts'
import type { Scored } from './score.ts'
import type { Opinion, Taste } from './taste-profile.ts'
import type { Aspect, Rarity } from './traits.ts'
import { ASPECTS, decadeOf } from './traits.ts'

/** What "rate highly" means: liked on average, in so many titles. */
const HIGHLY = 1
const OFTEN = 3
const LOVED = 2

export type Opinions = ReadonlyMap<TitleKey, Opinion>

export function opinionsByKey({ opinions }: Taste): Opinions {
  return new Map(opinions.map((opinion) => [titleKey(opinion.of), opinion]))
}

/** The mean of each part over a list, and how far it usually lies from that: what is much in all of them is no reason for one. */
export type UsualParts = Readonly<Record<Part, { readonly mean: number; readonly deviation: number }>>
type Part = keyof Scored['parts']

export function usualParts(titles: readonly Scored[]): UsualParts {
  return Object.fromEntries(PARTS.map((part) => {
    const mean = titles.reduce((sum, { parts }) => sum + parts[part], 0) / Math.max(1, titles.length)
    return [part, { mean, deviation: Math.sqrt(titles.reduce((sum, { parts }) => sum + (parts[part] - mean) ** 2, 0) / Math.max(1, titles.length)) }]
  })) as UsualParts
}
const PARTS: readonly Part[] = [...ASPECTS, 'company', 'renown']

export function reasonFor(title: Scored, taste: Taste, opinions: Opinions, rarity: Rarity, usual: UsualParts): RecommendationReason {
  const ways: readonly (readonly [Part, () => RecommendationReason | undefined])[] = [
    ['company', () => likedTitles(title, opinions)],
    ['director', () => person('director', title, taste)],
    ['cast', () => person('cast', title, taste)],
    ['genre', () => genre(title, taste)],
    ['keyword', () => keyword(title, taste, rarity)],
  ]
  const apart = (part: Part) => (title.parts[part] - usual[part].mean) / (usual[part].deviation || 1)
  for (const [part, say] of ways.toSorted(([a], [b]) => apart(b) - apart(a))) {
    const reason = title.parts[part] > 0 ? say() : undefined
    if (reason) return reason
  }
  return { kind: 'popular' }
}

/** The one or two that lead to it most. */
function likedTitles({ leads }: Scored, opinions: Opinions): RecommendationReason | undefined {
  const liked = leads.toSorted((a, b) => b.weight / (1 + b.place / 10) - a.weight / (1 + a.place / 10)).flatMap(({ from }) => opinions.get(from) ?? []).filter(({ weight }) => weight > 0)
  const loved = liked.filter(({ weight }) => weight >= LOVED)
  const said = (loved.length > 0 ? loved : liked).slice(0, 2)
  if (said.length === 0) return undefined
  return { kind: 'liked', loved: loved.length > 0, titles: said.map(({ of: { mediaType, tmdbId, title } }) => ({ mediaType, tmdbId, title })) }
}

/** More by, or with, somebody whose titles the person liked. */
function person(as: 'director' | 'cast', { described }: Scored, taste: Taste): RecommendationReason | undefined {
  const known = described.people.filter((each) => each.as === as).map((each) => ({ each, leaning: taste.leaning({ aspect: as, token: String(each.personId) }) }))
    .filter(({ leaning }) => leaning !== undefined && leaning.plain >= HIGHLY).sort((a, b) => b.leaning!.mean - a.leaning!.mean)[0]
  return known && { kind: as, person: { personId: known.each.personId, name: known.each.name } }
}

/** A genre, of a decade where the person has rated enough of it. */
function genre({ described }: Scored, { opinions, leaning }: Taste): RecommendationReason | undefined {
  const decade = described.year === null ? null : decadeOf(described.year)
  const ofDecade = (name: string) => opinions.filter(({ of }) => of.genres.includes(name) && of.year !== null && decadeOf(of.year) === decade)
  const highly = (some: readonly Opinion[]) => some.length >= OFTEN && some.reduce((sum, { weight }) => sum + weight, 0) / some.length >= HIGHLY
  const genres = described.genres.flatMap((name) => leaning({ aspect: 'genre', token: name }) ?? []).sort((a, b) => b.mean - a.mean)
  const narrow = decade === null ? undefined : genres.find(({ token }) => highly(ofDecade(token)))
  if (narrow) return { kind: 'genre', genre: narrow.token, decade }
  const wide = genres.find(({ plain, titles }) => titles >= OFTEN && plain >= HIGHLY)
  return wide && { kind: 'genre', genre: wide.token, decade: null }
}

function keyword({ described }: Scored, { leaning }: Taste, rarity: Rarity): RecommendationReason | undefined {
  const aspect: Aspect = 'keyword'
  const liked = described.keywords.flatMap(({ id, name }) => {
    const known = leaning({ aspect, token: String(id) })
    return known && known.titles >= OFTEN && known.plain >= HIGHLY ? [{ name, counts: known.mean * rarity({ aspect, token: String(id) }) }] : []
  }).sort((a, b) => b.counts - a.counts)[0]
  return liked && { kind: 'keyword', keyword: liked.name }
}
