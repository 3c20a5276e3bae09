/**
 * The end of an account, for good: crypto-shredding.
 *
 *   asked for ──▶ AccountErased on disk ──▶ noted, key destroyed ──▶ account, sessions, answers, messages gone ──▶ lists left ──▶ pictures gone ──▶ ErasureCompleted
 *
 * The event comes first: whatever is killed afterwards, the policy `erase-accounts` does the rest again from it, and each step is
 * nothing when it was done before. Then the key, so that what goes on longest is already unreadable. Read models
 * follow from the event itself, see `erased` in `projections/projection.ts`.
 */

import { sql } from 'kysely'
import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { Actor, Recorded, RecordedEvent, UserId } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { ListEvent } from '../../domain/list.ts'
import { parseListStream } from '../../domain/list-stream.ts'
import { userStream } from '../../domain/user-stream.ts'
import { projections } from '../../projections/index.ts'
import type { Database } from '../db/database.ts'
import { dropFormerVersions, hasOwnRows } from '../db/read-model-tables.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { Log } from '../log.ts'
import type { PersonalKeys } from '../personal/personal-keys.ts'
import type { System } from '../system.ts'
import { uuidv7 } from '../system.ts'
import { RefusalError } from '../request-error.ts'
import { strangerLane } from '../mail/mail-order.ts'
import { SMS } from '../sms/make-sms.ts'
import type { Accounts } from './accounts.ts'
import { releasing } from './email-addresses.ts'
import type { ErasedAccounts } from './erased-accounts.ts'
import type { Record } from './record.ts'
import { acceptedOrThrow } from './record.ts'

export interface Erasure {
  /**
   * Everything has happened when it resolves. Throws a refusal for the last admin, who must make another one first, and NOT_FOUND.
   * `by`: the person, or an admin.
   */
  erase(userId: UserId, by: Actor): Promise<void>
  /** What follows from the event of an erasure, again or for the first time. Nothing for an account that has not been erased. */
  complete(userId: UserId): Promise<void>
  /** At a start, before anybody is served: whose erasure was cut short, or who is there again from a backup that was restored, is erased once more. */
  repeat(): Promise<void>
  /** Whether there was such an account. */
  isErased(userId: UserId): Promise<boolean>
}

export interface ErasureDeps {
  readonly database: Pick<Database, 'kysely' | 'pool'>
  readonly accounts: Pick<Accounts, 'endOf'>
  readonly keys: PersonalKeys
  readonly erased: ErasedAccounts
  readonly store: Pick<EventStore, 'readStream' | 'readAll'>
  readonly handle: (command: Issued<Command>) => Promise<Outcome>
  readonly record: Record
  readonly system: System
  readonly log: Log
  /** What else this process has in memory of them. */
  readonly forget: (userId: UserId) => void
  /** Of the person themselves. */
  readonly removePictures: (userId: UserId) => Promise<void>
  /** For the figures. */
  readonly counted: () => void
}

/** The message by which the policy asks for it, in the outbox. */
export const ERASE = 'erase'

export function createErasure({ database: { kysely, pool }, accounts, keys, erased, store, handle, record, system, log, forget, removePictures, counted }: ErasureDeps): Erasure {
  const releaseAddress = releasing({ kysely, handle, system })

  async function complete(userId: UserId): Promise<void> {
    const event = await erasedBy(store, userId)
    if (!event) return
    await erased.note(userId)
    await keys.destroy(userId)
    await kysely.transaction().execute(async (transaction) => {
      // Sessions, push subscriptions and what webhooks' receivers answered of them go with the account.
      await transaction.deleteFrom('accounts').where('userId', '=', userId).execute()
      await transaction.deleteFrom('commandOutcomes').where('actor', '=', userId).execute()
      // What goes to whoever was named goes on counting for its hour, as nobody's: or else whoever erases accounts could have any number of them sent.
      await transaction.updateTable('outbox').set({ payload: '{}', state: 'delivered', settledAt: sql<string>`now()` })
        .where((row) => row.or([row('kind', '=', SMS), row('lane', 'like', strangerLane('%'))])).where(sql<string>`payload::text`, 'like', `%${userId}%`).where('createdAt', '>', sql<string>`now() - interval '1 hour'`).execute()
      await transaction.deleteFrom('outbox').where('kind', '!=', ERASE).where(sql<string>`payload::text`, 'like', `%${userId}%`).execute()
    })
    await releaseAddress(userId)
    forget(userId)
    await dropFormerTables(pool)
    for (const listId of await listsOf(store, userId)) {
      acceptedOrThrow(await handle({
        id: uuidv7(system) as CommandId, type: 'EraseMember', data: { listId, userId }, issuedAt: event.recordedAt, deviceId: null, actor: 'system', sender: 'worker',
      }))
    }
    // Last: an object store that cannot be reached holds nothing else up. After the account: a picture that is being made finds it gone.
    await removePictures(userId)
    await record('CompleteErasure', { userId }, 'system')
  }

  const isErased = async (userId: UserId) => (await keys.find([userId])).get(userId) === null

  return {
    complete,
    async erase(userId, by) {
      await accounts.endOf(userId, by)
      await complete(userId)
      counted()
      log.info({ userId, by }, 'an account was erased')
    },
    async repeat() {
      for (const userId of await erased.all()) {
        const [last] = await Array.fromAsync(store.readStream(userStream(userId), { direction: 'backwards', limit: 1 }))
        if (await isErased(userId) && (!last || last.type === 'ErasureCompleted')) continue
        // Restored from before the erasure, or from before there was such a person; or killed in the midst of it.
        const known = await record('EraseAccount', { userId }, 'system').then(() => true, (error: unknown) => {
          if (error instanceof RefusalError && error.code === 'NOT_FOUND') return false
          throw error
        })
        if (known) await complete(userId)
        else await keys.destroy(userId)
        log.warn({ userId }, 'an erasure was done again: it had been cut short, or a backup had brought the account back')
      }
    },
    isErased,
  }
}

/** No event comes to the words in them any more. A former version that still serves goes later: when the new one is filled, and at the next start. */
async function dropFormerTables(pool: Database['pool']): Promise<void> {
  const client = await pool.connect()
  try {
    for (const projection of projections) if (projection.erased && await hasOwnRows(client, projection)) await dropFormerVersions(client, projection)
  } finally {
    client.release()
  }
}

async function erasedBy(store: ErasureDeps['store'], userId: UserId): Promise<RecordedEvent | undefined> {
  for await (const event of store.readStream(userStream(userId), { direction: 'backwards' })) if (event.type === 'AccountErased') return event
  return undefined
}

/** Every list they ever had a part in: they may have written there. From the log, as a read model may be behind. */
async function listsOf(store: ErasureDeps['store'], userId: UserId): Promise<ReadonlySet<string>> {
  const lists = new Set<string>()
  for await (const event of store.readAll(START, { categories: ['list'], types: ['ListCreated', 'ListShared'] }) as AsyncIterable<Recorded<ListEvent>>) {
    const member = event.type === 'ListCreated' ? event.data.ownerId : event.type === 'ListShared' ? event.data.userId : undefined
    if (member === userId) lists.add(parseListStream(event.stream)!)
  }
  return lists
}
