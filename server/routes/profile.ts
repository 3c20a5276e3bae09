/** How people show themselves, to the household or to anyone; `projections/profile-view.ts` says what of it. */

import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { UserId } from '../../domain/event.ts'
import type { Profile } from '../../domain/profile-fields.ts'
import { MEDIA_TYPES, titleKey } from '../../domain/title.ts'
import type { LibraryRow } from '../../projections/library.ts'
import type { Nearness } from '../../projections/profile-view.ts'
import { listsSeen, nearnessOf, profileSeen, reviewsSeen, shows } from '../../projections/profile-view.ts'
import { statsOf } from '../../projections/stats.ts'
import type { Person } from '../../projections/wire.ts'
import type { AvatarAnswer, ProfileAnswer } from '../../projections/wire-profile.ts'
import type { Accounts } from '../auth/accounts.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { NO_STORE } from '../http.ts'
import type { Avatars } from '../images/avatars.ts'
import { AVATAR_TYPE } from '../images/avatars.ts'
import { limits } from '../limits.ts'
import type { CurrentLists } from '../lists/current-list.ts'
import type { ReadModels } from '../read-models.ts'
import { notFound, RefusalError, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'
import { commandOf, personOf } from './issue.ts'
import { answer, cardRow, listOf, nullable } from './schemas.ts'
import { faces, part, totals } from './stats.ts'

export interface ProfilePorts {
  readonly accounts: Pick<Accounts, 'byId'>
  readonly avatars: Avatars
  readonly models: ReadModels
  readonly lists: CurrentLists
  readonly store: Pick<EventStore, 'lastPosition'>
  readonly people: () => Promise<readonly Person[]>
  readonly commands: CommandHandler
  readonly system: System
}

interface Named { readonly username: string }
const DAY_SECONDS = 86_400
const text = { type: 'string' } as const
const integer = { type: 'integer' } as const
const username = { type: 'string', minLength: 1, maxLength: 100 } as const
const title = { mediaType: { type: 'string', enum: MEDIA_TYPES }, tmdbId: integer } as const
const profile = answer({
  username: text, own: { type: 'boolean' }, name: text, bio: text, visibility: text, avatar: nullable(text),
  favourites: nullable(listOf(answer(title))), ratings: nullable(listOf(answer({ ...title, rating: text }))),
  reviews: nullable(listOf(answer({ ...title, score: { type: 'number' }, text, spoiler: { type: 'boolean' }, writtenAt: text }))),
  lists: nullable(listOf(answer({ key: text, name: text, description: nullable(text), itemCount: integer }))),
  stats: nullable(answer({ totals, faces, genres: listOf(answer(part)) })), cards: listOf(cardRow),
})
const tags = ['People']

export function profileRoutes(app: FastifyInstance, ports: ProfilePorts): void {
  const config = { least: 'anyone', cacheControl: NO_STORE, rateLimit: { max: limits.publicListsPerMinute } } as const
  app.get<{ Params: Named }>('/api/users/:username', {
    config,
    schema: {
      summary: 'A person as they show themselves', description: 'For whoever may see it: the household, or anyone, as its owner says. Nothing distinguishes a profile that is private from one that is not there.',
      tags, params: { type: 'object', properties: { username }, required: ['username'], additionalProperties: false }, response: { 200: profile },
    },
  }, async (request): Promise<ProfileAnswer> => {
    const seen = await look(ports, request, request.params.username)
    return await told(ports, seen)
  })

  app.get<{ Params: Named & { readonly avatar: string } }>('/api/users/:username/avatar/:avatar', {
    // Its id says what it is. Who may see it may change, so browsers do not keep it for long.
    config: { ...config, cacheControl: `private, max-age=${DAY_SECONDS}` }, compress: false,
    schema: { summary: 'Their picture', tags, params: { type: 'object', properties: { username, avatar: { type: 'string', pattern: '^[0-9a-f]{32}$' } }, required: ['username', 'avatar'], additionalProperties: false } },
  }, async (request, reply) => {
    const { person, profile } = await look(ports, request, request.params.username)
    const found = profile.avatar === request.params.avatar ? await ports.avatars.get(person.userId, profile.avatar) : undefined
    if (!found) throw notFound('picture')
    return await reply.type(AVATAR_TYPE).header('content-length', found.info.sizeBytes).send(Readable.fromWeb(found.body as WebStream))
  })

  void app.register(async (scope) => {
    scope.addContentTypeParser(['image/jpeg', 'image/png', 'image/webp'], { parseAs: 'buffer', bodyLimit: limits.avatarUploadBytesMax }, (_request, body, done) => done(null, body))
    scope.post<{ Body: unknown }>('/api/me/avatar', {
      config: { least: 'viewer', cacheControl: NO_STORE, rateLimit: { max: limits.avatarUploadsPerMinute } }, bodyLimit: limits.avatarUploadBytesMax,
      schema: { summary: 'Gives oneself a picture: a JPEG, PNG or WebP file as the body', tags, response: { 200: answer({ avatar: text }) } },
    }, async (request): Promise<AvatarAnswer> => {
      const { userId } = personOf(request)
      const avatar = await ports.avatars.keep(userId, request.body instanceof Uint8Array ? request.body : new Uint8Array())
      // Erased while it was being made: nobody else would come to remove it.
      if (!await ports.accounts.byId(userId)) {
        await ports.avatars.forget(userId)
        throw new RequestError('ACCOUNT_ERASED', 'This account has been erased.')
      }
      const outcome = await ports.commands.handle(commandOf(request, ports.system, 'UpdateProfile', { avatar }))
      if (outcome.status === 'rejected') throw new RefusalError(outcome)
      request.log.info({ userId }, 'a person has another picture')
      return { avatar }
    })
  })
}

interface Seen { readonly person: Person; readonly profile: Profile; readonly nearness: Nearness; readonly own: boolean }

/** What was made private a moment ago is not seen: everything recorded so far has been read before. Throws NOT_FOUND, UNAVAILABLE where the read models are behind. */
async function look({ models, people, store }: ProfilePorts, { person: onlooker }: FastifyRequest, username: string): Promise<Seen> {
  await models.caughtUp(await store.lastPosition(), ['library', 'lists', 'profiles'])
  const person = (await people()).find((each) => each.username === username)
  const nearness = person && nearnessOf(person.userId, onlooker)
  const profile = nearness && profileSeen((await models.profiles([person.userId as UserId])).get(person.userId), nearness)
  if (!profile) throw notFound('profile')
  return { person, profile, nearness, own: nearness === 'owner' }
}

async function told(ports: ProfilePorts, { person, profile, nearness, own }: Seen): Promise<ProfileAnswer> {
  const { models, lists, system } = ports
  const userId = person.userId as UserId
  const { rows } = await models.life(userId)
  const newest = (at: 'favouriteAt' | 'ratedAt') => rows.filter((row) => row[at] !== null).sort((a, b) => a[at]! < b[at]! ? 1 : -1).slice(0, limits.profileTitlesMax)
  const refOf = ({ mediaType, tmdbId }: LibraryRow) => ({ mediaType, tmdbId })
  const made = {
    favourites: shows(profile, 'favourites') ? newest('favouriteAt').map(refOf) : null,
    ratings: shows(profile, 'ratings') ? newest('ratedAt').map((row) => ({ ...refOf(row), rating: row.rating! })) : null,
    reviews: shows(profile, 'reviews') ? reviewsSeen(rows, nearness).slice(0, limits.profileReviewsMax).map(({ review: { score, text, spoiler, writtenAt }, ...row }) => ({ ...refOf(row as LibraryRow), score, text, spoiler, writtenAt })) : null,
    lists: shows(profile, 'lists') ? await listsOf(lists, userId) : null,
  }
  const named = [...made.favourites ?? [], ...made.ratings ?? [], ...made.reviews ?? []]
  const wantsStats = shows(profile, 'stats')
  const cards = await models.cards(wantsStats ? rows : named)
  const wanted = new Set(named.map(titleKey))
  const { name, bio, visibility, avatar } = profile
  return { username: person.username, own, name, bio, visibility, avatar, ...made, stats: wantsStats ? summary() : null, cards: cards.filter(({ key }) => wanted.has(key as never)) }

  function summary(): ProfileAnswer['stats'] {
    const { totals, faces, genres } = statsOf({ rows, cards: new Map(cards.map((card) => [card.key, card])), stays: [] }, { kind: 'all', zone: 'UTC', now: instantOf(system) })
    return { totals, faces, genres: genres.slice(0, limits.profileGenresMax) }
  }
}

async function listsOf(lists: CurrentLists, userId: UserId): Promise<ProfileAnswer['lists']> {
  const { rows } = await lists.some(await lists.idsOf(userId), { page: 1, limit: limits.profileListsMax })
  return listsSeen(rows, userId).map(({ key, name, description, itemCount }) => ({ key, name, description, itemCount }))
}
