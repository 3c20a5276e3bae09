/**
 * Places in an order that people change offline: text keys with room between any two, as in fractional indexing
 * (https://observablehq.com/@dgreensp/implementing-fractional-indexing, by the package `fractional-indexing`).
 *
 * A key grows by one character for about six insertions at one place. `placeAt` keeps keys short, and apart from one another:
 * who wants a place that is taken comes right after the one who has it, and where a key would grow too long the neighbours move
 * over a little.
 */

import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import type { Placed } from './by-order.ts'
import type { StringSchema } from './schema.ts'

/** What a device may ask for. The first character says how many digits come before the fraction; those beyond 16 are never needed. */
export const orderKey: StringSchema = { type: 'string', pattern: '^[L-Za-o][0-9A-Za-z]+$', maxLength: 128 }
const ORDER_KEY = new RegExp(orderKey.pattern!)

/** A key longer than this makes the neighbours move over. */
const COMFORTABLE_LENGTH = 64
/** At most so many of them on either side: one command's events are appended at once. */
const NEIGHBOURS_MAX = 256

/** A key after `before` and before `after`; null for the start or the end. `before` must be less than `after`. */
export function orderKeyBetween(before: string | null, after: string | null): string {
  return generateKeyBetween(before, after)
}

export function isOrderKey(text: string): boolean {
  if (text.length > orderKey.maxLength! || !ORDER_KEY.test(text)) return false
  try {
    generateKeyBetween(text, null)
    return true
  } catch {
    // The package says no in no other way.
    return false
  }
}

/**
 * The key for who wants to be at `wanted` among `others` (in order), and those who move over for it. Undefined where there is
 * no room even so, which takes somebody who makes keys long on purpose.
 */
export function placeAt(wanted: string, others: readonly Placed[]): { readonly orderKey: string; readonly moved: readonly Placed[] } | undefined {
  const at = others.findLastIndex((other) => other.orderKey <= wanted) + 1
  const [before, after] = [others[at - 1]?.orderKey ?? null, others[at]?.orderKey ?? null]
  if (wanted !== before && isComfortable(wanted)) return { orderKey: wanted, moved: [] }
  const own = orderKeyBetween(before, after)
  if (isComfortable(own)) return { orderKey: own, moved: [] }
  for (let reach = 8; reach <= NEIGHBOURS_MAX; reach *= 2) {
    const near = others.slice(Math.max(0, at - reach), at + reach)
    const left = others[at - reach - 1]?.orderKey ?? null
    const keys = generateNKeysBetween(left, others[at + reach]?.orderKey ?? null, near.length + 1)
    if (!keys.every(isComfortable)) continue
    const [orderKey] = keys.splice(Math.min(at, reach), 1)
    return { orderKey: orderKey!, moved: near.map(({ name }, i) => ({ name, orderKey: keys[i]! })) }
  }
  return undefined
}

/** For who comes last. */
export function placeAtEnd(others: readonly Placed[]): ReturnType<typeof placeAt> {
  return placeAt(orderKeyBetween(others.at(-1)?.orderKey ?? null, null), others)
}

function isComfortable(key: string): boolean {
  return key.length <= COMFORTABLE_LENGTH && ORDER_KEY.test(key)
}
