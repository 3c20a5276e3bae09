/** Rows in two layers: as the server confirmed them, and as shown, with what this device guesses on top. */

import type { RecordedEvent } from '../../domain/event.ts'
import type { Projection } from '../../projections/projection.ts'
import { handlerFor } from '../../projections/projection.ts'

export interface Layer<Row> {
  readonly confirmed: Map<string, Row>
  /** Rows that are guessed; undefined: it is guessed that there is none. Few, whatever is confirmed. */
  readonly guessed: Map<string, Row | undefined>
  /** What screens read: the guessed rows on top of the confirmed ones. The same for as long as the app runs. */
  readonly shown: ReadonlyMap<string, Row>
  /** Raised by each change of a shown row. */
  changes: number
}

export function createLayer<Row>(): Layer<Row> {
  const [confirmed, guessed] = [new Map<string, Row>(), new Map<string, Row | undefined>()]
  return { confirmed, guessed, shown: new Shown(confirmed, guessed), changes: 0 }
}

/** One map over the other: of a whole library, to copy it would take as much memory again. */
class Shown<Row> implements ReadonlyMap<string, Row> {
  readonly #confirmed: ReadonlyMap<string, Row>
  readonly #guessed: ReadonlyMap<string, Row | undefined>

  constructor(confirmed: ReadonlyMap<string, Row>, guessed: ReadonlyMap<string, Row | undefined>) {
    this.#confirmed = confirmed
    this.#guessed = guessed
  }

  get(key: string): Row | undefined {
    return this.#guessed.get(key) ?? (this.#guessed.has(key) ? undefined : this.#confirmed.get(key))
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  get size(): number {
    let { size } = this.#confirmed
    for (const [key, row] of this.#guessed) size += Number(row !== undefined) - Number(this.#confirmed.has(key))
    return size
  }

  * entries(): MapIterator<[string, Row]> {
    if (this.#guessed.size === 0) return yield* this.#confirmed
    for (const [key, row] of this.#confirmed) {
      const shown = this.#guessed.has(key) ? this.#guessed.get(key) : row
      if (shown !== undefined) yield [key, shown]
    }
    for (const [key, row] of this.#guessed) if (row !== undefined && !this.#confirmed.has(key)) yield [key, row]
  }

  [Symbol.iterator](): MapIterator<[string, Row]> {
    return this.entries()
  }

  keys(): MapIterator<string> {
    return this.#guessed.size === 0 ? this.#confirmed.keys() : this.entries().map(([key]) => key) as MapIterator<string>
  }

  values(): MapIterator<Row> {
    return this.#guessed.size === 0 ? this.#confirmed.values() : this.entries().map(([, row]) => row) as MapIterator<Row>
  }

  forEach(call: (row: Row, key: string, map: ReadonlyMap<string, Row>) => void): void {
    for (const [key, row] of this) call(row, key, this)
  }
}

export function confirmRow<Row>(layer: Layer<Row>, key: string, row: Row | undefined): void {
  layer.changes++
  if (row === undefined) layer.confirmed.delete(key)
  else layer.confirmed.set(key, row)
}

export function guessRow<Row>(layer: Layer<Row>, key: string, row: Row | undefined): void {
  layer.changes++
  layer.guessed.set(key, row)
}

/** Folds an event that the server recorded. */
export function confirmEvent<Row extends { readonly key: string }>(layer: Layer<Row>, projection: Projection<Row>, event: RecordedEvent): void {
  const handler = handlerFor(projection, event)
  for (const key of handler?.keys(event) ?? []) confirmRow(layer, key, handler!.fold(layer.confirmed.get(key), event, key))
}

/** Folds an event that this device expects the server to record. */
export function guessEvent<Row extends { readonly key: string }>(layer: Layer<Row>, projection: Projection<Row>, event: RecordedEvent): void {
  const handler = handlerFor(projection, event)
  for (const key of handler?.keys(event) ?? []) guessRow(layer, key, handler!.fold(layer.shown.get(key), event, key))
}

/** Shows only what is confirmed. */
export function dropGuesses<Row>(layer: Layer<Row>): void {
  layer.changes += layer.guessed.size
  layer.guessed.clear()
}

export function clearLayer<Row>(layer: Layer<Row>): void {
  layer.changes++
  layer.confirmed.clear()
  layer.guessed.clear()
}
