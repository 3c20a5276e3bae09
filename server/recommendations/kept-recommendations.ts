/** Lists of recommendations as they were made, in memory. They say what people like: with a person's account they are gone at once. */

import type { UserId } from '../../domain/event.ts'
import type { Recommendation } from '../../projections/wire-catalogue.ts'
import { lru } from '../catalogue/lru.ts'
import { limits } from '../limits.ts'

export interface Recommendations {
  readonly titles: readonly Recommendation[]
  /** Of the person who asks. */
  readonly basedOn: number
  readonly personal: boolean
  readonly complete: boolean
  readonly stale: boolean
}

/** `mark`: of the state of the tastes it was made for. */
export interface Kept extends Recommendations { readonly mark: string; readonly madeAtMs: number }

export interface KeptRecommendations {
  get(key: string): Kept | undefined
  /** What is made from now on is kept by `keep`, unless an account has been erased before it is there. */
  keeping(key: string): (made: Kept) => void
  forget(person: UserId): void
}

/** Of the one who asks first, whose reasons the list tells, and whoever watches too. */
export function keyOf([first, ...others]: readonly [UserId, ...UserId[]]): string {
  return [first, ...others.sort()].join()
}

export function keptRecommendations(): KeptRecommendations {
  const lists = lru<Kept>(limits.recommendationMemoryBytes)
  let erasures = 0
  return {
    get: lists.get,
    keeping(key) {
      const before = erasures
      return (made) => {
        if (erasures === before) lists.set(key, made, 2 * JSON.stringify(made.titles).length)
      }
    },
    forget(person) {
      erasures++
      lists.dropWhere((key) => key.split(',').includes(person))
    },
  }
}
