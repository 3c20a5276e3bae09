/** Ids of the commands of an import, and of lists: made from what is imported, so that the same line of any export is the same command. */

import { createHash } from 'node:crypto'
import type { CommandId } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { uuidv4Of, uuidv7Of } from '../../domain/ids.ts'
import { millisecondsOf } from '../../domain/instant.ts'

/**
 * A command that was taken back is not done again under its own id: the next `round` is. `key` says all of the fact; `at` is when it was
 * so, which is the time the id carries (those before 1970 carry that year's beginning).
 */
export function commandIdOf(userId: UserId, key: string, at: string, round: number): CommandId {
  return uuidv7Of(Math.max(0, millisecondsOf(at)), digest(`command ${userId} ${round} ${at} ${key}`)) as CommandId
}

export function listIdOf(userId: UserId, name: string, round: number): string {
  return uuidv4Of(digest(`list ${userId} ${round} ${name}`))
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest().subarray(0, 16)
}
