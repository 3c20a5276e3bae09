/** What is said, as it is recorded: the sentence within its bounds, and beside it the code that says it in any language. */

import type { Told } from '../domain/said.ts'
import { toldOf } from '../domain/said.ts'
import type { Said } from '../projections/said.ts'
import { limits } from '../server/limits.ts'

/** Values without bounds of their own, such as what many indexers say, are left out where they are too much: the sentence stays. */
export function asRecorded(said: Said): { readonly message: string; readonly told?: Told } {
  const told = toldOf(said)
  const isBounded = JSON.stringify(told).length <= limits.toldCharactersMax
  return { message: said.message.slice(0, limits.sentenceCharactersMax), ...isBounded ? { told } : {} }
}
