/** Policy: who asked for something is told what became of it, and admins when somebody's wish waits for them. */

import type { Kysely } from 'kysely'
import type { AcquisitionEvent } from '../domain/acquisition.ts'
import type { Role } from '../domain/command.ts'
import type { Recorded, RecordedEvent, UserId } from '../domain/event.ts'
import type { CommandData } from '../domain/index.ts'
import type { NotificationKind } from '../domain/notification-kinds.ts'
import type { Playable } from '../domain/playable.ts'
import { parseAcquisitionStream, playableRef } from '../domain/playable.ts'
import { maySeeJobs } from '../projections/jobs.ts'
import type { Tables } from '../server/db/tables.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { whoWants } from './notification-wishes.ts'
import type { OutboxMessage, Policy } from './policy.ts'

const KINDS = { MovieReady: 'ready', FetchFailed: 'failed', FetchDeclined: 'declined', FetchApproved: 'approved' } as const satisfies Record<string, NotificationKind>

export function notifyRequester({ store, db }: { readonly store: Pick<EventStore, 'readStream'>; readonly db: Kysely<Tables> }): Policy<readonly UserId[]> {
  return {
    name: 'notify-requester', version: 1, categories: ['acquisition'], types: ['FetchRequested', 'FetchReconsidered', ...Object.keys(KINDS)],
    async lookup(event) {
      const requestedBy = await requesterOf(store, event)
      const kind = kindOf(event)
      const accounts = await db.selectFrom('accounts').select(['userId', 'role']).where((row) => row.or([row('role', '=', 'admin'), row(row.cast<string>('userId', 'text'), '=', requestedBy)])).execute()
      // Who asked while they had the role for it may have become a guest meanwhile.
      const concerned = accounts.filter(({ userId, role }) => kind === 'approvalWanted' ? role === 'admin' && userId !== requestedBy : userId === requestedBy && maySeeJobs(role as Role)).map(({ userId }) => userId as UserId)
      return await whoWants(store, kind, concerned)
    },
    messages: (event, people) => messagesFor(event as Recorded<AcquisitionEvent>, people),
  }
}

/** From the stream itself: a read model may be behind. */
async function requesterOf(store: Pick<EventStore, 'readStream'>, { stream, data }: RecordedEvent): Promise<string> {
  const { jobId } = data as { readonly jobId: string }
  for await (const event of store.readStream(stream) as AsyncIterable<Recorded<AcquisitionEvent>>) {
    if (event.type === 'FetchRequested' && event.data.jobId === jobId) return event.data.requestedBy
  }
  return ''
}

function kindOf({ type }: RecordedEvent): NotificationKind {
  return type in KINDS ? KINDS[type as keyof typeof KINDS] : 'approvalWanted'
}

/** `people`: who is concerned and wants to know. */
function messagesFor(event: Recorded<AcquisitionEvent>, people: readonly UserId[]): readonly OutboxMessage[] {
  const playable = parseAcquisitionStream(event.stream)
  if (!playable || !isNews(event)) return []
  // Nobody needs to be told what they did themselves.
  return people.filter((userId) => userId !== event.meta.actor || kindOf(event) === 'approvalWanted').map((userId) => told(userId, kindOf(event), playable))
}

function isNews(event: Recorded<AcquisitionEvent>): boolean {
  if (event.type === 'FetchRequested') return event.data.needsApproval
  // Who wishes for it again, not an admin who thinks it over.
  return event.type === 'FetchReconsidered' ? event.data.was === 'cancelled' : event.type in KINDS
}

/** One message a person: to whom the admin's role was given meanwhile changes nobody else's. */
function told(userId: UserId, kind: NotificationKind, playable: Playable): OutboxMessage {
  return { kind: 'command', part: userId, payload: { type: 'Notify', data: { userId, kind, ...playableRef(playable) } satisfies CommandData['Notify'] } }
}
