/** Policy: who asked for a film is told what became of it, and admins when somebody's wish waits for them. */

import type { Kysely } from 'kysely'
import type { AcquisitionEvent } from '../domain/acquisition.ts'
import type { Recorded, RecordedEvent, UserId } from '../domain/event.ts'
import type { CommandData } from '../domain/index.ts'
import type { NotificationKind } from '../domain/notifications.ts'
import { parseTitleKey } from '../domain/title.ts'
import type { Tables } from '../server/db/tables.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import type { OutboxMessage, Policy } from './policy.ts'

/** Who may be concerned. */
interface Concerned {
  /** Null where it was no person, or is none any more. */
  readonly requester: UserId | null
  readonly admins: readonly UserId[]
}

const KINDS = { MovieReady: 'ready', FetchFailed: 'failed', FetchDeclined: 'declined', FetchApproved: 'approved' } as const satisfies Record<string, NotificationKind>

export function notifyRequester({ store, db }: { readonly store: Pick<EventStore, 'readStream'>; readonly db: Kysely<Tables> }): Policy<Concerned> {
  return {
    name: 'notify-requester', version: 1, categories: ['acquisition'], types: ['FetchRequested', 'FetchReconsidered', ...Object.keys(KINDS)],
    async lookup(event) {
      const requestedBy = await requesterOf(store, event)
      const accounts = await db.selectFrom('accounts').select(['userId', 'role']).where((row) => row.or([row('role', '=', 'admin'), row(row.cast<string>('userId', 'text'), '=', requestedBy)])).execute()
      return {
        requester: (accounts.find(({ userId }) => userId === requestedBy)?.userId ?? null) as UserId | null,
        admins: accounts.filter(({ role }) => role === 'admin').map(({ userId }) => userId as UserId),
      }
    },
    messages: (event, concerned) => messagesFor(event as Recorded<AcquisitionEvent>, concerned),
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

function messagesFor(event: Recorded<AcquisitionEvent>, { requester, admins }: Concerned): readonly OutboxMessage[] {
  const movieId = parseTitleKey(event.stream.slice('acquisition-'.length))?.tmdbId
  if (movieId === undefined) return []
  switch (event.type) {
    case 'FetchRequested':
      return event.data.needsApproval ? admins.filter((admin) => admin !== requester).map((admin) => told(admin, 'approvalWanted', movieId)) : []
    case 'FetchReconsidered':
      // Who wishes for it again, not an admin who thinks it over.
      return event.data.was === 'cancelled' ? admins.filter((admin) => admin !== requester).map((admin) => told(admin, 'approvalWanted', movieId)) : []
    case 'MovieReady': case 'FetchFailed': case 'FetchDeclined': case 'FetchApproved':
      // Nobody needs to be told what they did themselves.
      return requester === null || event.meta.actor === requester ? [] : [told(requester, KINDS[event.type], movieId)]
  }
  return []
}

/** One message a person: to whom the admin's role was given meanwhile changes nobody else's. */
function told(userId: UserId, kind: NotificationKind, movieId: number): OutboxMessage {
  return { kind: 'command', part: userId, payload: { type: 'Notify', data: { userId, kind, movieId } satisfies CommandData['Notify'] } }
}
