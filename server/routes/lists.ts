/** Lists: a person's own and those shared with them; and, for whoever has the address, those that are not private. */

import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Position, UserId } from '../../domain/event.ts'
import type { ListRole } from '../../domain/list.ts'
import { roleIn } from '../../domain/list-stream.ts'
import { uuid } from '../../domain/schema.ts'
import { titleKey } from '../../domain/title.ts'
import type { ListItemRow } from '../../projections/list-items.ts'
import type { ListAnswer, ListedLists, ListItemPage, Person, PublicList } from '../../projections/wire.ts'
import { PRIVATE } from '../http.ts'
import { limits } from '../limits.ts'
import type { CurrentList, CurrentLists } from '../lists/current-list.ts'
import { notFound } from '../request-error.ts'
import type { AsOfPorts } from './as-of.ts'
import { asOf, momentAsked } from './as-of.ts'
import { personOf } from './issue.ts'
import { waitFor } from './library.ts'
import type { PageQuery } from './paging.ts'
import { listedWith, pageOf } from './paging.ts'
import { after, answer, cardRow, idParams, listItemRow, listOf, listRow, listed, nullable, paging, query } from './schemas.ts'

export interface ListPorts extends AsOfPorts { readonly lists: CurrentLists; readonly people: () => Promise<readonly Person[]> }
interface OfList { readonly listId: string }
interface When { readonly asOf?: string }

const tags = ['Lists']
const params = idParams('listId', uuid)
const string = { type: 'string' } as const
const integer = { type: 'integer' } as const
const myRole = { type: 'string', enum: ['owner', 'editor', 'viewer'] } as const
const config = { least: 'guest', cacheControl: PRIVATE } as const

export function listRoutes(app: FastifyInstance, ports: ListPorts): void {
  const { models, lists } = ports
  app.get<{ Querystring: PageQuery & { after?: Position } }>('/api/lists', {
    config,
    schema: {
      summary: 'Lists that one belongs to, the one changed last first', tags, querystring: query({ ...paging, after }),
      response: { 200: answer({ page: integer, totalPages: integer, totalResults: integer, results: listOf(listRow) }) },
    },
  }, async (request): Promise<ListedLists> => {
    await waitFor(models, request.query, 'lists')
    const page = pageOf(request.query)
    const { rows, total } = await lists.some(await lists.idsOf(personOf(request).userId), page)
    return { page: page.page, totalPages: Math.ceil(total / page.limit), totalResults: total, results: rows }
  })

  app.get<{ Params: OfList; Querystring: When }>('/api/lists/:listId', {
    config, schema: { summary: 'One list', tags, params, querystring: query({ asOf }), response: { 200: answer({ list: listRow, myRole }) } },
  }, async (request): Promise<ListAnswer> => {
    const { list, role } = await seenBy(ports, request.params.listId, personOf(request).userId, request.query)
    return { list, myRole: role }
  })

  app.get<{ Params: OfList; Querystring: PageQuery & When }>('/api/lists/:listId/items', {
    config, schema: { summary: 'What is in a list, in its order', tags, params, querystring: query({ ...paging, asOf }), response: { 200: listed(listItemRow) } },
  }, async (request): Promise<ListItemPage> => {
    const { items } = await seenBy(ports, request.params.listId, personOf(request).userId, request.query)
    const page = pageOf(request.query)
    const rows = items.slice((page.page - 1) * page.limit, page.page * page.limit)
    return await listedWith(models, page, { rows, total: items.length }, (row: ListItemRow) => row)
  })

  publicRoute(app, ports)
}

/** As of a moment, it is for those who may see it today, and as deleted or not as it was. */
async function seenBy(ports: ListPorts, listId: string, userId: UserId, { asOf }: When): Promise<CurrentList & { readonly role: 'owner' | ListRole }> {
  const found = await ports.lists.find(listId)
  const members = Object.fromEntries(found?.list.members.map((member) => [member.userId, member.role]) ?? [])
  const role = found && roleIn({ ownerId: found.list.ownerId, members }, userId)
  const shown = !role || asOf === undefined ? found : await ports.past.list(listId, await momentAsked(asOf, ports))
  if (!role || !shown || shown.list.deletedAt !== null) throw notFound(asOf === undefined ? 'list' : 'list at that moment')
  return { ...shown, role }
}

/** Nobody is asked who they are, so nothing distinguishes a list that is private from one that is not there. */
function publicRoute(app: FastifyInstance, { models, lists, people }: Pick<ListPorts, 'models' | 'lists' | 'people'>): void {
  app.get<{ Params: OfList }>('/api/public/lists/:listId', {
    // Kept by whoever likes, but asked for each time: what was made private is gone at once.
    config: { least: 'anyone', cacheControl: 'public, no-cache', rateLimit: { max: limits.publicListsPerMinute } },
    schema: {
      summary: 'A public or unlisted list, for anyone who has its address', tags, params,
      response: {
        200: answer({
          list: answer({ listId: string, name: string, description: string, visibility: string, ownerName: string, itemCount: integer, changedAt: string }),
          items: listOf(answer({ mediaType: string, tmdbId: integer, note: nullable(string), card: nullable(cardRow) })),
        }),
      },
    },
  }, async (request, reply): Promise<PublicList> => {
    const found = await lists.find(request.params.listId)
    if (!found || found.list.visibility === 'private' || found.list.deletedAt !== null) throw notFound('list')
    const { key, name, description, visibility, itemCount, changedAt, ownerId } = found.list
    if (visibility === 'unlisted') keptFromSearch(reply)
    const [cards, everybody] = await Promise.all([models.cards(found.items), people()])
    const byTitle = new Map(cards.map((card) => [card.key, card]))
    return {
      list: { listId: key, name, description, visibility, ownerName: everybody.find(({ userId }) => userId === ownerId)?.username ?? '', itemCount, changedAt },
      items: found.items.map(({ mediaType, tmdbId, note }) => ({ mediaType, tmdbId, note, card: byTitle.get(titleKey({ mediaType, tmdbId })) ?? null })),
    }
  })
}

function keptFromSearch(reply: FastifyReply): void {
  void reply.header('x-robots-tag', 'noindex')
}
