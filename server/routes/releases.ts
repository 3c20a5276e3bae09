/** The releases of a movie or an episode that may be asked for, judged, with reasons. */

import type { FastifyInstance } from 'fastify'
import type { Quality } from '../../domain/acquisition.ts'
import { acquisitionDecider, QUALITIES } from '../../domain/acquisition.ts'
import type { Playable } from '../../domain/playable.ts'
import { acquisitionStream, playableOf, playableRef } from '../../domain/playable.ts'
import { tmdbId } from '../../domain/title.ts'
import type { ReleasePage } from '../../projections/wire-releases.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { NO_STORE } from '../http.ts'
import { IndexerError } from '../indexer/fetch-limited.ts'
import { limits } from '../limits.ts'
import { FindError } from '../releases/find-error.ts'
import type { ReleaseFinder } from '../releases/release-finder.ts'
import { RequestError } from '../request-error.ts'
import type { EpisodeParams } from './episode-params.ts'
import { EPISODE, episodeParams } from './episode-params.ts'
import { answer, idParams, listOf, nullable, query, saidProperties } from './schemas.ts'

export interface ReleasePorts { readonly releases: Pick<ReleaseFinder, 'find'>; readonly store: EventStore }

const [string, integer, number] = [{ type: 'string' }, { type: 'integer' }, { type: 'number' }] as const
const strings = listOf(string)
const parsed = answer({
  resolution: nullable(string), source: string, videoCodec: nullable(string), hdr: strings, audio: strings, channels: strings, languages: strings, edition: nullable(string), group: nullable(string), version: integer,
})
const said = answer(saidProperties)
const release = answer({
  releaseId: string, title: string, sizeBytes: nullable(integer), postedAt: nullable(string), ageDays: nullable(integer), indexers: strings, grabs: nullable(integer),
  quality: string, score: number, formats: listOf(answer({ name: string, score: number })), reasons: listOf(said), refusals: listOf(said),
  playability: answer({ playable: { type: 'string', enum: ['yes', 'after-preparing', 'some-devices', 'no'] }, why: string, told: said }), wholeSeason: { type: 'boolean' }, parsed,
})
const page = answer({
  releases: listOf(release), refused: listOf(release), total: answer({ releases: integer, refused: integer }),
  problems: listOf(answer({ indexer: string, code: string, message: string })), indexers: strings, profile: string,
})

interface Asked { readonly quality?: Quality; readonly profile?: string; readonly fresh?: boolean }

const DESCRIPTION = 'Asks all indexers; what one of them cannot answer is told in `problems`. What was found is kept for 15 minutes, unless `fresh` is asked for.'
const schema = {
  description: DESCRIPTION, tags: ['Downloads'],
  querystring: query({
    quality: { type: 'string', enum: QUALITIES, description: 'What is wished for; its profile orders the list.' },
    profile: { type: 'string', maxLength: 200, description: 'The quality profile to order by.' }, fresh: { type: 'boolean' },
  }),
  response: { 200: page },
}
// Each may cost a question at every indexer, of as many as there are in a day.
const config = { least: 'viewer', cacheControl: NO_STORE, rateLimit: { max: limits.releaseSearchesPerMinute } } as const

export function releaseRoutes(app: FastifyInstance, ports: ReleasePorts): void {
  app.get<{ Params: { id: number }; Querystring: Asked }>('/api/movies/:id/releases', {
    config, schema: { summary: 'The releases of a movie, the best first, and those that would not be taken, with why', params: idParams('id', tmdbId), ...schema },
  }, ({ params: { id }, query: asked, person }) => releasesOf(ports, { mediaType: 'movie', tmdbId: id }, asked, person?.role === 'admin'))

  app.get<{ Params: EpisodeParams; Querystring: Asked }>(`${EPISODE}/releases`, {
    config, schema: { summary: 'The releases of an episode, the best first, and those that would not be taken, with why', params: episodeParams, ...schema },
  }, ({ params, query: asked, person }) => releasesOf(ports, playableOf(params), asked, person?.role === 'admin'))
}

async function releasesOf({ releases, store }: ReleasePorts, what: Playable, { quality = '1080p', profile, fresh = false }: Asked, isAdmin: boolean): Promise<ReleasePage> {
  try {
    const { wanted: _, problems, ...found } = await releases.find(what, { quality, tried: await blockedOf(store, what), fresh, hurry: true, ...profile === undefined ? {} : { profile } })
    return { ...found, problems: problems.map(({ plain, message, ...problem }) => ({ ...problem, message: isAdmin ? message : plain })) }
  } catch (error) {
    if (!(error instanceof FindError)) throw error
    throw new RequestError(error.code, isAdmin && error.cause instanceof IndexerError ? `${error.cause.message}.` : error.message, { cause: error })
  }
}

async function blockedOf(store: EventStore, what: Playable): Promise<readonly string[]> {
  let state = acquisitionDecider.initial
  for await (const event of store.readStream(acquisitionStream(playableRef(what)))) state = acquisitionDecider.evolve(state, event as Parameters<typeof acquisitionDecider.evolve>[1])
  return state.blocked
}
