const SOONEST_MS = 25
const LATEST_MS = 100

/**
 * Waits until `check` answers something truthy, and says what it was waiting for when it does not. Asked less often the longer it takes, unless it is said how
 * often: what is waited for has the same processor, and most questions go to a server that answers others meanwhile.
 */
export async function eventually<T>(what: string, check: () => Promise<T> | T, timeoutMs = 60_000, everyMs?: number): Promise<Exclude<T, false | null | undefined>> {
  const began = performance.now()
  const deadline = began + timeoutMs
  let last: unknown
  while (performance.now() < deadline) {
    try {
      const value = await check()
      if (value) return value as Exclude<T, false | null | undefined>
      last = value
    } catch (error) {
      last = error
    }
    const pauseMs = everyMs ?? Math.min(Math.max(SOONEST_MS, (performance.now() - began) / 20), LATEST_MS)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  throw new Error(`Waited ${timeoutMs} ms for: ${what}; last seen: ${last instanceof Error ? last.stack : JSON.stringify(last)}`)
}
