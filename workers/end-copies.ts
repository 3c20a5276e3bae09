/** Policy: what somebody saved on a device holds its films no longer once they have signed out there, or their account is erased. */

import type { Copy } from '../domain/copies.ts'
import type { RecordedEvent } from '../domain/event.ts'
import type { CommandData } from '../domain/index.ts'
import type { PlainRef } from '../domain/playable.ts'
import { plainRef } from '../domain/playable.ts'
import type { UserEvent } from '../domain/user.ts'
import { parseUserStream } from '../domain/user-stream.ts'
import type { JobRow } from '../projections/jobs.ts'
import { jobs } from '../projections/jobs.ts'
import type { Queryable } from '../server/db/read-model.ts'
import { readRows } from '../server/db/read-model.ts'
import type { OutboxMessage, Policy } from './policy.ts'

type Held = PlainRef & { readonly key: string; readonly copy: Copy }

/** A copy that was saved so shortly before that no row tells of it yet ends with its lease. */
export function endCopies(database: Queryable): Policy<readonly Held[]> {
  return {
    name: 'end-copies', version: 1, categories: ['user'], types: ['UserSignedOut', 'AccountErased'],
    async lookup(event) {
      const { type, data } = event as RecordedEvent as UserEvent & RecordedEvent
      if (type === 'UserSignedOut' && data.deviceId === undefined) return []
      const userId = parseUserStream(event.stream)
      const stored = await readRows(database, jobs, { where: { status: ['downloading', 'preparing', 'ready', 'binned'] } })
      return stored.flatMap(({ key, copies, ...about }) => copies
        .filter((copy) => copy.userId === userId && (type === 'AccountErased' || copy.deviceId === (data as { readonly deviceId?: string }).deviceId)).map((copy) => ({ key, ...plainRef(about), copy })))
    },
    messages: (_event, held) => held.map(messageFor),
  }
}

function messageFor({ key: jobId, copy: { userId, deviceId }, ...about }: Held): OutboxMessage {
  return { kind: 'command', part: `${jobId} ${deviceId}`, payload: { type: 'EndCopy', data: { ...about, jobId, userId, deviceId, why: 'signedOut' } satisfies CommandData['EndCopy'] } }
}
