/**
 * How much a person is likely to like a title they have not seen:
 *
 *   score = Σ aspects a: emphasis(a) · Σ traits of a: share · rarity · leaning / √Σ (share · rarity)²
 *         + company · √(Σ liked titles that lead to it: weight / (1 + place / 10))
 *         + renown · (weighted vote − usual vote) + fame · log₁₀(1 + votes)
 *
 * Rarity keeps what most titles have (drama, English, a late year) from deciding. The weighted vote is the average drawn
 * towards the usual one by as many votes as it takes to be believed (as IMDb's top list does it). The numbers are measured: `npm run bench:recommendations`.
 */

import type { TitleKey } from '../../domain/title.ts'
import type { TitleSummary } from '../../projections/wire-catalogue.ts'
import type { Taste } from './taste-profile.ts'
import type { Aspect, Described, Rarity, Trait } from './traits.ts'
import { ASPECTS } from './traits.ts'

/** A liked title in whose lists of similar and recommended titles the candidate stands, and where in them from 0. */
export interface Lead { readonly from: TitleKey; readonly weight: number; readonly place: number }

export interface Candidate {
  readonly summary: TitleSummary
  readonly described: Described
  /** Null while only a list told of it. */
  readonly votes: number | null
  readonly leads: readonly Lead[]
}

export interface Scored extends Candidate {
  readonly traits: readonly Trait[]
  readonly score: number
  /** What each aspect adds to the score. */
  readonly parts: Readonly<Record<Aspect | 'company' | 'renown', number>>
}

const EMPHASIS: Readonly<Record<Aspect, number>> = { genre: 0.5, keyword: 0.5, director: 0.3, cast: 0.4, decade: 0.15, language: 0.15, country: 0.05 }
const COMPANY = 0.5
const RENOWN = 0.6
const FAME = 0.35
const USUAL_VOTE = 6.4
const VOTES_TO_BELIEVE = 200
/** Of a title of which only a list told. */
const VOTES_UNKNOWN = 100

export function scored(candidate: Candidate, traits: readonly Trait[], taste: Taste, rarity: Rarity): Scored {
  const { summary, votes, leads } = candidate
  const sums = Object.fromEntries(ASPECTS.map((aspect) => [aspect, { leaning: 0, square: 0 }])) as Record<Aspect, { leaning: number; square: number }>
  for (const { aspect, token, share } of traits) {
    const telling = share * rarity({ aspect, token })
    sums[aspect].leaning += telling * (taste.leaning({ aspect, token })?.mean ?? 0)
    sums[aspect].square += telling ** 2
  }
  const of = (aspect: Aspect) => sums[aspect].square === 0 ? 0 : EMPHASIS[aspect] * sums[aspect].leaning / Math.sqrt(sums[aspect].square)
  const counted = votes ?? VOTES_UNKNOWN
  const parts = {
    ...Object.fromEntries(ASPECTS.map((aspect) => [aspect, of(aspect)])) as Record<Aspect, number>,
    company: COMPANY * Math.sqrt(leads.reduce((sum, { weight, place }) => sum + weight / (1 + place / 10), 0)),
    renown: RENOWN * (counted / (counted + VOTES_TO_BELIEVE)) * ((summary.voteAverage ?? USUAL_VOTE) - USUAL_VOTE) + FAME * Math.log10(1 + counted),
  }
  return { ...candidate, traits, parts, score: Object.values(parts).reduce((sum, part) => sum + part, 0) }
}
