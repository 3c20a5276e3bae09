/** The library's commands, one address each, so that scripts and integrations need no envelope. */

import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify'
import type { CommandId, Outcome } from '../../domain/command.ts'
import type { EventId, RecordedEvent } from '../../domain/event.ts'
import { eventIdOf } from '../../domain/event.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import { ownerOf } from '../../domain/index.ts'
import { libraryCommands } from '../../domain/library-entry.ts'
import { parseListStream } from '../../domain/list-stream.ts'
import type { Schema } from '../../domain/schema.ts'
import { takeBack } from '../../domain/take-back.ts'
import type { TitleRef } from '../../domain/title.ts'
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
  ['PUT', 'dismissal', 'DismissTitle'],
  ['DELETE', 'dismissal', 'RestoreInterest'],
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

/** Another person's event is as unknown as one that never was; in a list, its decider says who may. */
function undoOf(request: FastifyRequest, system: System, event: RecordedEvent | undefined, target: { eventId: string } | { commandId: string }) {
  const { userId } = personOf(request)
  const isTheirs = event && (ownerOf(event.stream) === userId || event.meta.actor === userId || parseListStream(event.stream) !== undefined)
  const wish = isTheirs ? takeBack({ ...event, commandId: event.meta.commandId }) : undefined
  if (!wish) throw notFound('event in your history that can be taken back')
  if (!('eventId' in target) || (wish.type !== 'Undo' && wish.type !== 'UndoListChange')) return commandOf(request, system, wish.type, wish.data)
  const { commandId: _all, ...about } = wish.data
  return commandOf(request, system, wish.type, { ...about, ...target } as CommandData['Undo' | 'UndoListChange'])
}
