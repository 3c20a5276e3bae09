/**
 * The elements of batches, up to a limit. What an async generator does, at half its price: a million events come this way in a
 * replay, and each would cost it three turns of the queue of promises. Asked for one at a time, as `for await` does.
 */
export class OneByOne<Element> implements AsyncIterableIterator<Element> {
  readonly #batches: AsyncGenerator<readonly Element[]>
  #left: number
  #batch: readonly Element[] = []
  #at = 0

  constructor(batches: AsyncGenerator<readonly Element[]>, limit = Infinity) {
    this.#batches = batches
    this.#left = limit
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<Element, undefined>> {
    if (this.#left <= 0 || this.#at >= this.#batch.length) return this.#further()
    this.#left--
    return Promise.resolve({ value: this.#batch[this.#at++]!, done: false })
  }

  async #further(): Promise<IteratorResult<Element, undefined>> {
    if (this.#left <= 0) return await this.return()
    do {
      const { value, done } = await this.#batches.next()
      if (done) return { value: undefined, done }
      this.#batch = value
      this.#at = 0
    } while (this.#batch.length === 0)
    return await this.next()
  }

  async return(): Promise<IteratorResult<Element, undefined>> {
    this.#left = 0
    await this.#batches.return(undefined)
    return { value: undefined, done: true }
  }
}
