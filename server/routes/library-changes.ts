/** The library's commands, one address each, so that scripts and integrations need no envelope. */

import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify'
import type { CommandId, Outcome } from '../../domain/command.ts'
import type { EventId, RecordedEvent } from '../../domain/event.ts'
import { eventIdOf } from '../../domain/event.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import { libraryCommands } from '../../domain/library-entry.ts'
import { parseListStream } from '../../domain/list.ts'
import type { Schema } from '../../domain/schema.ts'
import type { TitleRef } from '../../domain/title.ts'
import { parseLibraryStream } from '../../domain/title.ts'
import { acceptedOrThrow } from '../auth/record.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { NO_STORE } from '../http.ts'
import { invalid, notFound } from '../request-error.ts'
import type { System } from '../system.ts'
import { commandOf, personOf } from './issue.ts'
import { bodyOf, outcome, titleParams } from './schemas.ts'

interface Ports { readonly commands: CommandHandler; readonly store: EventStore; readonly system: System }
type LibraryType = keyof typeof libraryCommands

/** Method, what follows the title in the address, and the command that it stands for. Rating a series is its own command. */
const ROUTES: readonly (readonly [HTTPMethods, string, LibraryType])[] = [
  ['PUT', 'rating', 'RateMovie'],
  ['DELETE', 'rating', 'ClearRating'],
  ['PUT', 'watchlist', 'AddToWatchlist'],
  ['DELETE', 'watchlist', 'RemoveFromWatchlist'],
  ['POST', 'watched', 'MarkWatched'],
  ['DELETE', 'watched', 'UnmarkWatched'],
  ['PUT', 'favourite', 'AddFavourite'],
  ['DELETE', 'favourite', 'RemoveFavourite'],
  ['PUT', 'review', 'WriteReview'],
  ['DELETE', 'review', 'DeleteReview'],
  ['PUT', 'progress', 'RecordProgress'],
  ['PUT', 'tags/:tag', 'TagTitle'],
  ['DELETE', 'tags/:tag', 'UntagTitle'],
]

export function libraryChangeRoutes(app: FastifyInstance, ports: Ports): void {
  for (const [method, path, type] of ROUTES) addRoute(app, ports, method, path, type)
  undoRoute(app, ports)
}

function addRoute(app: FastifyInstance, { commands, system }: Ports, method: HTTPMethods, path: string, type: LibraryType): void {
  const { title: _title, tag, ...fields } = libraryCommands[type].properties as Record<string, Schema>
  const required = libraryCommands[type].required.filter((name) => name in fields)
  const params = tag ? { ...titleParams, properties: { ...titleParams.properties, tag }, required: [...titleParams.required, 'tag'] } : titleParams
  app.route<{ Params: TitleRef & { tag?: string }; Body: Record<string, unknown> | undefined }>({
    method,
    url: `/api/library/:mediaType/:tmdbId/${path}`,
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: {
      summary: type === 'RateMovie' ? 'RateMovie or RateSeries' : type,
      description: 'With `Idempotency-Key` (a UUID of version 7) sending it again changes nothing more.',
      tags: ['Library'],
      params,
      ...Object.keys(fields).length === 0 ? {} : { body: bodyOf(fields, required) },
      response: { 200: outcome },
    },
    // What needs nothing said may be asked without a body.
    preValidation: async (request) => { if (request.body === undefined && required.length === 0) request.body = {} },
    async handler(request): Promise<Outcome> {
      const { tag, ...title } = request.params
      const meant = type === 'RateMovie' && title.mediaType === 'tv' ? 'RateSeries' : type
      const data = { title, ...request.body, ...tag === undefined ? {} : { tag } }
      return acceptedOrThrow(await commands.handle(commandOf(request, system, meant, data as never)))
    },
  })
}

interface UndoBody { readonly eventId?: string; readonly commandId?: string }

function undoRoute(app: FastifyInstance, { commands, store, system }: Ports): void {
  app.post<{ Body: UndoBody }>('/api/undo', {
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: {
      summary: 'Take back one event, or all that a command did',
      description: 'Refused with SUPERSEDED when something newer changed the same; `details` name it. To undo an undo is to redo.',
      tags: ['Library'],
      body: bodyOf({ eventId: { type: 'string', format: 'uuid' }, commandId: { type: 'string', format: 'uuid' } }, []),
      response: { 200: outcome },
    },
  }, async (request): Promise<Outcome> => {
    const { eventId, commandId } = request.body
    if ((eventId === undefined) === (commandId === undefined)) throw invalid('eventId', 'or commandId must be named, one of them')
    const event = await store.readEvent(eventId !== undefined ? eventId as EventId : eventIdOf(commandId as CommandId, 0))
    return acceptedOrThrow(await commands.handle(undoOf(request, system, event, eventId !== undefined ? { eventId } : { commandId: commandId! })))
  })
}

/** Another person's event is as unknown as one that never was. */
function undoOf(request: FastifyRequest, system: System, event: RecordedEvent | undefined, target: { eventId: string } | { commandId: string }) {
  const { userId } = personOf(request)
  const entry = event && parseLibraryStream(event.stream)
  if (entry?.userId === userId) return commandOf(request, system, 'Undo', { title: entry.title, ...target })
  const listId = event && parseListStream(event.stream)
  // The decider knows who belongs to the list.
  if (listId !== undefined) return commandOf(request, system, 'UndoListChange', { listId, ...target })
  if (event?.type === 'FetchRequested' && event.meta.actor === userId) {
    const { movieId, jobId } = event.data as { movieId: number; jobId: string }
    return commandOf(request, system, 'CancelFetch', { movieId, jobId })
  }
  throw notFound('event in your history')
}
