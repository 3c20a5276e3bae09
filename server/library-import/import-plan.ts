/**
 * What an import brings to one stream, decided step by step by the stream's own decider: what is planned is what will happen, unless
 * somebody comes in between.
 *
 * 1. What is so already is `same`, and nothing is sent for it.
 * 2. What was taken away here by hand stays away, and what is otherwise here stays, unless the person chose the export's word (`differing`).
 * 3. What an undo took back, such as the undo of the whole import, may come again.
 * 4. What cannot be is left out, with the line it stood in and why.
 */

import type { Command, CommandId, Issued, Role } from '../../domain/command.ts'
import type { Decider } from '../../domain/decider.ts'
import { isRefusal } from '../../domain/decider.ts'
import type { Fact, UserId } from '../../domain/event.ts'
import { eventsOf } from '../../domain/index.ts'
import { millisecondsOf } from '../../domain/instant.ts'
import type { Wish } from '../../domain/take-back.ts'
import type { Log } from '../../domain/undo.ts'
import { newestFirst } from '../../domain/undo.ts'
import type { ImportConflict, ImportCounts, ImportKind, ImportLeftOut, ImportTake } from '../../projections/wire-import.ts'
import { limits } from '../limits.ts'
import { payloadDetails } from '../routes/command-body.ts'
import { commandIdOf } from './command-ids.ts'
import { counted } from './import-shapes.ts'

export interface Planning {
  readonly userId: UserId
  readonly role: Role
  readonly take: ImportTake
  /** When the import was sent: of facts whose time nobody wrote down. */
  readonly at: string
  readonly batchId: CommandId
  /** Ids that were tried and refused for good. */
  readonly spent?: ReadonlySet<string>
}

export interface Plan {
  readonly commands: readonly Issued<Command>[]
  readonly counts: ImportCounts
  readonly conflicts: readonly ImportConflict[]
  readonly leftOut: readonly ImportLeftOut[]
}

/** Where something stood in the export. */
export interface Origin { readonly file: string; readonly line: number }
export interface Proposal {
  /** Null for what only keeps something else as it is: it is not counted. */
  readonly kind: ImportKind | null
  /** All of the fact but its time. */
  readonly key: string
  /** When it was so; null where nobody wrote it down. */
  readonly at: string | null
  readonly origin: Origin
  readonly wish: Wish
}

export interface Drafting<State> {
  readonly state: State
  /** Commands of this fact, of this import and of earlier ones, the oldest first. */
  ownIds(key: string, at: string | null): ReadonlySet<string>
  isOwn(key: string, at: string | null, commandId: string): boolean
  /** A field that this import, or an earlier one, had set, and somebody has cleared by hand since. */
  wasTakenAway(field: string, key: string, at: string | null): boolean
  propose(proposal: Proposal): void
  same(kind: ImportKind): void
  /** `theirs`: what to propose where the export's word counts. */
  differs(conflict: ImportConflict, theirs: Proposal): void
  leaveOut(kind: ImportKind | null, origin: Origin, code: string, message: string): void
}

/** Part of the id of what has no time. */
const UNDATED = '1970-01-01T00:00:00.000Z'

export function draft<C, F extends Fact, State extends Log<F>>(decider: Decider<State, C, F>, before: State, { userId, role, take, at: now, batchId, spent }: Planning) {
  const commands: Issued<Command>[] = []
  const conflicts: ImportConflict[] = []
  const leftOut: ImportLeftOut[] = []
  let counts: ImportCounts = {}
  let state = before
  const used = new Set<string>(spent)
  for (const { commandId } of newestFirst(before)) used.add(commandId)
  const count = (kind: ImportKind | null, which: Parameters<typeof counted>[2]) => { if (kind !== null) counts = counted(counts, kind, which) }

  function* pastIds(key: string, at: string | null): Generator<CommandId> {
    for (let round = 0; ; round++) {
      const id = commandIdOf(userId, key, at ?? UNDATED, round)
      if (!used.has(id)) return
      yield id
    }
  }

  const ownIds = (key: string, at: string | null): ReadonlySet<string> => new Set<string>(pastIds(key, at))

  const drafting: Drafting<State> = {
    get state() { return state },
    ownIds,
    isOwn: (key, at, commandId) => ownIds(key, at).has(commandId),
    wasTakenAway(field, key, at) {
      const ids = ownIds(key, at)
      if (ids.size === 0) return false
      const entries = [...newestFirst(state)].filter((entry) => entry.field === field)
      return entries[0]?.after === null && entries[0].undoes === undefined && entries.some(({ commandId }) => ids.has(commandId))
    },
    propose({ kind, key, origin, wish, at }) {
      const issuedAt = at === null || millisecondsOf(at) > millisecondsOf(now) ? now : at
      const command = { ...wish, id: commandIdOf(userId, key, at ?? UNDATED, [...pastIds(key, at)].length), issuedAt, deviceId: null, batchId, actor: userId, sender: role } as Issued<Command>
      const [wrong] = payloadDetails(command)
      if (wrong) return drafting.leaveOut(kind, origin, 'INVALID_INPUT', `${wrong.field} ${wrong.message}.`)
      const decided = decider.decide(command as never, state)
      if (isRefusal(decided)) return drafting.leaveOut(kind, origin, decided.code, decided.message)
      if (decided.length === 0) return count(kind, 'same')
      state = eventsOf(command, decided).reduce((state, event) => decider.evolve(state, event as never), state)
      used.add(command.id)
      commands.push(command)
      count(kind, 'fresh')
    },
    same: (kind) => count(kind, 'same'),
    differs(conflict, theirs) {
      conflicts.push(conflict)
      const before = counts
      if (take === 'theirs') drafting.propose(theirs)
      counts = counted(before, conflict.kind, 'differing')
    },
    leaveOut(kind, { file, line }, code, message) {
      if (kind === null) return
      count(kind, 'leftOut')
      if (leftOut.length < limits.libraryImportLeftOutMax) leftOut.push({ kind, code, message, file, line })
    },
  }
  return { drafting, plan: (): Plan => ({ commands, counts, conflicts, leftOut }) }
}
