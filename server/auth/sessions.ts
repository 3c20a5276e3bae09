/** Sessions of browsers: an opaque random token in a cookie, its SHA-256 in the database, seven days from when it was last used. */

import { createHash } from 'node:crypto'
import type { DeviceId, Role } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { askedTogether } from '../db/asked-together.ts'
import type { Database } from '../db/database.ts'
import type { Person } from '../http.ts'
import { limits } from '../limits.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import type { Client } from './clients.ts'

export interface NewSession { readonly id: string; readonly token: string; readonly expiresAt: string }
export interface SessionRow extends Client { readonly id: string; readonly createdAt: string; readonly lastSeenAt: string; readonly expiresAt: string; readonly pushed: boolean }

export interface EndedSession { readonly id: string; readonly deviceId: string | null }

export interface Sessions {
  /** A device has one session of a person: those it had before end. */
  create(userId: UserId, client: Client): Promise<NewSession & { readonly ended: readonly string[] }>
  /** Undefined for an unknown, expired or revoked token, and for who is disabled. `renewed` when its seven days began anew: the cookie must follow. */
  find(token: string): Promise<{ readonly person: Person; readonly renewed: boolean } | undefined>
  /** Where it is used from now. */
  seen(id: string, client: Client): Promise<void>
  /** Another token for the same session: the one before is of no use any more. */
  rotate(id: string): Promise<Omit<NewSession, 'id'>>
  list(userId: UserId): Promise<readonly SessionRow[]>
  /** Those that ended: `only` one, all but `except`, or all. With `remove`, their devices are to remove what they keep as soon as they ask for anything. */
  end(userId: UserId, which: Which, how?: { readonly remove: boolean }): Promise<readonly EndedSession[]>
  /** Whether the device is to remove what it keeps of the person. Until they sign in on it again. */
  isRemoved(userId: string, deviceId: string): Promise<boolean>
}

type Which = { readonly only: string } | { readonly except: string } | 'all'

interface Row { readonly id: string; readonly user_id: string; readonly last_seen_at: string; readonly expires_at: string; readonly username: string; readonly role: string; readonly token_hash: Buffer }

export function sessionsIn({ kysely, pool }: Database, system: System): Sessions {
  const after = (ms: number) => new Date(system.now() + ms).toISOString()

  /** By the hash of the token. It is looked for with every request, so that one that has ended is of no use from then on. */
  const rowOf = askedTogether<Buffer, Row | undefined>(limits.askedTogetherMax, async (hashes) => {
    const { rows } = await pool.query<Row>({
      name: 'find-sessions',
      text: `select s.id, s.user_id, s.last_seen_at, s.expires_at, a.username, a.role, s.token_hash
        from sessions s join accounts a using (user_id) where s.token_hash = any($1::bytea[]) and s.expires_at > $2 and a.disabled_at is null`,
      values: [hashes, after(0)],
    })
    return hashes.map((hash) => rows.find(({ token_hash }) => hash.equals(token_hash)))
  })

  /** Of the person: their sessions go, this stays. */
  const cameNow = (userId: string) => kysely.updateTable('accounts').set({ lastSeenAt: after(0) }).where('userId', '=', userId).execute()

  return {
    async create(userId, client) {
      const token = newToken()
      const session = { id: uuidv7(system), expiresAt: after(limits.sessionMs) }
      const { deviceId } = client
      // Whoever signs in sweeps up: nothing else needs the expired ones gone.
      await kysely.deleteFrom('sessions').where('expiresAt', '<', after(0)).execute()
      const ended = deviceId === null ? [] : await kysely.deleteFrom('sessions').where('userId', '=', userId).where('deviceId', '=', deviceId).returning('id').execute()
      if (deviceId !== null) await kysely.deleteFrom('removedDevices').where('userId', '=', userId).where('deviceId', '=', deviceId).execute()
      await kysely.insertInto('sessions').values({ ...session, ...client, userId, tokenHash: hashOf(token), createdAt: after(0), lastSeenAt: after(0) }).execute()
      await cameNow(userId)
      return { ...session, token, ended: ended.map(({ id }) => id) }
    },

    async find(token) {
      const row = await rowOf(hashOf(token))
      if (!row) return undefined
      const renewed = Date.parse(row.last_seen_at) <= system.now() - limits.sessionRenewMs
      const expiresAt = renewed ? after(limits.sessionMs) : row.expires_at
      if (renewed) {
        await kysely.updateTable('sessions').set({ lastSeenAt: after(0), expiresAt }).where('id', '=', row.id).execute()
        await cameNow(row.user_id)
      }
      const person = { userId: row.user_id as UserId, username: row.username, role: row.role as Role, sessionId: row.id, sessionExpiresAt: expiresAt }
      return { person, renewed }
    },

    async seen(id, { deviceId, ...client }) {
      await kysely.updateTable('sessions').set({ ...client, ...deviceId === null ? {} : { deviceId } }).where('id', '=', id).execute()
    },

    async rotate(id) {
      const token = newToken()
      const expiresAt = after(limits.sessionMs)
      await kysely.updateTable('sessions').set({ tokenHash: hashOf(token), lastSeenAt: after(0), expiresAt }).where('id', '=', id).execute()
      return { token, expiresAt }
    },

    list: (userId) => kysely.selectFrom('sessions')
      .select(['id', 'deviceId', 'userAgent', 'address', 'country', 'createdAt', 'lastSeenAt', 'expiresAt'])
      .select((row) => row.exists(row.selectFrom('pushSubscriptions').select('pushSubscriptions.id').whereRef('pushSubscriptions.sessionId', '=', 'sessions.id')).$castTo<boolean>().as('pushed'))
      .where('userId', '=', userId).where('expiresAt', '>', after(0)).orderBy('lastSeenAt', 'desc').limit(limits.pageSizeMax).execute(),

    end: (userId, which, { remove } = { remove: false }) => kysely.transaction().execute(async (transaction) => {
      const those = transaction.deleteFrom('sessions').where('userId', '=', userId)
      const ended = await (which === 'all' ? those : 'only' in which ? those.where('id', '=', which.only) : those.where('id', '!=', which.except)).returning(['id', 'deviceId']).execute()
      const devices = new Set(remove ? ended.flatMap(({ deviceId }) => deviceId ?? []) : [])
      for (const deviceId of devices) {
        await transaction.insertInto('removedDevices').values({ userId, deviceId, removedAt: after(0) }).onConflict((known) => known.columns(['userId', 'deviceId']).doUpdateSet({ removedAt: after(0) })).execute()
      }
      if (devices.size > 0) await transaction.deleteFrom('removedDevices').where('userId', '=', userId)
        .where('deviceId', 'in', (old) => old.selectFrom('removedDevices').select('deviceId').where('userId', '=', userId).orderBy('removedAt', 'desc').offset(limits.removedDevicesMax)).execute()
      return ended
    }),

    isRemoved: async (userId, deviceId) => await kysely.selectFrom('removedDevices').select('deviceId').where('userId', '=', userId).where('deviceId', '=', deviceId).executeTakeFirst() !== undefined,
  }

  function newToken(): string {
    return Buffer.from(system.randomBytes(32)).toString('base64url')
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
