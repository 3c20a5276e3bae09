/** Asking for a movie or an episode, and what becomes of it. */

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AcquisitionEvent, AcquisitionState, JobStatus, Quality } from '../../domain/acquisition.ts'
import { acquisitionCommands, acquisitionDecider, JOB_STATUSES } from '../../domain/acquisition.ts'
import type { Outcome, Role } from '../../domain/command.ts'
import type { Position, Recorded } from '../../domain/event.ts'
import type { CommandData } from '../../domain/index.ts'
import { commands } from '../../domain/index.ts'
import type { Schema } from '../../domain/schema.ts'
import type { Playable, PlayableRef } from '../../domain/playable.ts'
import { acquisitionStream, plainRef, playableOf, playableRef } from '../../domain/playable.ts'
import { playableFields } from '../../domain/playable-fields.ts'
import type { TitleRef } from '../../domain/title.ts'
import { tmdbId } from '../../domain/title.ts'
import type { StoryLine } from '../../projections/job-story.ts'
import { blocklistOf, storyOf } from '../../projections/job-story.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { JOBS_LEAST, jobSeenBy } from '../../projections/jobs.ts'
import type { FetchAnswer, JobAnswer, JobPage } from '../../projections/wire.ts'
import type { JobStory } from '../../projections/wire-storage.ts'
import { acceptedOrThrow } from '../auth/record.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import type { Person } from '../http.ts'
import { NO_STORE, PRIVATE } from '../http.ts'
import type { ReadModels } from '../read-models.ts'
import { notFound } from '../request-error.ts'
import type { System } from '../system.ts'
import type { EpisodeParams } from './episode-params.ts'
import { EPISODE, episodeParams } from './episode-params.ts'
import { commandOf, personOf } from './issue.ts'
import { waitFor } from './library.ts'
import type { PageQuery } from './paging.ts'
import { listedWith, pageOf } from './paging.ts'
import { after, answer, bodyOf, cardRow, idParams, jobRow, listed, listOf, nullable, outcome, paging, query, told } from './schemas.ts'

interface Ports { readonly commands: CommandHandler; readonly store: EventStore; readonly models: ReadModels; readonly system: System }
interface FetchBody { readonly mode?: 'auto' | 'manual'; readonly releaseId?: string; readonly qualityPreference?: Quality }

const tags = ['Downloads']
const string = { type: 'string' } as const
const { jobId } = acquisitionCommands.RequestFetch.properties
const fetchFields = ownFields('RequestFetch')
const jobParams = idParams('jobId', jobId)

export function jobRoutes(app: FastifyInstance, ports: Ports): void {
  const { models } = ports
  fetchRoute(app, ports)
  storyRoute(app, ports)
  for (const [path, type] of ACTS) actRoute(app, ports, path, type)

  app.get<{ Querystring: PageQuery & { status?: JobStatus; after?: Position } }>('/api/jobs', {
    config: { least: JOBS_LEAST, cacheControl: PRIVATE },
    schema: {
      summary: 'Downloads, newest first; deleted ones only when asked for', tags,
      querystring: query({ ...paging, after, status: { type: 'string', enum: JOB_STATUSES } }), response: { 200: listed(jobRow) },
    },
  }, async (request): Promise<JobPage> => {
    await waitFor(models, request.query, 'jobs')
    const page = pageOf(request.query)
    const { status } = request.query
    const { rows, ...found } = await models.jobs({ ...page, ...status ? { status } : {} })
    return await listedWith(models, page, { ...found, rows: rows.map((job) => jobSeenBy(personOf(request).userId, job)) }, titleOf)
  })

  app.get<{ Params: { jobId: string }; Querystring: { after?: Position } }>('/api/jobs/:jobId', {
    config: { least: JOBS_LEAST, cacheControl: PRIVATE },
    schema: { summary: 'One download', tags, params: jobParams, querystring: query({ after }), response: { 200: answer({ job: jobRow, card: nullable(cardRow) }) } },
  }, async (request): Promise<JobAnswer> => {
    await waitFor(models, request.query, 'jobs')
    const job = await jobOf(ports, request.params.jobId)
    const [card] = await models.cards([titleOf(job)])
    return { job: jobSeenBy(personOf(request).userId, job), card: card ?? null }
  })
}

const PRIVATE_LINES: ReadonlySet<StoryLine['type']> = new Set(['MovieStreamed', 'CopySaved', 'CopyRemoved'])

/** Who watched a film, or has it on a device, is between them and an admin. */
function withoutPeople(line: StoryLine, { userId, role }: Person): StoryLine {
  const { userId: whose, why } = line.data
  return !PRIVATE_LINES.has(line.type) || role === 'admin' || whose === userId ? line : { ...line, actor: 'somebody', data: why === undefined ? {} : { why } }
}

function storyRoute(app: FastifyInstance, ports: Ports): void {
  const { store } = ports
  app.get<{ Params: { jobId: string } }>('/api/jobs/:jobId/story', {
    config: { least: JOBS_LEAST, cacheControl: PRIVATE },
    schema: {
      summary: 'What happened to a download, first things first, and which releases of it were no good', tags, params: jobParams,
      response: { 200: answer({ lines: listOf(answer({ key: string, at: string, type: string, data: { type: 'object', additionalProperties: true }, actor: string })), blocked: listOf(answer({ releaseId: string, title: nullable(string), indexer: nullable(string), code: string, message: string, told, at: string })) }) },
    },
  }, async (request): Promise<JobStory> => {
    const { key, ...about } = await jobOf(ports, request.params.jobId)
    const events = await Array.fromAsync(store.readStream(acquisitionStream(about))) as Recorded<AcquisitionEvent>[]
    return { lines: storyOf(events, key).map((line) => withoutPeople(line, personOf(request))), blocked: blocklistOf(events) }
  })
}

function fetchRoute(app: FastifyInstance, ports: Ports): void {
  const options = {
    config: { least: 'viewer', cacheControl: NO_STORE },
    // Nothing needs to be said: then it is the body that says nothing.
    preValidation: async (request: FastifyRequest) => { if (request.body === undefined) request.body = {} },
  } as const
  const schema = {
    description: 'Answers with the job that is active already, if one is.', tags, body: { type: 'object', properties: fetchFields, additionalProperties: false },
    response: { 202: answer({ jobId: { type: 'string' }, position: nullable({ type: 'string' }) }) },
  } as const
  app.post<{ Params: { id: number }; Body: FetchBody }>('/api/movies/:id/fetch', {
    ...options, schema: { summary: 'Ask for a movie', params: idParams('id', tmdbId), ...schema },
  }, async (request, reply) => await reply.code(202).send(await fetched(ports, request, { mediaType: 'movie', tmdbId: request.params.id })))

  app.post<{ Params: EpisodeParams; Body: FetchBody }>(`${EPISODE}/fetch`, {
    ...options, schema: { summary: 'Ask for an episode', params: episodeParams, ...schema },
  }, async (request, reply) => await reply.code(202).send(await fetched(ports, request, playableOf(request.params))))
}

async function fetched({ commands, store, system }: Ports, request: FastifyRequest<{ Body: FetchBody }>, what: Playable): Promise<FetchAnswer> {
  const about = playableRef(what)
  const { position } = acceptedOrThrow(await commands.handle(commandOf(request as FastifyRequest, system, 'RequestFetch', { ...about, jobId: newJobId(system), ...request.body })))
  // The newest job: the one just made, or the active one that stood in its way.
  const { job } = await acquisitionOf(store, about)
  return { jobId: job!.jobId, position }
}

const ACTS = [
  ['retry', 'RetryFetch'], ['cancel', 'CancelFetch'], ['approve', 'ApproveFetch'], ['decline', 'DeclineFetch'], ['reconsider', 'ReconsiderFetch'], ['priority', 'PrioritizeFetch'], ['release', 'ChooseRelease'],
  ['allow', 'AllowReleases'], ['keep', 'KeepMovie'], ['let-go', 'ReleaseMovie'], ['bin', 'BinMovie'], ['restore', 'RestoreMovie'], ['delete', 'DeleteMovie'],
] as const
type Act = (typeof ACTS)[number][1]

/** Without those that say which job it is. */
function ownFields(type: Act | 'RequestFetch'): Readonly<Record<string, Schema>> {
  return Object.fromEntries(Object.entries(acquisitionCommands[type].properties as Readonly<Record<string, Schema>>).filter(([name]) => name !== 'jobId' && !(name in playableFields)))
}

/** Its body is what the command takes besides the job. */
function actRoute(app: FastifyInstance, ports: Ports, path: string, type: Act): void {
  const fields = ownFields(type)
  const required: readonly string[] = acquisitionCommands[type].required
  type Request = { Params: { jobId: string }; Body: object | undefined }
  app.post<Request>(`/api/jobs/:jobId/${path}`, {
    config: { least: commands[type]!.least as Role, cacheControl: NO_STORE },
    schema: { summary: type, tags, params: jobParams, response: { 200: outcome }, ...Object.keys(fields).length > 0 ? { body: bodyOf(fields, required.filter((name) => name in fields)) } : {} },
    preValidation: async (request) => { if (request.body === undefined) request.body = {} },
  }, async (request: FastifyRequest<Request>): Promise<Outcome> => {
    const { key, ...about } = await jobOf(ports, request.params.jobId)
    return acceptedOrThrow(await ports.commands.handle(commandOf(request, ports.system, type, { ...request.body as object, ...plainRef(about), jobId: key } as CommandData[Act])))
  })
}

/** A job that was asked for a moment ago may not be in the read model yet. */
async function jobOf({ models, store }: Ports, jobId: string): Promise<JobRow> {
  const known = await models.job(jobId)
  if (known) return known
  await models.caughtUp(await store.lastPosition(), ['jobs'])
  const job = await models.job(jobId)
  if (!job) throw notFound('job')
  return job
}

async function acquisitionOf(store: EventStore, about: PlayableRef): Promise<AcquisitionState> {
  let state = acquisitionDecider.initial
  for await (const event of store.readStream(acquisitionStream(about))) state = acquisitionDecider.evolve(state, event as Parameters<typeof acquisitionDecider.evolve>[1])
  return state
}

/** 130 random bits; see the schema of `jobId`. */
function newJobId(system: Pick<System, 'randomBytes'>): string {
  return `job_${Array.from(system.randomBytes(26), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('')}`
}

function titleOf(job: JobRow): TitleRef {
  const { mediaType, tmdbId } = playableOf(job)
  return { mediaType, tmdbId }
}
