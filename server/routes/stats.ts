/** A library in numbers: the derivation that devices make offline, from the same rows. */

import type { FastifyInstance } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import type { TitleRef } from '../../domain/title.ts'
import { MEDIA_TYPES, titleKey } from '../../domain/title.ts'
import type { Moment } from '../../projections/as-of.ts'
import type { CardRow } from '../../projections/cards.ts'
import { householdStats } from '../../projections/household-stats.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { isZone } from '../../projections/local-clock.ts'
import { profileSeen, shows } from '../../projections/profile-view.ts'
import type { Stats, StatsKind, StatsWish } from '../../projections/stats.ts'
import { statsOf } from '../../projections/stats.ts'
import type { Person, StatsAnswer } from '../../projections/wire.ts'
import type { ReadModels } from '../read-models.ts'
import { PRIVATE } from '../http.ts'
import { createInTurn } from '../in-turn.ts'
import { limits } from '../limits.ts'
import { invalid, RequestError } from '../request-error.ts'
import { instantOf } from '../system.ts'
import type { AsOfPorts } from './as-of.ts'
import { asOf, momentAsked } from './as-of.ts'
import { personOf } from './issue.ts'
import type { After } from './library.ts'
import { waitFor } from './library.ts'
import { after, answer, cardRow, listOf, nullable, query } from './schemas.ts'

interface StatsQuery extends After { readonly asOf?: string; readonly year?: number; readonly kind?: StatsKind; readonly zone?: string; readonly of?: 'me' | 'household' }

const statsQuery = query({
  after, asOf,
  year: { type: 'integer', minimum: 1888, maximum: 9999, description: 'All time when absent.' },
  kind: { type: 'string', enum: ['all', ...MEDIA_TYPES], description: 'Films, series, or `all`, also when absent.' },
  of: { type: 'string', enum: ['me', 'household'], description: '`household`: with all who show their statistics; numbers alone, no titles.' },
  zone: { type: 'string', maxLength: 60, description: 'The IANA zone whose days and hours count, such as Europe/Berlin. UTC when absent.' },
})

const integer = { type: 'integer' } as const
const text = { type: 'string' } as const
const title = answer({ mediaType: { type: 'string', enum: MEDIA_TYPES }, tmdbId: integer })
export const totals = answer({ plays: integer, films: integer, episodes: integer, titles: integer, minutes: integer })
export const part = { name: text, plays: integer, titles: integer, minutes: integer }
export const faces = answer({ DISLIKE: integer, OK: integer, LIKE: integer, SUPER_LIKE: integer })
const watched = nullable(answer({ title, at: text }))
/** In full, so that a field nobody described is not sent. */
const stats = answer({
  year: nullable(integer), kind: text, zone: text, years: listOf(integer), totals, before: nullable(totals),
  estimates: answer({ minutes: integer, unknownLength: integer, wholeSeasons: integer, ratedUnseen: integer }),
  faces, periods: listOf(answer({ ...part, faces })), genres: listOf(answer(part)), decades: listOf(answer(part)),
  weekdays: listOf(integer), hours: listOf(integer), days: { type: 'object', additionalProperties: integer },
  streak: nullable(answer({ days: integer, from: text, to: text })), current: integer,
  busiest: nullable(answer({ day: text, plays: integer, minutes: integer, titles: listOf(title) })),
  first: watched, last: watched,
  rewatched: listOf(answer({ title, plays: integer })), oldest: nullable(answer({ title, year: integer })), loved: listOf(answer({ title, rating: text })),
  company: listOf(answer({ userId: text, plays: integer })),
  watchlist: answer({ added: integer, watched: integer, dropped: integer, droppedTitles: listOf(title), waiting: integer, medianDays: nullable(integer), longest: nullable(answer({ title, days: integer })) }),
  people: listOf(text), cards: listOf(cardRow),
})

export interface StatsPorts extends AsOfPorts { readonly people: () => Promise<readonly Person[]> }

export function statsRoutes(app: FastifyInstance, ports: StatsPorts): void {
  const { models, system } = ports
  // Each holds all of a library in memory.
  const inTurn = createInTurn({ waitingMax: limits.pastReadsWaitingMax })
  app.get<{ Querystring: StatsQuery }>('/api/stats', {
    config: { least: 'viewer', cacheControl: PRIVATE },
    schema: { summary: 'One\'s library in numbers, of a year or of all time', tags: ['Library'], querystring: statsQuery, response: { 200: stats } },
  }, async (request): Promise<StatsAnswer> => {
    const { asOf, year, kind = 'all', zone = 'UTC', of = 'me' } = request.query
    if (!isZone(zone)) throw invalid('zone', 'is no time zone: name one such as Europe/Berlin')
    await waitFor(models, request.query, 'library', 'timeline')
    const { userId } = personOf(request)
    const moment = asOf === undefined ? undefined : await momentAsked(asOf, ports)
    if (of === 'household' && moment) throw invalid('asOf', 'is one\'s own past: the household has none here')
    const wish = { ...year === undefined ? {} : { year }, kind, zone, now: moment && 'at' in moment ? moment.at : instantOf(system) }
    const made = await inTurn(userId, async () => of === 'household' ? await ofHousehold(ports, userId, wish) : await ofOne(ports, userId, moment, wish))
    if (!made) throw new RequestError('RATE_LIMITED', 'You are asking for too many statistics at once. Wait for some of them, then try again.')
    return made
  })
}

async function ofOne({ models, past }: StatsPorts, userId: UserId, moment: Moment | undefined, wish: StatsWish): Promise<StatsAnswer> {
  const life = await (moment ? past.of(userId, moment) : models).life(userId)
  const cards = await cardsOf(models, life.rows)
  const made = statsOf({ ...life, cards }, wish)
  return { ...made, people: [userId], cards: titlesIn(made).flatMap((named) => cards.get(titleKey(named)) ?? []) }
}

/** Who asks, and those of the others who show their statistics to the household. Nobody is counted who has just stopped. */
async function ofHousehold({ models, people, store }: StatsPorts, userId: UserId, wish: StatsWish): Promise<StatsAnswer> {
  await models.caughtUp(await store.lastPosition(), ['library', 'profiles'])
  const ids = (await people()).map((person) => person.userId as UserId)
  const profiles = await models.profiles(ids)
  const counted = ids.filter((id) => {
    const profile = id === userId ? undefined : profileSeen(profiles.get(id), 'household')
    return id === userId || (profile !== undefined && shows(profile, 'stats'))
  })
  const libraries: (readonly LibraryRow[])[] = []
  for (const id of counted) libraries.push((await models.life(id)).rows)
  return { ...householdStats(libraries, await cardsOf(models, libraries.flat()), wish), people: counted, cards: [] }
}

async function cardsOf(models: Pick<ReadModels, 'cards'>, rows: readonly LibraryRow[]): Promise<ReadonlyMap<string, CardRow>> {
  return new Map((await models.cards(rows)).map((card) => [card.key, card]))
}

function titlesIn({ busiest, first, last, rewatched, oldest, loved, watchlist }: Stats): readonly TitleRef[] {
  const named = [
    ...busiest?.titles ?? [], first?.title, last?.title, ...rewatched.map(({ title }) => title), oldest?.title, ...loved.map(({ title }) => title), ...watchlist.droppedTitles, watchlist.longest?.title,
  ].filter((title) => title !== undefined)
  return [...new Map(named.map((title) => [titleKey(title), title])).values()]
}
