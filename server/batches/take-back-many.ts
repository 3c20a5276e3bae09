/** Takes back all that a batch, a command or an event did and is still in force, as one batch; or says what that would do. */

import { setImmediate } from 'node:timers/promises'
import { mustBeConfirmed } from '../../domain/batch.ts'
import type { Command, CommandId, Issued, Outcome } from '../../domain/command.ts'
import type { Actor, EventId, RecordedEvent, StreamName, UserId } from '../../domain/event.ts'
import { eventIdOf } from '../../domain/event.ts'
import { deciderOf, OWN_CATEGORIES, ownerOf } from '../../domain/index.ts'
import { planInSteps } from '../../domain/plan-taking-back.ts'
import type { Deed, Taking, TakingBack, Wish } from '../../domain/take-back.ts'
import { deedsOf } from '../../domain/take-back.ts'
import { isReadable, UnreadableEventError } from '../../domain/upcast.ts'
import type { TakeBackAnswer } from '../../projections/wire-history.ts'
import { acceptedOrThrow } from '../auth/record.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { limits } from '../limits.ts'
import { RefusalError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf, uuidv7 } from '../system.ts'

interface Ports {
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'readEvent'>
  readonly commands: CommandHandler
  readonly system: System
  readonly heldBy: (userId: UserId) => Promise<number>
}

/** Who takes it back: the person whose history it is, or an admin, who says why. */
export interface TakingBackBy { readonly actor: Actor; readonly sender: Issued<Command>['sender']; readonly reason?: string }

/** What is to be taken back. */
export interface Target {
  readonly owner: UserId
  /** Of a batch: itself. */
  readonly batchId: CommandId | null
  readonly name: string
  /** Of a batch: it was an undo, so that taking it back does it again. */
  readonly again: boolean
  readonly deeds: readonly Deed[]
}

/** The batch, command or event that an id names; undefined when it names none. */
export async function findTarget(store: Ports['store'], id: string): Promise<Target | undefined> {
  const event = await store.readEvent(id as EventId) ?? await firstEventOf(store, id as CommandId)
  if (!event) return undefined
  if (event.type === 'BatchBegun') {
    const { name, kind } = event.data as { readonly name: string; readonly kind: string }
    const batchId = event.meta.commandId
    return { owner: ownerOf(event.stream)!, batchId, name, again: kind === 'undo', deeds: deedsOf(await membersOf(store, event)) }
  }
  const owner = ownerOf(event.stream) ?? event.meta.actor as UserId
  const deeds = deedsOf(await ofCommand(store, event))
  return { owner, batchId: null, name: event.type, again: event.meta.undoes !== undefined && event.meta.redoes === undefined, deeds }
}

async function firstEventOf(store: Ports['store'], id: CommandId): Promise<RecordedEvent | undefined> {
  const event = await store.readEvent(eventIdOf(id, 0))
  return event?.meta.commandId === id ? event : undefined
}

async function ofCommand(store: Ports['store'], { stream, meta }: RecordedEvent): Promise<readonly RecordedEvent[]> {
  const first = await firstEventOf(store, meta.commandId)
  const events: RecordedEvent[] = []
  for await (const event of store.readStream(stream, { fromVersion: first?.version ?? 0 })) {
    if (event.meta.commandId !== meta.commandId) break
    events.push(event)
  }
  return events
}

/** They came after it, in the person's own log, or in the household's. */
async function membersOf(store: Ports['store'], begun: RecordedEvent): Promise<readonly RecordedEvent[]> {
  const owner = ownerOf(begun.stream)!
  const own = OWN_CATEGORIES.filter((category) => category !== 'batch').map((category) => store.readAll(begun.position, { family: `${category}-${owner}` }))
  const found: RecordedEvent[] = []
  for (const events of [...own, store.readAll(begun.position, { categories: ['acquisition', 'list'] })]) {
    for await (const event of events) if (event.meta.batchId === begun.meta.commandId) found.push(event)
  }
  return found.sort((a, b) => a.position < b.position ? -1 : 1)
}

export interface TakeBackOptions { readonly by: TakingBackBy; readonly dryRun: boolean; readonly confirmed: boolean }

/** Throws BATCH_REMOVES_MUCH when so much goes that it has to be confirmed; a dry run says the same in its answer. */
export async function takeBackMany(ports: Ports, target: Target, { by, dryRun, confirmed }: TakeBackOptions): Promise<TakeBackAnswer> {
  const plan = await planOf(ports, target, by)
  const removal = { removes: plan.removes, held: await ports.heldBy(target.owner) }
  const answer = { name: target.name, ...toldOf(plan), ...removal, mustBeConfirmed: mustBeConfirmed(removal) }
  if (dryRun || plan.taken.length === 0) return { ...answer, batchId: null, done: 0 }
  if (answer.mustBeConfirmed && !confirmed) throw new RefusalError({ code: 'BATCH_REMOVES_MUCH', message: `This would remove ${removal.removes} of ${removal.held} things in the history. Confirm it to go on.`, details: removal })
  const batchId = uuidv7(ports.system) as CommandId
  const { again, name, owner } = target
  const batch = { batchId, kind: again ? 'redo' as const : 'undo' as const, name, size: plan.taken.length, removes: plan.removes, ...target.batchId === null ? {} : { undoes: target.batchId } }
  const begin = by.reason === undefined ? { type: 'BeginBatch', data: { ...batch, confirmed: true } } : { type: 'BeginBatchFor', data: { ...batch, userId: owner, reason: by.reason } }
  acceptedOrThrow(await ports.commands.handle({ ...blank(ports.system, by), ...by.reason === undefined ? {} : { sender: 'worker' }, id: batchId, ...begin }))
  const outcomes = await takeAll(ports.commands, plan.taken, ({ wish }) => issued(ports, target, by, wish, batchId))
  return { ...answer, batchId, done: outcomes.filter(({ status }) => status === 'accepted').length, kept: [...answer.kept, ...overtaken(plan, outcomes)] }
}

/** Not all of a large import at once: stores refuse when too much waits. The outcomes are in the order of what is taken back. */
async function takeAll(commands: CommandHandler, taken: readonly Taking[], commandOf: (taking: Taking) => Issued<Command>): Promise<readonly Outcome[]> {
  const ofStreams = Map.groupBy(taken, ({ deed }) => deed.stream)
  const inOrder = [...ofStreams.values()].flat()
  const outcomes = new Map<Taking, Outcome>()
  for (let from = 0; from < inOrder.length; from += limits.takeBackAtOnce) {
    const some = Map.groupBy(inOrder.slice(from, from + limits.takeBackAtOnce), ({ deed }) => deed.stream)
    await Promise.all([...some.values()].map(async (takings) => {
      const done = await takeTogether(commands, takings.map(commandOf))
      takings.forEach((taking, i) => outcomes.set(taking, done[i]!))
    }))
  }
  return taken.map((taking) => outcomes.get(taking)!)
}

/** What is of one stream is recorded at once: a series has hundreds of viewings, and each would wait for the one before it. Where something came in between, each is decided for itself. */
async function takeTogether(commands: CommandHandler, batch: readonly Issued<Command>[]): Promise<readonly Outcome[]> {
  const outcomes = await commands.handleAtomically(batch)
  return outcomes.every(({ status }) => status === 'accepted') ? outcomes : await commands.handleEach(batch)
}

async function planOf({ store, system }: Ports, target: Target, by: TakingBackBy): Promise<TakingBack> {
  const states = new Map<StreamName, unknown>()
  const streams = [...new Set(target.deeds.map(({ stream }) => stream))]
  for (let from = 0; from < streams.length; from += limits.takeBackAtOnce) {
    await Promise.all(streams.slice(from, from + limits.takeBackAtOnce).map(async (stream) => states.set(stream, await stateOf(store, stream))))
  }
  const steps = planInSteps(target.deeds, (stream) => states.get(stream), (wish) => ({ ...blank(system, by), ...wish }))
  for (let planned = 0; ; planned++) {
    // What others send meanwhile is not kept waiting for all of it.
    if (planned % limits.takeBackAtOnce === 0) await setImmediate()
    const step = steps.next()
    if (step.done) return step.value
  }
}

async function stateOf(store: Ports['store'], stream: StreamName): Promise<unknown> {
  const decider = deciderOf(stream)
  let state = decider.initial
  for await (const event of store.readStream(stream)) {
    if (!isReadable(event)) throw new UnreadableEventError(event)
    state = decider.evolve(state, event as never)
  }
  return state
}

function blank(system: System, { actor, sender }: TakingBackBy): Omit<Issued<Command>, 'type' | 'data'> {
  return { id: uuidv7(system) as CommandId, issuedAt: instantOf(system), deviceId: null, actor, sender }
}

/** In one's own library by one's own command; in another's, by the one that names its owner. */
function issued({ system }: Ports, { owner }: Target, by: TakingBackBy, wish: Wish, batchId: CommandId): Issued<Command> {
  const command = { ...blank(system, by), batchId }
  if (by.actor === owner || wish.type !== 'Undo') return { ...command, ...wish }
  return { ...command, sender: 'worker', type: 'UndoFor', data: { userId: owner, title: wish.data.title, commandId: wish.data.commandId! } }
}

function toldOf({ taken, kept }: TakingBack): Pick<TakeBackAnswer, 'taken' | 'kept'> {
  return {
    taken: taken.map(({ deed, facts }) => ({ stream: deed.stream, commandId: deed.commandId, facts: facts.map(({ type, data }) => ({ type, data })) })),
    kept: kept.map(({ deed, refusal }) => ({ stream: deed.stream, commandId: deed.commandId, code: refusal.code, message: refusal.message, by: (refusal.details?.commandId ?? null) as string | null })),
  }
}

/** Something came in between the plan and the act. */
function overtaken({ taken }: TakingBack, outcomes: readonly Outcome[]): TakeBackAnswer['kept'] {
  return outcomes.flatMap((outcome, i) => outcome.status === 'accepted' ? [] : [{ stream: taken[i]!.deed.stream, commandId: taken[i]!.deed.commandId, code: outcome.code, message: outcome.message, by: null }])
}
