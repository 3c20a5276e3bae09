/** However many ask for a key at once, the work is done once and all get its outcome. */

export type SingleFlight<T> = (key: string, work: () => Promise<T>) => Promise<T>

export function singleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Promise<T>>()
  return (key, work) => {
    const running = flights.get(key)
    if (running) return running
    const flight = work().finally(() => flights.delete(key))
    flights.set(key, flight)
    return flight
  }
}
