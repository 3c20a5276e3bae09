/** When a position is worth recording. Pure. */

export interface Report { readonly positionSeconds: number; readonly durationSeconds: number }

/** The domain records a position every 15 s of film; asking more often would only be refused. */
const stepSeconds = 15
/** Leaving says where, unless that was said just now. */
const leaveStepSeconds = 3

export function nextReport(last: Report | undefined, now: Report, leaving: boolean): Report | undefined {
  const rounded = { positionSeconds: Math.round(now.positionSeconds * 10) / 10, durationSeconds: Math.max(1, Math.round(now.durationSeconds * 10) / 10) }
  const moved = Math.abs(rounded.positionSeconds - (last?.positionSeconds ?? 0))
  return moved >= (leaving ? leaveStepSeconds : stepSeconds) ? rounded : undefined
}
