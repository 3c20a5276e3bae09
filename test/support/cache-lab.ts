/** A cache of the catalogue over a real table, on a clock that stands, with an upstream that does as it is told. */

import { inspect } from 'node:util'
import { catalogueCache } from '../../server/catalogue/catalogue-cache.ts'
import { CatalogueError } from '../../server/catalogue/catalogue-error.ts'
import type { Ages } from '../../server/catalogue/freshness.ts'
import type { Urgency } from '../../server/catalogue/pace.ts'
import type { Log } from '../../server/log.ts'
import { withPostgres } from './postgres.ts'
import { steppedClock } from './stepped-clock.ts'

export const ages: Ages = { freshMs: 1_000, shownMs: 1_000_000, keptMs: 10_000_000 }

export interface Answer { readonly count: number; readonly words: string }

/** An upstream that counts, answers its count, and fails when told to. */
export function upstream() {
  const state = { asked: 0, urgencies: [] as Urgency[], fails: null as CatalogueError['code'] | null, words: '', wait: Promise.resolve() as Promise<unknown> }
  return {
    state,
    async ask(urgency: Urgency): Promise<Answer> {
      const count = ++state.asked
      state.urgencies.push(urgency)
      await state.wait
      if (state.fails) throw new CatalogueError(state.fails, 'no')
      return { count, words: state.words }
    },
  }
}

export async function cacheOf(t: Parameters<typeof withPostgres>[0]) {
  const { database, connection } = await withPostgres(t)
  const clock = steppedClock(Date.UTC(2026, 0, 1))
  /** Sentences from `info` on; and everything, with its fields. */
  const logged: string[] = []
  const told: string[] = []
  const note = (fields: object, message: string) => {
    logged.push(message)
    told.push(inspect([fields, message], { depth: 10 }))
  }
  const log: Log = { debug: (fields, message) => { told.push(inspect([fields, message], { depth: 10 })) }, info: note, warn: note, error: note }
  const open = () => catalogueCache({ db: database.kysely, system: clock, log })
  const advance = (ms: number) => clock.until(clock.now() + ms)
  const keys = async () => (await database.kysely.selectFrom('catalogueCache').select('key').orderBy('key').execute()).map(({ key }) => key)
  return { clock, advance, open, database, connection, logged, told, keys, cache: open() }
}

/** Reads until the answer is one that `holds` is true of: what is asked behind it takes a while. */
export async function until<T>(read: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await read()
    if (holds(answer)) return answer
    await new Promise((resolve) => { setImmediate(resolve) })
  }
}
