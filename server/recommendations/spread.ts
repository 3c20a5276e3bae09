/**
 * Puts scored titles in the order in which they are shown: the best first, but not ten of a kind. Maximal marginal relevance
 * (Carbonell and Goldstein 1998): each next one is the best after what it has in common with those just before it is taken off.
 */

import type { Scored } from './score.ts'
import type { Rarity } from './traits.ts'
import { nameOf } from './traits.ts'

/** How many standard deviations of the scores it costs to be the same as one that is shown. */
const SAMENESS = 0.5
/** What it costs more, of the same deviation, to have somebody in it who is in several that are shown: films of one actor have little else in common. */
const CROWD = 1
const CROWD_FREE = 4
/** Those farther up are forgotten: they are on another screen. */
const IN_SIGHT = 20

export type Weighed = Pick<Scored, 'traits' | 'score' | 'described'>

/** In the given order of titles, which decides between equals. */
export function spread<Title extends Weighed>(titles: readonly Title[], rarity: Rarity): readonly Title[] {
  const deviation = deviationOf(titles.map(({ score }) => score))
  // How like each title that is left is to those shown, the latest last.
  const left = new Map(titles.map((title) => [title, { vector: vectorOf(title, rarity), same: [] as number[] }]))
  const shown: Title[] = []
  while (left.size > 0) {
    const faces = facesIn(shown.slice(-IN_SIGHT))
    let best: { readonly title: Title; readonly worth: number } | undefined
    for (const [title, { same }] of left) {
      const crowd = Math.max(0, ...title.described.people.map(({ personId }) => (faces.get(personId) ?? 0) + 1 - CROWD_FREE))
      const worth = title.score - deviation * (SAMENESS * Math.max(0, ...same.slice(-IN_SIGHT)) + CROWD * crowd)
      if (!best || worth > best.worth) best = { title, worth }
    }
    const { title } = best!
    const { vector } = left.get(title)!
    shown.push(title)
    left.delete(title)
    for (const [other, known] of left) known.same.push(areOneSeries(title, other) ? ONE_SERIES : sameness(vector, known.vector))
  }
  return shown
}

/** In how many of the titles each person is. */
function facesIn(titles: readonly Weighed[]): ReadonlyMap<number, number> {
  const faces = new Map<number, number>()
  for (const { described } of titles) for (const { personId } of described.people) faces.set(personId, (faces.get(personId) ?? 0) + 1)
  return faces
}

function areOneSeries({ described: a }: Weighed, { described: b }: Weighed): boolean {
  return a.collectionId !== null && a.collectionId === b.collectionId
}
/** Far more than two titles can have in common otherwise. */
const ONE_SERIES = 20

type Vector = ReadonlyMap<string, number>

/** Cosine, from 0 to 1. */
function sameness(one: Vector, other: Vector): number {
  let product = 0
  for (const [name, value] of one) product += value * (other.get(name) ?? 0)
  return product
}

function vectorOf({ traits }: Weighed, rarity: Rarity): Vector {
  const values = traits.map((trait) => [nameOf(trait), trait.share * rarity(trait)] as const)
  const length = Math.hypot(...values.map(([, value]) => value))
  return new Map(values.map(([name, value]) => [name, length === 0 ? 0 : value / length]))
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length))
}
