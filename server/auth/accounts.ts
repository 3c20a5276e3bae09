/** People's accounts. That someone was registered is an event; what they sign in with is only here. */

import type { Role } from '../../domain/command.ts'
import type { Actor, UserId } from '../../domain/event.ts'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { createInTurn } from '../in-turn.ts'
import { limits } from '../limits.ts'
import { notFound, RefusalError, RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import { hashPassword } from './passwords.ts'
import type { Record } from './record.ts'

export interface Account { readonly userId: UserId; readonly username: string; readonly passwordHash: string; readonly role: Role; /** Null while they may come in. */ readonly disabledAt: string | null }
export interface NewAccount { readonly username: string; readonly password: string; readonly role: Role }

export interface Accounts {
  /** Whatever the name's case. */
  find(username: string): Promise<Account | undefined>
  byId(userId: UserId): Promise<Account | undefined>
  hasAdmin(): Promise<boolean>
  /** Whether the account has the password that it had. Waits for whoever is changing it. */
  isUnchanged(account: Account): Promise<boolean>
  /** Makes the first admin; throws FORBIDDEN when there is one, also of two who ask at once. */
  createFirstAdmin(account: Omit<NewAccount, 'role'>): Promise<Account>
  /**
   * For who comes by themself. `admit`, asked alone with the accounts once the name is known to be free, says as what, or throws. Throws
   * NAME_TAKEN, and HOUSE_FULL: of accounts there are at most `limits.peopleMax`.
   */
  register(newcomer: Omit<NewAccount, 'role'>, admit: (userId: UserId) => Promise<Role>): Promise<Account>
  /** Makes the account, or gives the one of this name the password. */
  ensure(account: NewAccount): Promise<void>
  /** The event first. Throws NOT_FOUND for an account that is erased meanwhile. */
  changePassword(userId: UserId, password: string): Promise<void>
  /** Records that the account is erased, and that it was `by` whom. Throws NOT_FOUND, and LAST_ADMIN, also of two admins who erase each other at once. */
  endOf(userId: UserId, by: Actor): Promise<void>
}

/** Any number, used for nothing else: whoever makes accounts holds it. */
const ACCOUNTS_LOCK = 7_979_001

/** Of each database: whoever waits in this process holds none of the pool's connections, of which whoever has the lock needs more. */
const turns = new WeakMap<Database['kysely'], ReturnType<typeof createInTurn>>()

/** One maker or changer of accounts at a time, across processes. Throws UNAVAILABLE where too many wait. */
export async function aloneWithAccounts<Result>(kysely: Database['kysely'], work: () => Promise<Result>): Promise<Result> {
  const inTurn = turns.get(kysely) ?? createInTurn({ waitingMax: limits.accountsWaitingMax })
  turns.set(kysely, inTurn)
  const done = inTurn('accounts', () => locked(kysely, work))
  if (!done) throw new RequestError('UNAVAILABLE', 'Many accounts are being made or changed just now. Try again in a moment.')
  return await done
}

async function locked<Result>(kysely: Database['kysely'], work: () => Promise<Result>): Promise<Result> {
  return await kysely.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${ACCOUNTS_LOCK})`.execute(connection)
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${ACCOUNTS_LOCK})`.execute(connection)
    }
  })
}

/** Of a row of `accounts`: whether they can let people in. */
export const isAdmin = sql<boolean>`accounts.role = 'admin' and accounts.disabled_at is null`

/** Whether somebody else can let people in: an admin who is not disabled. Ask alone with the accounts, or the answer may be of yesterday. */
export async function hasOtherAdmin(kysely: Database['kysely'], userId: UserId): Promise<boolean> {
  return await kysely.selectFrom('accounts').select('userId').where(isAdmin).where('userId', '!=', userId).limit(1).executeTakeFirst() !== undefined
}

const COLUMNS = ['userId', 'username', 'passwordHash', 'role', 'disabledAt'] as const

export function accountsIn(database: Database, record: Record, system: System): Accounts {
  const { kysely } = database

  const find = async (username: string): Promise<Account | undefined> =>
    // The database says what is the same name, as its index does: JavaScript has another small letter for some.
    await kysely.selectFrom('accounts').select(COLUMNS).where(sql`lower(username)`, '=', sql`lower(${username})`).executeTakeFirst() as Account | undefined

  const hasAdmin = async () =>
    await kysely.selectFrom('accounts').select('userId').where('role', '=', 'admin').limit(1).executeTakeFirst() !== undefined

  /** The event first: a row without one would be a person without a history, an event without a row is nobody who can sign in. */
  const insert = async (account: Account): Promise<Account> => {
    await record('RegisterUser', { userId: account.userId, role: account.role })
    await kysely.insertInto('accounts').values(account).execute()
    return account
  }
  const create = async ({ username, password, role }: NewAccount): Promise<Account> =>
    await insert({ userId: uuidv7(system) as UserId, username, passwordHash: await hashPassword(password), role, disabledAt: null })

  const alone = <Result>(work: () => Promise<Result>): Promise<Result> => aloneWithAccounts(kysely, work)

  return {
    find,
    byId: async (userId) => await kysely.selectFrom('accounts').select(COLUMNS).where('userId', '=', userId).executeTakeFirst() as Account | undefined,
    hasAdmin,
    isUnchanged: async ({ userId, passwordHash }) => (await kysely.selectFrom('accounts').select('passwordHash').where('userId', '=', userId).forShare().executeTakeFirst())?.passwordHash === passwordHash,
    createFirstAdmin: (account) => alone(async () => {
      if (await hasAdmin()) throw new RequestError('FORBIDDEN', 'This Rewind is set up already. Sign in instead.')
      return await create({ ...account, role: 'admin' })
    }),
    async register({ username, password }, admit) {
      // Before the lock, which others wait for; and for a name that is taken, too, which takes as long then.
      const passwordHash = await hashPassword(password)
      return await alone(async () => {
        if (await find(username)) throw new RefusalError({ code: 'NAME_TAKEN', message: 'Somebody here has this name already. Choose another one.' })
        const { people } = await kysely.selectFrom('accounts').select((row) => row.fn.countAll<number>().as('people')).executeTakeFirstOrThrow()
        if (people >= limits.peopleMax) throw new RefusalError({ code: 'HOUSE_FULL', message: 'There are as many accounts here as there can be. Ask an admin.' })
        const userId = uuidv7(system) as UserId
        return await insert({ userId, username, passwordHash, role: await admit(userId), disabledAt: null })
      })
    },
    ensure: (account) => alone(async () => {
      const existing = await find(account.username)
      if (!existing) await create(account)
      else await kysely.updateTable('accounts').set({ passwordHash: await hashPassword(account.password) }).where('userId', '=', existing.userId).execute()
    }),
    async changePassword(userId, password) {
      const passwordHash = await hashPassword(password)
      await record('ChangePassword', { userId })
      await kysely.updateTable('accounts').set({ passwordHash }).where('userId', '=', userId).execute()
    },
    endOf: (userId, by) => alone(async () => {
      const account = await kysely.selectFrom('accounts').select(['role', 'disabledAt']).where('userId', '=', userId).executeTakeFirst()
      if (!account) throw notFound('person')
      if (account.role === 'admin' && account.disabledAt === null && !await hasOtherAdmin(kysely, userId)) throw new RefusalError({ code: 'LAST_ADMIN', message: 'This is the last admin. Make somebody else one first.' })
      await record('EraseAccount', { userId }, by)
      // Still under the lock: whoever is next must not count on this one.
      await kysely.deleteFrom('accounts').where('userId', '=', userId).execute()
    }),
  }
}
