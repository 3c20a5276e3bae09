/** Rows in two layers: as the server confirmed them, and as shown, with what this device guesses on top. */

import type { RecordedEvent } from '../../domain/event.ts'
import type { Projection } from '../../projections/projection.ts'
import { handlerFor } from '../../projections/projection.ts'

export interface Layer<Row> {
  readonly confirmed: Map<string, Row>
  /** What screens read. The same map for as long as the app runs. */
  readonly shown: Map<string, Row>
  /** Keys whose shown row may differ from the confirmed one. */
  readonly guessed: Set<string>
}

export function createLayer<Row>(): Layer<Row> {
  return { confirmed: new Map(), shown: new Map(), guessed: new Set() }
}

export function confirmRow<Row>({ confirmed, shown }: Layer<Row>, key: string, row: Row | undefined): void {
  for (const rows of [confirmed, shown]) {
    if (row === undefined) rows.delete(key)
    else rows.set(key, row)
  }
}

export function guessRow<Row>({ shown, guessed }: Layer<Row>, key: string, row: Row | undefined): void {
  guessed.add(key)
  if (row === undefined) shown.delete(key)
  else shown.set(key, row)
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
export function dropGuesses<Row>({ confirmed, shown, guessed }: Layer<Row>): void {
  for (const key of guessed) {
    const row = confirmed.get(key)
    if (row === undefined) shown.delete(key)
    else shown.set(key, row)
  }
  guessed.clear()
}

export function clearLayer<Row>({ confirmed, shown, guessed }: Layer<Row>): void {
  for (const rows of [confirmed, shown, guessed]) rows.clear()
}
