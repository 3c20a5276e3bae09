/**
 * Given what happened, when a command comes, then facts: how a decider's rules are told.
 *
 *   given(t, libraryDecider).done('AddFavourite', { title }).when('RemoveFavourite', { title }).then({ type: 'FavouriteRemoved', data: {} })
 *
 * What happened is told in commands, so that no test starts from a history that could not be. Each step is folded twice, from
 * recorded events and from a device's guesses, which must lead to the same.
 */

import { deepStrictEqual } from 'node:assert/strict'
import type { Command, CommandId, Issued, Sender } from '../../domain/command.ts'
import type { Decider, Refusal } from '../../domain/decider.ts'
import { isRefusal } from '../../domain/decider.ts'
import type { Actor, Fact, NewEvent, RecordedEvent, StreamName, UserId } from '../../domain/event.ts'
import { positionOf } from '../../domain/event.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import { commands as definitions, eventsOf } from '../../domain/index.ts'
import type { Test } from './tap.ts'

export const ada = '0a0a0a0a-0000-4000-8000-000000000001' as UserId
export const bob = '0b0b0b0b-0000-4000-8000-000000000002' as UserId
export const NOON = '2026-03-01T12:00:00.000Z'

export interface Circumstances { readonly by?: Actor; readonly as?: Sender; readonly at?: string; readonly id?: CommandId }

/** A UUIDv7 that is the same in every run. The steps of a story are numbered from 1. */
export function commandId(number: number): CommandId {
  return `01930000-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as CommandId
}

/** An instant so many seconds after noon. */
export function after(seconds: number): string {
  return new Date(Date.parse(NOON) + seconds * 1_000).toISOString()
}

export function issue<T extends CommandType>(type: T, data: CommandData[T], { by = ada, as = 'member', at = NOON, id = commandId(1) }: Circumstances = {}): Issued<Command<T, CommandData[T]>> {
  return { id, type, data, issuedAt: at, deviceId: null, actor: by, sender: as }
}

export function streamOf(command: Issued<Command>): StreamName {
  return definitions[command.type]!.stream(command.data as never, command.actor)
}

/** Events as the store gives them back. */
export function recorded(events: readonly NewEvent[], stream: StreamName, { version = 0, position = version + 1 }: { version?: number; position?: number } = {}): RecordedEvent[] {
  return events.map((event, i) => ({ ...event, stream, version: version + i, position: positionOf(position + i), recordedAt: event.meta.issuedAt }))
}

export interface Then<F extends Fact> {
  then(...facts: readonly F[]): void
  thenNothing(): void
  thenRefused(code: string, details?: Readonly<Record<string, unknown>>): void
}

export interface Story<State, F extends Fact> {
  readonly state: State
  readonly events: readonly RecordedEvent[]
  /** A command that must be accepted; what it decides happens. */
  done<T extends CommandType>(type: T, data: CommandData[T], circumstances?: Circumstances): Story<State, F>
  when<T extends CommandType>(type: T, data: CommandData[T], circumstances?: Circumstances): Then<F>
}

export function given<State, C, F extends Fact>(t: Test, decider: Decider<State, C, F>, past: readonly RecordedEvent[] = [], steps = 0): Story<State, F> {
  const fold = (events: readonly (NewEvent | RecordedEvent)[], start: State) => events.reduce((state, event) => decider.evolve(state, event as never), start)
  const state = fold(past, decider.initial)
  const next = <T extends CommandType>(type: T, data: CommandData[T], circumstances: Circumstances | undefined) => {
    const command = issue(type, data, { id: commandId(steps + 1), ...circumstances })
    return { command, decision: decider.decide(command as never, state) }
  }
  return {
    state,
    events: past,
    done(type, data, circumstances) {
      const { command, decision } = next(type, data, circumstances)
      if (isRefusal(decision)) throw new Error(`${type} was refused: ${decision.code}: ${decision.message}`)
      const guessed = eventsOf(command, decision)
      const events = recorded(guessed, streamOf(command), { version: past.length })
      deepStrictEqual(fold(guessed, state), fold(events, state), 'guesses and records lead to the same state')
      return given(t, decider, [...past, ...events], steps + 1)
    },
    when(type, data, circumstances) {
      const { decision } = next(type, data, circumstances)
      return thenOf(t, type, decision)
    },
  }
}

function thenOf<F extends Fact>(t: Test, type: string, decision: readonly F[] | Refusal): Then<F> {
  const facts = (wanted: readonly F[]) => isRefusal(decision)
    ? void t.fail(`${type} was refused`, { found: decision, wanted })
    : void t.strictSame(decision, wanted, `${type} decides ${wanted.map(({ type }) => type).join(', ') || 'nothing'}`)
  return {
    then: (...wanted) => facts(wanted),
    thenNothing: () => facts([]),
    thenRefused(code, details) {
      if (!isRefusal(decision)) return void t.fail(`${type} was not refused`, { found: decision, wanted: code })
      t.strictSame({ code: decision.code, ...details && { details: decision.details } }, { code, ...details && { details } }, `${type} is refused: ${code}`)
      t.strictSame(/^\p{Lu}.*[.!]$/u.test(decision.message), true, `says why in a sentence: ${decision.message}`)
    },
  }
}
