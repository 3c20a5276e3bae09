/** A running service with one person's big library in it: what figures about devices are measured on. */

import { setImmediate as turn } from 'node:timers/promises'
import { seededRandom } from '../demo/seed.ts'
import { films } from '../demo/catalogue/index.ts'
import { backdropPath, posterPath } from '../demo/tmdb/movie.ts'
import type { Command, CommandId, Issued } from '../domain/command.ts'
import type { Actor, UserId } from '../domain/event.ts'
import type { CommandData, CommandType } from '../domain/index.ts'
import { openData } from '../server/cli/open-data.ts'
import { createMemoryCommandOutcomes } from '../server/command-outcomes.ts'
import { loadConfig } from '../server/config.ts'
import { createCommandHandler } from '../server/handle.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { eventually } from '../test/support/eventually.ts'
import type { Credentials, Person } from '../test/support/person.ts'
import { demoCredentials, signIn } from '../test/support/person.ts'
import type { Host, Service } from '../test/support/service.ts'
import { startService } from '../test/support/service.ts'

export interface BigHousehold { readonly service: Service; readonly credentials: Credentials; readonly person: Person }

/** Of the demo's own; all others are made up. */
const REAL_TITLES = 60

/** Titles and six events of each, as a person leaves them in years: listed, tagged, made a favourite, rated, which counts as watched and ends the listing. */
export async function openBigHousehold(host: Host, { titles, seed }: { readonly titles: number; readonly seed: number }): Promise<BigHousehold> {
  const service = await startService(host)
  const credentials = demoCredentials(service, 'member')
  const person = await signIn(service.url, credentials)
  await fill(service, person.session.userId as UserId, titles, seededRandom(seed))
  const everything = async () => {
    const { totals } = await person.get<{ totals: { ratings: number } }>('/api/library')
    return totals.ratings >= titles
  }
  await eventually('the read models have all of it', everything, 300_000, 250)
  return { service, credentials, person }
}

async function fill(service: Service, userId: UserId, titles: number, random: () => number): Promise<void> {
  const data = await openData(loadConfig({ DATA_DIR: service.dataDir, DEMO: 'true' }, '/dev/null'))
  try {
    const { handleEach } = createCommandHandler({ store: data.store, outcomes: createMemoryCommandOutcomes() })
    const issue = <Type extends CommandType>(actor: Actor, type: Type, payload: CommandData[Type]): Issued<Command> =>
      ({ id: uuidv7(realSystem) as CommandId, type, data: payload, issuedAt: new Date(realSystem.now()).toISOString(), deviceId: null, actor, sender: actor === 'system' ? 'worker' : 'member' })
    // Those touched last are fetched ahead of their being looked at, and so must be there: what is not there is an error in a browser's eyes.
    const one = (index: number) => {
      const isReal = index >= titles - REAL_TITLES
      const film = films.at(isReal ? index - titles : index % films.length)!
      const title = { mediaType: 'movie' as const, tmdbId: isReal ? film.tmdbId : 1_000_000 + index }
      const card = { ...title, title: `${film.title} ${index}`, year: 1900 + Math.floor(random() * 120), posterPath: posterPath(film), backdropPath: backdropPath(film), runtimeMinutes: film.runtimeMinutes, genres: film.genres, overview: film.overview, outline: null }
      return [
        issue('system', 'DescribeTitle', card),
        issue(userId, 'AddToWatchlist', { title }), issue(userId, 'TagTitle', { title, tag: `shelf ${index % 20}` }), issue(userId, 'AddFavourite', { title }),
        issue(userId, 'RateMovie', { title, rating: random() < 0.5 ? 'LIKE' : 'OK' }),
      ]
    }
    for (let index = 0; index < titles; index += 100) {
      const outcomes = await handleEach(Array.from({ length: Math.min(100, titles - index) }, (_, i) => one(index + i)).flat())
      const wrong = outcomes.find(({ status }) => status !== 'accepted')
      if (wrong) throw new Error(`The library could not be filled: ${JSON.stringify(wrong)}`)
      await turn()
    }
  } finally {
    await data.close()
  }
}
