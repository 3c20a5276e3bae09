/** Who there is in the household, as everybody who is signed in may know it. */

import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Role } from '../../domain/command.ts'
import type { Person } from '../../projections/wire.ts'
import type { Tables } from '../db/tables.ts'
import { limits } from '../limits.ts'

export async function peopleIn(db: Kysely<Tables>): Promise<readonly Person[]> {
  const rows = await db.selectFrom('accounts').select(['userId', 'username', 'role']).orderBy('userId').limit(limits.peopleMax).execute()
  return rows.map(({ userId, username, role }) => ({ userId, username, role: role as Role }))
}

/** The same for the same people. */
export function digestOf(people: readonly Person[]): string {
  return createHash('sha256').update(JSON.stringify(people)).digest('hex').slice(0, 8)
}
