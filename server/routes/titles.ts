/** A title in full: what TMDB and others know of it, what the household thinks, where its viewer can watch it. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Position } from '../../domain/event.ts'
import type { MediaType } from '../../domain/title.ts'
import { tmdbId } from '../../domain/title.ts'
import type { JobRow } from '../../projections/jobs.ts'
import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { ReadHouseholdView } from '../catalogue/household-view.ts'
import { titleDetail } from '../catalogue/title-detail.ts'
import { countryOf } from '../catalogue/where-to-watch.ts'
import type { Config } from '../config.ts'
import { PRIVATE } from '../http.ts'
import type { MovieJobs } from '../media/movie-jobs.ts'
import type { OthersRatings } from '../ratings/others-ratings.ts'
import type { ReadModels } from '../read-models.ts'
import { personOf } from './issue.ts'
import { waitFor } from './library.ts'
import { after, idParams, query } from './schemas.ts'
import { titleDetailSchema } from './title-schemas.ts'

export interface TitlePorts {
  readonly catalogue: Catalogue
  readonly movieJobs: Pick<MovieJobs, 'current'>
  readonly models: ReadModels
  readonly householdView: ReadHouseholdView
  readonly othersRatings: OthersRatings
  readonly config: Pick<Config, 'trustProxy' | 'country'>
}

interface Asked { Params: { id: number }; Querystring: { after?: Position } }

export function titleRoutes(app: FastifyInstance, ports: TitlePorts): void {
  const { movieJobs } = ports
  for (const [url, mediaType, summary] of [['/api/movies/:id', 'movie', 'A movie in full'], ['/api/series/:id', 'tv', 'A series in full']] as const) {
    app.get<Asked>(url, {
      config: { least: 'guest', cacheControl: PRIVATE },
      schema: { tags: ['catalogue'], summary, params: idParams('id', tmdbId), querystring: query({ after }), response: { 200: titleDetailSchema } },
    }, async (request): Promise<TitleDetail> => {
      const [detail, job] = await Promise.all([detailOf(request, mediaType, ports), mediaType === 'movie' ? movieJobs.current(request.params.id) : undefined])
      return { ...detail, jobStatus: job ? jobStatusOf(job) : null }
    })
  }
}

async function detailOf(request: FastifyRequest<Asked>, mediaType: MediaType, { catalogue, models, householdView, othersRatings, config }: TitlePorts): Promise<Omit<TitleDetail, 'jobStatus'>> {
  const { userId } = personOf(request)
  const ref = { mediaType, tmdbId: request.params.id }
  const asked = catalogue.title(ref)
  const [title, ratings, [{ household, country }, entry]] = await Promise.all([
    asked,
    othersRatings.of(ref, asked),
    waitFor(models, request.query, 'library', 'preferences').then(() => Promise.all([householdView(userId, ref), models.entry(userId, ref)])),
  ])
  const there = countryOf({ chosen: country, headers: request.headers, trustProxy: config.trustProxy, usual: config.country })
  return { ...titleDetail(title, { ratings, household, country: there }), entry: entry ?? null }
}

function jobStatusOf({ key, status, bytes, totalBytes, errorMessage }: JobRow): NonNullable<TitleDetail['jobStatus']> {
  const progress = status === 'ready' || status === 'preparing' ? 1 : totalBytes ? Math.min(1, bytes / totalBytes) : 0
  return { jobId: key, status, progress, errorMessage }
}
