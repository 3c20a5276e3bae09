/** Sends the outbox: in order, one batch in flight. The page that owns the replica and the service worker both use it. */

import type { Command, CommandId, Outcome } from '../../domain/command.ts'
import type { Actor } from '../../domain/event.ts'
import type { Answer, Api } from './api.ts'
import type { Parcel, ParcelState } from './parcel.ts'
import { answered, nextBatch } from './parcel.ts'

export interface Outbox {
  readonly actor: Actor
  parcels(): readonly Parcel[]
  settle(changes: ReadonlyMap<string, ParcelState | undefined>): Promise<void>
}

export type Pushed = { readonly status: 'empty' | 'signed-out' | 'erased' | 'removed' } | { readonly status: 'failed'; readonly message: string }

/** Until nothing waits, or something is in the way. */
export async function push(outbox: Outbox, { send }: Pick<Api, 'send'>, { now, signal }: { readonly now: () => number; readonly signal: AbortSignal }): Promise<Pushed> {
  for (;;) {
    const batch = nextBatch(outbox.parcels(), outbox.actor)
    if (batch.length === 0) return { status: 'empty' }
    const answer = await sendAll(batch, (commands) => send(outbox.actor, commands, signal))
    if (answer.status !== 'sent') return answer
    const changes = new Map<string, ParcelState | undefined>()
    for (const outcome of answer.outcomes) changes.set(outcome.id, answered(outcome, now()))
    await outbox.settle(changes)
    const failed = answer.outcomes.find((outcome) => outcome.status === 'failed')
    if (failed) return { status: 'failed', message: failed.message }
    if (answer.outcomes.length < batch.length) return { status: 'failed', message: 'The server did not answer every command.' }
  }
}

type Sent = { readonly status: 'sent'; readonly outcomes: readonly Outcome[] } | Exclude<Pushed, { status: 'empty' }>

/** A batch that the server cannot read is sent one by one: a command that is wrong in itself stops no other. */
async function sendAll(batch: readonly Parcel[], send: (commands: readonly Command[]) => ReturnType<Api['send']>): Promise<Sent> {
  const answer = await send(batch.map(({ command }) => command))
  if (answer.status === 'ok') return { status: 'sent', outcomes: answer.value.outcomes }
  if (answer.status !== 'refused') return answer
  if (answer.httpStatus === 403) return { status: 'failed', message: answer.message }
  if (batch.length === 1) return { status: 'sent', outcomes: [refusedBy(batch[0]!.command.id, answer)] }
  const outcomes: Outcome[] = []
  for (const parcel of batch) {
    const one = await sendAll([parcel], send)
    if (one.status !== 'sent') return outcomes.length > 0 ? { status: 'sent', outcomes } : one
    outcomes.push(...one.outcomes)
  }
  return { status: 'sent', outcomes }
}

function refusedBy(id: CommandId, { code, message }: Extract<Answer<never>, { status: 'refused' }>): Outcome {
  return { id, status: 'rejected', code, message }
}
