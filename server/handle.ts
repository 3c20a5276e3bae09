/**
 * The life of a command on the server: load → fold → decide → append.
 *
 * The same however often it is sent: a command whose events stand in its stream is answered from them; one that left none, from
 * `CommandOutcomes`. Where both exist (two processes decided it at the same moment) the events are the truth.
 * The payload has been checked against its schema at the door.
 */

import type { Command, CommandId, Issued, Outcome } from '../domain/command.ts'
import { maySend } from '../domain/command.ts'
import { isRefusal } from '../domain/decider.ts'
import type { NewEvent, RecordedEvent, StreamName } from '../domain/event.ts'
import type { CommandDefinition } from '../domain/index.ts'
import { commands as definitions, eventsOf } from '../domain/index.ts'
import { isReadable, UnreadableEventError } from '../domain/upcast.ts'
import type { CommandOutcomes } from './command-outcomes.ts'
import type { EventStore } from './event-store/event-store.ts'
import { EventStoreError, NO_STREAM } from './event-store/event-store.ts'
import { createInTurn } from './in-turn.ts'
import { limits } from './limits.ts'
import { accepted, failed, outcomeOfFault, refusedBy, rejected, unknown } from './outcome.ts'

export interface CommandHandler {
  handle(command: Issued<Command>): Promise<Outcome>
  /** Each on its own; those of one stream in this order, and none after one that `failed`, so that a batch sent again keeps its order. */
  handleEach(commands: readonly Issued<Command>[]): Promise<readonly Outcome[]>
  /** All of the commands or none; they must concern one stream. Where one cannot be done, the others are `failed` with `BATCH_REFUSED`. */
  handleAtomically(commands: readonly Issued<Command>[]): Promise<readonly Outcome[]>
}

interface Ports { readonly store: EventStore; readonly outcomes: CommandOutcomes }
type Batch = readonly Issued<Command>[]
type Outcomes = readonly Outcome[]

export function createCommandHandler(ports: Ports): CommandHandler {
  const inTurn = createInTurn({ waitingMax: limits.commandsWaitingPerStreamMax })

  async function handleAtomically(batch: Batch): Promise<Outcomes> {
    if (batch.length === 0) return []
    const barred = batch.map(barTo).find((outcome) => outcome !== undefined)
    if (barred) return refusedBy(barred, batch)
    const stream = streamOf(batch[0]!)
    if (batch.some((command) => streamOf(command) !== stream)) return batch.map(({ id }) => rejected(id, SEVERAL_STREAMS))
    return await inTurn(stream, () => settle(ports, stream, batch)) ?? batch.map(({ id }) => failed(id, 'BUSY', 'Too many changes to the same thing at once. Try again.'))
  }

  const handle = async (command: Issued<Command>): Promise<Outcome> => (await handleAtomically([command]))[0]!

  function handleEach(batch: Batch): Promise<Outcomes> {
    const last = new Map<string, Promise<Outcome>>()
    return Promise.all(batch.map((command) => {
      if (barTo(command)) return handle(command)
      const before = last.get(streamOf(command))
      const outcome = before ? before.then((outcome) => outcome.status === 'failed' ? { ...outcome, id: command.id } : handle(command)) : handle(command)
      last.set(streamOf(command), outcome)
      return outcome
    }))
  }

  return { handle, handleEach, handleAtomically }
}

/** Decides again, on the newer state, while others get in first. */
async function settle(ports: Ports, stream: StreamName, batch: Batch): Promise<Outcomes> {
  let fault: EventStoreError | undefined
  for (let tries = 0; tries <= limits.conflictRetriesMax; tries++) {
    try {
      const outcomes = await decideAndAppend(ports, stream, batch)
      if (outcomes) return outcomes
      fault = undefined
    } catch (error) {
      if (error instanceof UnreadableEventError) return batch.map(({ id }) => failed(id, error.code, 'A newer Rewind has changed this. Update this server, then try again.'))
      if (!(error instanceof EventStoreError)) throw error
      // Ids that stand already are this command's own when another process was first: look once more before saying no.
      if (error.code !== 'EVENT_ID_REUSED' || fault) return batch.map(({ id }) => outcomeOfFault(id, error))
      fault = error
    }
  }
  return batch.map(({ id }) => failed(id, 'CONFLICT', 'Others keep changing the same thing. Try again.'))
}

/** Undefined when the stream has changed in the meantime. */
async function decideAndAppend({ store, outcomes }: Ports, stream: StreamName, batch: Batch): Promise<Outcomes | undefined> {
  const { decider } = definitionOf(batch[0]!)
  const { actor } = batch[0]!
  const [past, remembered] = await Promise.all([load(store, stream, decider, batch), outcomes.find(actor, batch.map(({ id }) => id))])
  const known = new Map([...remembered, ...past.accepted])
  const decided = decide(decider, past.state, batch, known)
  if ('status' in decided) return refusedBy(await outcomes.remember(actor, decided), batch)
  const appended = decided.length === 0 ? [] : await append(store, stream, past.version, decided)
  if (!appended) return undefined
  return Promise.all(batch.map(({ id }) => {
    const events = appended.filter(({ meta }) => meta.commandId === id)
    return known.get(id) ?? (events.length > 0 ? accepted(id, events) : outcomes.remember(actor, accepted(id, [])))
  }))
}

async function load(store: EventStore, stream: StreamName, decider: CommandDefinition['decider'], batch: Batch) {
  const own = new Map<CommandId, RecordedEvent[]>(batch.map(({ id }) => [id, []]))
  let state = decider.initial
  let version = NO_STREAM
  for await (const event of store.readStream(stream)) {
    // Also a type that is not known: what is decided would not be what a newer version decides.
    if (!isReadable(event)) throw new UnreadableEventError(event)
    state = decider.evolve(state, event)
    version = event.version
    own.get(event.meta.commandId)?.push(event)
  }
  const done = new Map([...own].flatMap(([id, events]) => events.length > 0 ? [[id, accepted(id, events)]] : []))
  return { state, version, accepted: done }
}

/** The events of all commands, each decided on what the ones before it lead to; or the first no. */
function decide(decider: CommandDefinition['decider'], before: unknown, batch: Batch, known: ReadonlyMap<CommandId, Outcome>): readonly NewEvent[] | Outcome {
  const all: NewEvent[] = []
  let state = before
  for (const command of new Map(batch.map((command) => [command.id, command])).values()) {
    const past = known.get(command.id)
    if (past?.status === 'rejected') return past
    if (past) continue
    const decision = decider.decide(command, state)
    if (isRefusal(decision)) return rejected(command.id, decision)
    const events = eventsOf(command, decision)
    state = events.reduce((state, event) => decider.evolve(state, event), state)
    all.push(...events)
  }
  return all
}

/** Undefined for a conflict, and when what stands there was appended by somebody else meanwhile: the same command in another process. */
async function append(store: EventStore, stream: StreamName, version: number, events: readonly NewEvent[]): Promise<readonly RecordedEvent[] | undefined> {
  const result = await store.append(stream, version, events)
  if (result.status === 'conflict') return undefined
  const [first] = result.events
  if (first!.meta.commandId !== events[0]!.meta.commandId) throw new EventStoreError('EVENT_ID_REUSED', `Event ${first!.id} is another command's`)
  return first!.version === version + 1 ? result.events : undefined
}

function definitionOf({ type }: Command): CommandDefinition {
  return definitions[type]!
}

function streamOf(command: Issued<Command>): StreamName {
  return definitionOf(command).stream(command.data as never, command.actor)
}

/** Unknown commands and those the sender may not send. Neither is remembered: a newer server, or a higher role, may take them. */
function barTo({ id, type, sender }: Issued<Command>): Outcome | undefined {
  if (!Object.hasOwn(definitions, type)) return unknown(id)
  return maySend(sender, definitions[type]!.least) ? undefined : rejected(id, { code: 'FORBIDDEN', message: 'You may not do that here. An admin can.' })
}

const SEVERAL_STREAMS = { code: 'SEVERAL_STREAMS', message: 'Changes to different things cannot be made all or none.' }
