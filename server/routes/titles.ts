/** A title in full: what TMDB and others know of it, what the household thinks, where its viewer can watch it. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Position } from '../../domain/event.ts'
import type { MediaType } from '../../domain/title.ts'
import { titleKey, tmdbId } from '../../domain/title.ts'
import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { CurrentJob, ReadHouseholdView } from '../catalogue/household-view.ts'
import type { ReadyAnswers } from '../catalogue/ready-answers.ts'
import { sendReady } from '../catalogue/ready-answers.ts'
import type { OwnTitleParts } from '../catalogue/title-detail.ts'
import { sharedTitleParts } from '../catalogue/title-detail.ts'
import { orOnRecord } from '../catalogue/title-on-record.ts'
import { countryOf } from '../catalogue/where-to-watch.ts'
import type { Config } from '../config.ts'
import { PRIVATE } from '../http.ts'
import type { OthersRatings } from '../ratings/others-ratings.ts'
import type { ReadModels } from '../read-models.ts'
import { personOf } from './issue.ts'
import { waitFor } from './library.ts'
import { after, idParams, query } from './schemas.ts'
import { titleDetailSchema } from './title-schemas.ts'

export interface TitlePorts {
  readonly catalogue: Catalogue
  readonly models: ReadModels
  readonly householdView: ReadHouseholdView
  readonly othersRatings: OthersRatings
  readonly readyTitles: ReadyAnswers
  readonly config: Pick<Config, 'trustProxy' | 'country'>
}

interface Asked { Params: { id: number }; Querystring: { after?: Position } }

export function titleRoutes(app: FastifyInstance, ports: TitlePorts): void {
  for (const [url, mediaType, summary] of [['/api/movies/:id', 'movie', 'A movie in full'], ['/api/series/:id', 'tv', 'A series in full']] as const) {
    app.get<Asked>(url, {
      config: { least: 'guest', cacheControl: PRIVATE },
      schema: { tags: ['catalogue'], summary, description: 'What TMDB has taken away is told as it was recorded when somebody here kept it.', params: idParams('id', tmdbId), querystring: query({ after }), response: { 200: titleDetailSchema } },
    }, (request, reply) => sendTitle(request, reply, mediaType, ports))
  }
}

async function sendTitle(request: FastifyRequest<Asked>, reply: FastifyReply, mediaType: MediaType, ports: TitlePorts): Promise<FastifyReply> {
  const { catalogue, models, householdView, othersRatings, readyTitles, config } = ports
  const ref = { mediaType, tmdbId: request.params.id }
  const asked = orOnRecord(catalogue.title(ref), async () => (await models.cards([ref]))[0])
  const [title, ratings, { household, entry, country: chosen, job }] = await Promise.all([
    asked,
    othersRatings.of(ref, asked),
    waitFor(models, request.query, 'library', 'preferences').then(() => householdView(personOf(request).userId, ref)),
  ])
  const country = countryOf({ chosen, headers: request.headers, trustProxy: config.trustProxy > 0, usual: config.country })
  const shared = readyTitles.of(`${titleKey(ref)} ${country} ${title.tag}`, () => sharedTitleParts(title, country))
  return sendReady(reply, shared, { ratings, household, entry, jobStatus: job ? jobStatusOf(job) : null } satisfies OwnTitleParts)
}

function jobStatusOf({ key, status, bytes, totalBytes, errorMessage }: CurrentJob): NonNullable<TitleDetail['jobStatus']> {
  const progress = status === 'ready' || status === 'preparing' ? 1 : totalBytes ? Math.min(1, bytes / totalBytes) : 0
  return { jobId: key, status, progress, errorMessage }
}
