/** Waits until `check` answers something truthy, and says what it was waiting for when it does not. */
export async function eventually<T>(what: string, check: () => Promise<T> | T, timeoutMs = 15_000, everyMs = 25): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + timeoutMs
  let last: unknown
  while (performance.now() < deadline) {
    try {
      const value = await check()
      if (value) return value as Exclude<T, false | null | undefined>
      last = value
    } catch (error) {
      last = error
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  throw new Error(`Waited ${timeoutMs} ms for: ${what}; last seen: ${last instanceof Error ? last.stack : JSON.stringify(last)}`)
}
