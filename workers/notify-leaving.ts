/** Policy: who asked for a film, and who watched it, is told that it leaves soon, in time to watch or to keep it. */

import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { AcquisitionEvent } from '../domain/acquisition-events.ts'
import type { Role } from '../domain/command.ts'
import type { Recorded, RecordedEvent, UserId } from '../domain/event.ts'
import type { CommandData } from '../domain/index.ts'
import { parseAcquisitionStream, playableRef } from '../domain/playable.ts'
import { maySeeJobs } from '../projections/jobs.ts'
import type { Tables } from '../server/db/tables.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { whoWants } from './notification-wishes.ts'
import type { OutboxMessage, Policy } from './policy.ts'

export function notifyLeaving({ store, db }: { readonly store: Pick<EventStore, 'readStream'>; readonly db: Kysely<Tables> }): Policy<readonly UserId[]> {
  return {
    name: 'notify-leaving', version: 1, categories: ['acquisition'], types: ['LeavingSoon'],
    async lookup(event) {
      const people = await peopleOf(store, event)
      // Whose account is gone has nobody to tell, and a guest may not know.
      const accounts = people.length === 0 ? [] : await db.selectFrom('accounts').select(['userId', 'role']).where(sql<boolean>`user_id::text = any (${people})`).execute()
      return await whoWants(store, 'leavingSoon', accounts.filter(({ role }) => maySeeJobs(role as Role)).map(({ userId }) => userId as UserId))
    },
    messages: (event, people) => messagesFor(event, people),
  }
}

async function peopleOf(store: Pick<EventStore, 'readStream'>, { stream, data }: RecordedEvent): Promise<readonly string[]> {
  const { jobId } = data as { readonly jobId: string }
  const people = new Set<string>()
  for await (const event of store.readStream(stream) as AsyncIterable<Recorded<AcquisitionEvent>>) {
    if (event.data.jobId !== jobId) continue
    if (event.type === 'FetchRequested') people.add(event.data.requestedBy)
    if (event.type === 'MovieStreamed') people.add(event.data.userId)
  }
  return [...people]
}

function messagesFor({ stream }: RecordedEvent, people: readonly UserId[]): readonly OutboxMessage[] {
  const playable = parseAcquisitionStream(stream)
  if (!playable) return []
  return people.map((userId) => ({ kind: 'command', part: userId, payload: { type: 'Notify', data: { userId, kind: 'leavingSoon', ...playableRef(playable) } satisfies CommandData['Notify'] } }))
}
