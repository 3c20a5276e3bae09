/** The commands of lists, one address each, so that scripts and integrations need no envelope. */

import type { FastifyInstance, HTTPMethods } from 'fastify'
import type { Outcome } from '../../domain/command.ts'
import { uuidv4Of } from '../../domain/ids.ts'
import { listCommands } from '../../domain/list.ts'
import type { ObjectSchema, Schema } from '../../domain/schema.ts'
import { uuid } from '../../domain/schema.ts'
import type { TitleRef } from '../../domain/title.ts'
import { acceptedOrThrow } from '../auth/record.ts'
import type { CommandHandler } from '../handle.ts'
import { NO_STORE } from '../http.ts'
import type { System } from '../system.ts'
import { commandOf } from './issue.ts'
import { bodyOf, outcome, titleParams } from './schemas.ts'

interface Ports { readonly commands: CommandHandler; readonly system: System }
interface Params extends Partial<TitleRef> { readonly listId?: string; readonly userId?: string }
type ListType = keyof typeof listCommands

const ofList = { listId: uuid } as const
const ofItem = { ...ofList, ...titleParams.properties } as const
const ofMember = { ...ofList, userId: uuid } as const

/** Method, address, the command that it stands for, and what of the command the address names. */
const ROUTES: readonly (readonly [HTTPMethods, string, ListType, Readonly<Record<string, object>>])[] = [
  ['PUT', '/api/lists/:listId/name', 'RenameList', ofList],
  ['PUT', '/api/lists/:listId/description', 'DescribeList', ofList],
  ['PUT', '/api/lists/:listId/visibility', 'ChangeListVisibility', ofList],
  ['DELETE', '/api/lists/:listId', 'DeleteList', ofList],
  ['PUT', '/api/lists/:listId/items/:mediaType/:tmdbId', 'AddToList', ofItem],
  ['DELETE', '/api/lists/:listId/items/:mediaType/:tmdbId', 'RemoveFromList', ofItem],
  ['PUT', '/api/lists/:listId/items/:mediaType/:tmdbId/note', 'NoteListItem', ofItem],
  ['PUT', '/api/lists/:listId/items/:mediaType/:tmdbId/place', 'MoveInList', ofItem],
  ['PUT', '/api/lists/:listId/members/:userId', 'ShareList', ofMember],
  ['DELETE', '/api/lists/:listId/members/:userId', 'UnshareList', ofMember],
  ['POST', '/api/lists/:listId/undo', 'UndoListChange', ofList],
  ['POST', '/api/lists/:listId/redo', 'RedoListChange', ofList],
]

const NAMED: ReadonlySet<string> = new Set(['listId', 'title', 'userId'])

export function listChangeRoutes(app: FastifyInstance, ports: Ports): void {
  const { required, properties } = listCommands.CreateList
  // Whoever has no id to give is given one.
  addRoute(app, ports, { method: 'POST', url: '/api/lists', type: 'CreateList', params: {}, body: bodyOf(properties, required.filter((name) => name !== 'listId')) })
  for (const [method, url, type, params] of ROUTES) {
    const fields = Object.fromEntries(Object.entries(listCommands[type].properties as Record<string, Schema>).filter(([name]) => !NAMED.has(name)))
    addRoute(app, ports, { method, url, type, params, body: bodyOf(fields, listCommands[type].required.filter((name) => name in fields)) })
  }
}

interface Route { readonly method: HTTPMethods; readonly url: string; readonly type: ListType; readonly params: Readonly<Record<string, object>>; readonly body: ObjectSchema }

function addRoute(app: FastifyInstance, { commands, system }: Ports, { method, url, type, params, body }: Route): void {
  app.route<{ Params: Params; Body: Record<string, unknown> | undefined }>({
    method,
    url,
    config: { least: 'viewer', cacheControl: NO_STORE },
    schema: {
      summary: type,
      description: 'With `Idempotency-Key` (a UUID of version 7) sending it again changes nothing more.',
      tags: ['Lists'],
      params: { type: 'object', properties: params, required: Object.keys(params), additionalProperties: false },
      ...Object.keys(body.properties).length === 0 ? {} : { body },
      response: { 200: outcome },
    },
    // What needs nothing said may be asked without a body.
    preValidation: async (request) => { if (request.body === undefined && body.required.length === 0) request.body = {} },
    async handler(request): Promise<Outcome> {
      const { mediaType, tmdbId, ...named } = request.params
      // The same again is the same list again.
      const listId = request.headers['idempotency-key'] ?? uuidv4Of(system.randomBytes(16))
      const data = { listId, ...request.body, ...named, ...mediaType === undefined ? {} : { title: { mediaType, tmdbId } } }
      return acceptedOrThrow(await commands.handle(commandOf(request, system, type, data as never)))
    },
  })
}
