/** What of a film has arrived, in terms of its seconds. Bytes and seconds are taken to go together, which they do roughly. Pure. */

import type { Arrival } from '../../projections/wire.ts'

/** Of the film, from 0 to 1. */
export interface Part { readonly from: number; readonly to: number }
type Spans = Pick<Arrival, 'landed' | 'missing' | 'sizeBytes'>

export function partsOf(spans: Arrival['landed'], sizeBytes: number | null): readonly Part[] {
  return sizeBytes ? spans.map(([from, to]) => ({ from: from / sizeBytes, to: to / sizeBytes })) : []
}

export function arrivedShare({ landed, sizeBytes }: Spans): number {
  return sizeBytes ? landed.reduce((sum, [from, to]) => sum + to - from, 0) / sizeBytes : 0
}

/** Seconds from `at` on that have arrived without a gap. */
export function secondsAhead({ landed, sizeBytes }: Spans, at: number, length: number): number {
  const share = length > 0 ? at / length : 0
  const here = partsOf(landed, sizeBytes).find(({ from, to }) => from <= share && share < to)
  return here ? (here.to - share) * length : 0
}

/** Whether what is shown at `at` has arrived; of a film whose length is not known yet, its beginning. */
export function isHere({ landed, sizeBytes }: Spans, at: number, length: number): boolean {
  const share = length > 0 ? at / length : 0
  return partsOf(landed, sizeBytes).some(({ from, to }) => from <= share && share < to)
}

/** Where the part that is on no server ends, in seconds; undefined where nothing is missing within the next seconds. */
export function gapEnd({ missing, sizeBytes }: Spans, at: number, length: number): number | undefined {
  const [share, soon] = [at / length, (at + NEAR_SECONDS) / length]
  const gap = length > 0 ? partsOf(missing, sizeBytes).find(({ from, to }) => from <= soon && share < to) : undefined
  return gap && gap.to * length
}

/** A player reads so much ahead, and bytes tell seconds only roughly. */
const NEAR_SECONDS = 20
