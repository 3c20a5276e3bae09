/** Faults of the connection to PostgreSQL, told from errors of what was asked, and bounded patience with them. */

import { limits } from '../limits.ts'
import type { System } from '../system.ts'

/**
 * Classes of SQLSTATE that say "not now" rather than "not that": connection (08), rollback (40), resources (53),
 * operator intervention (57: shutdown, terminated, starting up), system error (58).
 */
const PASSING = /^(08|40|53|57|58)/
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/
const OF_THE_SOCKET = /^(E[A-Z]+|ERR_STREAM_\w+|ERR_SOCKET_\w+)$/
/** What `pg` says, without a code, when a connection ended or a time is up. */
const OF_THE_DRIVER = /^(Connection terminated|Connection ended|timeout exceeded|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed)/

export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return OF_THE_DRIVER.test(error.message)
  return SQLSTATE.test(code) ? PASSING.test(code) : OF_THE_SOCKET.test(code)
}

/** 25 ms, 50 ms … 1 s at most, or down to half of that: `chance`, from 0 to 1, keeps those who wait from coming back together. */
export function backoffMs(attempt: number, chance: number): number {
  return Math.round(Math.min(limits.retryDelayMaxMs, limits.retryDelayMinMs * 2 ** attempt) * (0.5 + chance / 2))
}

export function chanceOf(system: Pick<System, 'randomBytes'>): number {
  return system.randomBytes(1)[0]! / 255
}

/** Asks again while faults pass, for at most `limits.databaseRetryMs`; then throws the last one. Only for what may be asked twice. */
export async function withRetries<Result>(system: System, ask: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  const giveUpAt = system.now() + limits.databaseRetryMs
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (!isPassingFault(error) || signal?.aborted || system.now() >= giveUpAt) throw error
      await system.sleep(backoffMs(attempt, chanceOf(system)), signal)
    }
  }
}
