/**
 * Keeps questions to an upstream under its number a day, by what all processes have asked since midnight UTC, restarts included. Each try counts: the upstream counts it.
 * What nobody waits for leaves the last part of the day's questions to what somebody waits for. Where the upstream says itself that there are none left,
 * it is left alone for a while, since its day need not be ours.
 */

import type { Kysely } from 'kysely'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import type { Urgency } from '../catalogue/pace.ts'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'
import { dayOf, takeQuestion } from '../questions-of-the-day.ts'
import type { System } from '../system.ts'

export interface DailyLimit {
  /** Counts one more, or refuses with `UNAVAILABLE`. */
  take(urgency: Urgency): Promise<void>
  /** The upstream has refused for its own count. */
  spent(): void
  /** Today, as far as this process knows. */
  readonly asked: number
}

export interface DailyLimitDeps {
  readonly db: Kysely<Tables>
  readonly system: Pick<System, 'now'>
  /** As it is called in words. */
  readonly upstream: string
  readonly most: number
}

export function dailyLimit({ db, system, upstream, most }: DailyLimitDeps): DailyLimit {
  let known = { day: '', asked: 0 }
  let restsUntilMs = -Infinity

  return {
    async take(urgency) {
      const now = system.now()
      if (now < restsUntilMs) throw new CatalogueError('UNAVAILABLE', `${upstream} says that its questions of the day are used up; it is asked again later.`)
      const day = dayOf(system)
      const bound = urgency === 'person' ? most : Math.floor(most * limits.ratingsBackgroundShare)
      if (known.day !== day) known = { day, asked: 0 }
      const refusal = new CatalogueError('UNAVAILABLE', `${upstream} has been asked ${bound} times today; it is asked again tomorrow.`)
      if (known.asked >= bound) throw refusal
      const asked = await takeQuestion(db, upstream, day, bound)
      known = { day, asked: asked ?? bound }
      if (asked === null) throw refusal
    },
    spent() { restsUntilMs = system.now() + limits.ratingsRestMs },
    get asked() { return known.day === dayOf(system) ? known.asked : 0 },
  }
}
