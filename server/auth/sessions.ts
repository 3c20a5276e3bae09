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

export interface NewSession { readonly id: string; readonly token: string; readonly expiresAt: string }
export interface SessionRow { readonly id: string; readonly userAgent: string | null; readonly createdAt: string; readonly lastSeenAt: string; readonly expiresAt: string }

export interface EndedSession { readonly id: string; readonly deviceId: string | null }

export interface Sessions {
  create(userId: UserId, userAgent: string | null): Promise<NewSession>
  /** Undefined for an unknown, expired or revoked token. `renewed` when its seven days began anew: the cookie must follow. */
  find(token: string): Promise<{ readonly person: Person; readonly renewed: boolean } | undefined>
  list(userId: UserId): Promise<readonly SessionRow[]>
  /** Those that ended: `only` one, or all but `except`. */
  end(userId: UserId, which: { readonly only: string } | { readonly except: string }): Promise<readonly EndedSession[]>
  /** The installed app that this session is of. */
  isOf(id: string, deviceId: DeviceId): Promise<void>
}

interface Row { readonly id: string; readonly user_id: string; readonly last_seen_at: string; readonly expires_at: string; readonly username: string; readonly role: string; readonly token_hash: Buffer }

export function sessionsIn({ kysely, pool }: Database, system: System): Sessions {
  const after = (ms: number) => new Date(system.now() + ms).toISOString()

  /** By the hash of the token. It is looked for with every request, so that one that has ended is of no use from then on. */
  const rowOf = askedTogether<Buffer, Row | undefined>(limits.askedTogetherMax, async (hashes) => {
    const { rows } = await pool.query<Row>({
      name: 'find-sessions',
      text: `select s.id, s.user_id, s.last_seen_at, s.expires_at, a.username, a.role, s.token_hash
        from sessions s join accounts a using (user_id) where s.token_hash = any($1::bytea[]) and s.expires_at > $2`,
      values: [hashes, after(0)],
    })
    return hashes.map((hash) => rows.find(({ token_hash }) => hash.equals(token_hash)))
  })

  return {
    async create(userId, userAgent) {
      const token = Buffer.from(system.randomBytes(32)).toString('base64url')
      const session = { id: uuidv7(system), expiresAt: after(limits.sessionMs) }
      // Whoever signs in sweeps up: nothing else needs the expired ones gone.
      await kysely.deleteFrom('sessions').where('expiresAt', '<', after(0)).execute()
      await kysely.insertInto('sessions').values({
        ...session, userId, tokenHash: hashOf(token), userAgent: userAgent?.slice(0, limits.userAgentCharactersMax) ?? null, createdAt: after(0), lastSeenAt: after(0),
      }).execute()
      return { ...session, token }
    },

    async find(token) {
      const row = await rowOf(hashOf(token))
      if (!row) return undefined
      const renewed = Date.parse(row.last_seen_at) <= system.now() - limits.sessionRenewMs
      const expiresAt = renewed ? after(limits.sessionMs) : row.expires_at
      if (renewed) await kysely.updateTable('sessions').set({ lastSeenAt: after(0), expiresAt }).where('id', '=', row.id).execute()
      const person = { userId: row.user_id as UserId, username: row.username, role: row.role as Role, sessionId: row.id, sessionExpiresAt: expiresAt }
      return { person, renewed }
    },

    list: (userId) => kysely.selectFrom('sessions').select(['id', 'userAgent', 'createdAt', 'lastSeenAt', 'expiresAt'])
      .where('userId', '=', userId).where('expiresAt', '>', after(0)).orderBy('lastSeenAt', 'desc').limit(limits.pageSizeMax).execute(),

    async end(userId, which) {
      const those = kysely.deleteFrom('sessions').where('userId', '=', userId)
      return await ('only' in which ? those.where('id', '=', which.only) : those.where('id', '!=', which.except)).returning(['id', 'deviceId']).execute()
    },

    async isOf(id, deviceId) {
      await kysely.updateTable('sessions').set({ deviceId }).where('id', '=', id).where((where) => where.or([where('deviceId', 'is', null), where('deviceId', '!=', deviceId)])).execute()
    },
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
