/**
 * Stands before the command handler and holds batches to what they said of themselves.
 *
 * 1. What belongs to a batch comes after its beginning: when the beginning is refused, so is all the rest; when it failed, all
 *    the rest fails and may be sent again.
 * 2. A batch that would take much of a person's history is refused, with the numbers, until the person has confirmed it.
 * 3. A batch that has removed more than it said is stopped: what was sent in one request with that is done by then. The count is
 *    this process's own: whatever slips through a restart is an accident cut short, and can be undone like the rest.
 * 4. A batch is its owner's: what somebody else sends under its name belongs to none that has begun.
 *
 * Only people are held to this: what a policy of ours wishes for in a batch follows from what a person was asked.
 */

import type { BatchCommandData } from '../../domain/batch.ts'
import { batchStream, mustBeConfirmed, removalOf } from '../../domain/batch.ts'
import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { StreamName, UserId } from '../../domain/event.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import { failed, refusedBy, rejected } from '../outcome.ts'

interface Ports {
  readonly store: Pick<EventStore, 'readStream'>
  /** How many facts a person has. */
  readonly heldBy: (userId: UserId) => Promise<number>
  /** For the log and the metrics. */
  readonly began: (batch: BatchCommandData['BeginBatch']) => void
}
type Batch = readonly Issued<Command>[]

interface Known { readonly removes: number; removed: number }

export function guardBatches(handler: CommandHandler, { store, heldBy, began }: Ports): CommandHandler {
  const known = new Map<StreamName, Known>()

  async function find(actor: UserId, batchId: CommandId): Promise<Known | undefined> {
    const stream = batchStream(actor, batchId)
    const found = known.get(stream)
    if (found) return found
    for await (const { data } of store.readStream(stream)) {
      const batch = { removes: (data as { removes: number }).removes, removed: 0 }
      known.set(stream, batch)
      for (const oldest of known.keys()) {
        if (known.size <= limits.batchesKnownMax) break
        known.delete(oldest)
      }
      return batch
    }
    return undefined
  }

  async function tooMuch(command: Issued<Command>): Promise<Outcome | undefined> {
    const { batchId, removes, confirmed = false } = command.data as BatchCommandData['BeginBatch']
    if (confirmed || removes === 0 || await find(command.actor as UserId, batchId as CommandId)) return undefined
    const removal = { removes, held: await heldBy(command.actor as UserId) }
    return mustBeConfirmed(removal) ? rejected(command.id, { code: 'BATCH_REMOVES_MUCH', message: `This would remove ${removes} of the ${removal.held} things in your history. Confirm it, or choose fewer.`, details: removal }) : undefined
  }

  /** Why a command may not be done, or undefined. */
  async function bar(command: Issued<Command>): Promise<Outcome | undefined> {
    if (command.sender === 'worker') return undefined
    if (command.type === 'BeginBatch') return await tooMuch(command)
    if (command.batchId === undefined) return undefined
    const batch = await find(command.actor as UserId, command.batchId)
    if (!batch) return rejected(command.id, { code: 'UNKNOWN_BATCH', message: 'This belongs to a batch that has not begun or was refused. It was not done.' })
    return batch.removed > batch.removes ? rejected(command.id, { code: 'BATCH_REMOVES_MORE', message: 'This batch removes more than it said. The rest of it was not done.', details: { removes: batch.removes } }) : undefined
  }

  function count({ type, data, batchId, actor }: Issued<Command>, outcome: Outcome): void {
    if (type === 'BeginBatch' && outcome.status === 'accepted' && outcome.events.length > 0) began(data as BatchCommandData['BeginBatch'])
    const batch = batchId === undefined ? undefined : known.get(batchStream(actor as UserId, batchId))
    if (batch && outcome.status === 'accepted') batch.removed += removalOf(outcome.events)
  }

  /** Commands that come between two beginnings of batches; `failedBatches` cannot begin for now. */
  async function handleSome(some: Batch, failedBatches: ReadonlySet<string>): Promise<readonly Outcome[]> {
    const barred = await Promise.all(some.map((command) => command.batchId !== undefined && failedBatches.has(command.batchId)
      ? failed(command.id, 'UNAVAILABLE', 'The batch could not begin. Try again.') : bar(command)))
    const free = some.filter((_, i) => barred[i] === undefined)
    const done = await handler.handleEach(free)
    free.forEach((command, i) => count(command, done[i]!))
    const outcomes = new Map(free.map((command, i) => [command, done[i]!]))
    return some.map((command, i) => barred[i] ?? outcomes.get(command)!)
  }

  async function handleEach(batch: Batch): Promise<readonly Outcome[]> {
    if (!batch.some(({ type, batchId }) => type === 'BeginBatch' || batchId !== undefined)) return await handler.handleEach(batch)
    const outcomes: Outcome[] = []
    const failedBatches = new Set<string>()
    for (let from = 0; from < batch.length;) {
      const next = batch.findIndex(({ type }, i) => i > from && (type === 'BeginBatch' || batch[from]!.type === 'BeginBatch'))
      const some = batch.slice(from, next === -1 ? batch.length : next)
      const done = await handleSome(some, failedBatches)
      for (const { id, status } of done) if (status === 'failed' && some[0]!.type === 'BeginBatch') failedBatches.add(id)
      outcomes.push(...done)
      from += some.length
    }
    return outcomes
  }

  return {
    handleEach,
    handle: async (command) => (await handleEach([command]))[0]!,
    async handleAtomically(batch) {
      const barred = (await Promise.all(batch.map(bar))).find((outcome) => outcome !== undefined)
      if (barred) return refusedBy(barred, batch)
      const outcomes = await handler.handleAtomically(batch)
      batch.forEach((command, i) => count(command, outcomes[i]!))
      return outcomes
    },
  }
}
