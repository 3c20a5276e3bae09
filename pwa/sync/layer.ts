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
  /** Raised by each change of a shown row. */
  changes: number
}

export function createLayer<Row>(): Layer<Row> {
  return { confirmed: new Map(), shown: new Map(), guessed: new Set(), changes: 0 }
}

export function confirmRow<Row>(layer: Layer<Row>, key: string, row: Row | undefined): void {
  layer.changes++
  for (const rows of [layer.confirmed, layer.shown]) {
    if (row === undefined) rows.delete(key)
    else rows.set(key, row)
  }
}

export function guessRow<Row>(layer: Layer<Row>, key: string, row: Row | undefined): void {
  layer.changes++
  layer.guessed.add(key)
  if (row === undefined) layer.shown.delete(key)
  else layer.shown.set(key, row)
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
  for (const key of layer.guessed) confirmRow(layer, key, layer.confirmed.get(key))
  layer.guessed.clear()
}

export function clearLayer<Row>(layer: Layer<Row>): void {
  layer.changes++
  for (const rows of [layer.confirmed, layer.shown, layer.guessed]) rows.clear()
}
