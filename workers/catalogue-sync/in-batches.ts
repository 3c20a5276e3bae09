/** Work on many things at once, its results handed over in batches, and never more unsettled than a bound: under way, waiting to be handed over, or with whoever takes them. */

import type { System } from '../../server/system.ts'

export interface BatchBounds {
  readonly atOnce: number
  readonly unsettledMax: number
  readonly batchMax: number
  /** A result waits so long at most for others to go with it. */
  readonly batchMs: number
}

/**
 * Yields what `work` made of the items, in any order. After `signal` nothing new is begun, and what is under way still comes. What `work` throws, and what
 * the items throw, is thrown here.
 */
export async function* inBatches<Item, Result>(
  items: AsyncIterable<Item>, work: (item: Item) => Promise<Result>, bounds: BatchBounds, system: Pick<System, 'sleep'>, signal: AbortSignal,
): AsyncGenerator<readonly Result[]> {
  const ready: Result[] = []
  let [underWay, handedOver, ended] = [0, 0, false]
  let fault: { readonly error: unknown } | undefined
  let moved = Promise.withResolvers<void>()
  const move = () => {
    moved.resolve()
    moved = Promise.withResolvers()
  }
  const fail = (error: unknown) => {
    fault ??= { error }
    move()
  }
  const begin = async (item: Item) => {
    try {
      ready.push(await work(item))
    } catch (error) {
      fail(error)
    }
    underWay--
    move()
  }
  const feed = async () => {
    for await (const item of items) {
      while (!fault && !signal.aborted && !ended && (underWay >= bounds.atOnce || underWay + ready.length + handedOver >= bounds.unsettledMax)) await moved.promise
      if (fault || signal.aborted || ended) break
      underWay++
      void begin(item)
    }
  }
  let fed = false
  const feeding = feed().catch(fail).finally(() => {
    fed = true
    move()
  })
  signal.addEventListener('abort', move, { once: true })
  const settled = () => (fed || signal.aborted) && underWay === 0
  try {
    while (!settled() || ready.length > 0) {
      while (!fault && ready.length === 0 && !settled()) await moved.promise
      if (!fault && ready.length > 0 && ready.length < bounds.batchMax && !settled()) await fuller()
      if (fault) throw fault.error
      const batch = ready.splice(0, bounds.batchMax)
      if (batch.length === 0) continue
      handedOver = batch.length
      yield batch
      handedOver = 0
      move()
    }
    await feeding
    if (fault) throw fault.error
  } finally {
    ended = true
    signal.removeEventListener('abort', move)
    move()
  }

  /** Until the batch is full, nothing more comes, or the first of it has waited long enough. */
  async function fuller(): Promise<void> {
    const over = new AbortController()
    let late = false
    const waited = system.sleep(bounds.batchMs, over.signal).then(() => { late = true; move() })
    while (!late && !fault && ready.length < bounds.batchMax && !settled()) await moved.promise
    over.abort()
    await waited
  }
}
