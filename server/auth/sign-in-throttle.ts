/**
 * Slows down whoever guesses passwords: after `limits.signInFailuresFree` failures for one name from one address, or five
 * times as many from one address whatever the name, each further failure doubles the wait. A success forgets the name's. Who guesses the codes of a
 * second factor has the password already, and may come from many addresses: those count for the person alone.
 */

import { limits } from '../limits.ts'

interface Failures { readonly count: number; readonly waitUntil: number; readonly forgetAt: number }

export interface SignInThrottle {
  /** Milliseconds to wait before another try; 0 when free. */
  waitMs(username: string, address: string): number
  failed(username: string, address: string): void
  succeeded(username: string, address: string): void
  /** The same of a person's codes, five times as many of which are free. */
  codeWaitMs(userId: string): number
  codeFailed(userId: string): void
  codeSucceeded(userId: string): void
}

/** Milliseconds to sleep before what is the same for everybody is told: to the end of the `limits.signInRefusalMs` it is in, also where the machine took longer for those who are known. */
export function untilTold(askedAt: number, now: number): number {
  return limits.signInRefusalMs - Math.max(0, now - askedAt) % limits.signInRefusalMs
}

export function signInThrottle(now: () => number): SignInThrottle {
  const known = new Map<string, Failures>()
  const keysOf = (username: string, address: string) => [
    { key: `${address} ${username.toLowerCase()}`, free: limits.signInFailuresFree },
    { key: address, free: limits.signInFailuresFree * 5 },
  ]

  const count = (key: string, free: number) => {
    const before = known.get(key)
    const count = (before && before.forgetAt > now() ? before.count : 0) + 1
    const waitMs = count < free ? 0 : Math.min(limits.signInWaitMaxMs, limits.signInWaitMs * 2 ** (count - free))
    // Deleted and set again, so that the map's order is by age and its oldest entry is its first.
    known.delete(key)
    known.set(key, { count, waitUntil: now() + waitMs, forgetAt: now() + limits.signInForgetMs })
    if (known.size > limits.signInThrottleEntriesMax) known.delete(known.keys().next().value!)
  }

  const waitMsOf = (key: string) => Math.max(0, (known.get(key)?.waitUntil ?? 0) - now())
  const codesOf = (userId: string) => `codes of ${userId}`

  return {
    waitMs: (username, address) => Math.max(...keysOf(username, address).map(({ key }) => waitMsOf(key))),
    failed(username, address) {
      for (const { key, free } of keysOf(username, address)) count(key, free)
    },
    succeeded(username, address) {
      known.delete(keysOf(username, address)[0]!.key)
    },
    codeWaitMs: (userId) => waitMsOf(codesOf(userId)),
    codeFailed: (userId) => count(codesOf(userId), limits.signInFailuresFree * 5),
    codeSucceeded(userId) { known.delete(codesOf(userId)) },
  }
}
