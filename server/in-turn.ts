/** Work on one key is done one piece at a time, in the order it came; work on different keys side by side. */

/** Answers undefined at once when `waitingMax` pieces wait for the key already. */
export function createInTurn({ waitingMax }: { waitingMax: number }): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> | undefined {
  const queues = new Map<string, { last: Promise<unknown>; waiting: number }>()
  return <Result>(key: string, work: () => Promise<Result>) => {
    const queue = queues.get(key) ?? { last: Promise.resolve(), waiting: 0 }
    if (queue.waiting >= waitingMax) return undefined
    queues.set(key, queue)
    queue.waiting++
    const done = queue.last.then(work).finally(() => {
      if (--queue.waiting === 0) queues.delete(key)
    })
    // The next one's turn comes whatever became of this one; whoever asked for this one hears of it.
    queue.last = done.catch(() => undefined)
    return done
  }
}
