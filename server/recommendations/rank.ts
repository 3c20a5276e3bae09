/** From candidates to the list that is shown, for one person or for several who watch together. Pure. */

import type { TitleKey } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { Recommendation } from '../../projections/wire-catalogue.ts'
import { opinionsByKey, reasonFor, usualParts } from './reasons.ts'
import type { Candidate, Lead, Scored } from './score.ts'
import { scored } from './score.ts'
import { spread } from './spread.ts'
import type { Taste } from './taste-profile.ts'
import type { Rarity } from './traits.ts'
import { rarityAmong, traitsOf } from './traits.ts'

/** Somebody who is to watch, and what of what they liked leads to which candidate. */
export interface Viewer { readonly taste: Taste; readonly leads: ReadonlyMap<TitleKey, readonly Lead[]> }

export interface Ranked extends Scored {
  readonly key: TitleKey
  /** Of the first viewer alone, where there are several. */
  readonly own: Scored
}

/** How much the one who likes a title least counts, before the mean of all (least misery, softened). Measured: `npm run bench:recommendations`. */
const MISERY = 0.5

/** The best first. Equals come in the order of their keys, so that the same state always gives the same list. */
export function ranked(candidates: readonly Candidate[], viewers: readonly [Viewer, ...Viewer[]]): { readonly titles: readonly Ranked[]; readonly rarity: Rarity } {
  const keyed = candidates.map((candidate) => ({ candidate, key: titleKey(candidate.summary), traits: traitsOf(candidate.described) })).sort((a, b) => a.key < b.key ? -1 : 1)
  const rarity = rarityAmong([...keyed.map(({ traits }) => traits), ...viewers.flatMap(({ taste }) => taste.opinions.map(({ of }) => traitsOf(of)))])
  const each = viewers.map(({ taste, leads }) => keyed.map(({ candidate, key, traits }) => scored({ ...candidate, leads: leads.get(key) ?? [] }, traits, taste, rarity)))
  const scores = viewers.length === 1 ? each[0]!.map(({ score }) => score) : blended(each.map((titles) => standardised(titles.map(({ score }) => score))))
  const titles = keyed.map(({ key }, at): Ranked => ({ ...each[0]![at]!, key, own: each[0]![at]!, score: scores[at]! }))
  return { titles: titles.sort((a, b) => b.score - a.score), rarity }
}

function blended(each: readonly (readonly number[])[]): readonly number[] {
  return each[0]!.map((_, at) => {
    const scores = each.map((ofOne) => ofOne[at]!)
    return MISERY * Math.min(...scores) + (1 - MISERY) * scores.reduce((sum, score) => sum + score, 0) / scores.length
  })
}

/** So that nobody counts more because their scores lie farther apart. */
function standardised(scores: readonly number[]): readonly number[] {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length) || 1
  return scores.map((score) => (score - mean) / deviation)
}

/** In the order in which they are shown, with the reason that is the first viewer's own; what another's taste decided only says that it suits all. */
export function explained({ titles, rarity }: ReturnType<typeof ranked>, { taste }: Viewer, people: number): readonly Recommendation[] {
  const opinions = opinionsByKey(taste)
  const parts = usualParts(titles.map(({ own }) => own))
  const usual = titles.reduce((sum, { own }) => sum + own.score, 0) / Math.max(1, titles.length)
  return spread(titles, rarity).map(({ own, summary }) => {
    const reason = reasonFor(own, taste, opinions, rarity, parts)
    const shared = people > 1 && (own.score < usual || reason.kind === 'popular')
    return { ...summary, reason: shared ? { kind: 'together' } : reason }
  })
}
