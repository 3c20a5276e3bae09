/** Where watching goes on, the same on the server and in the app. Pure. */

const BEGUN_SHARE = 0.05
const WATCHED_SHARE = 0.9
/** What is shorter is watched again from its start. */
const SHORT_SECONDS = 300

/** It is worth going on there: the thing is long enough, somebody got into it, and its end is still to come. */
export function isBegun(positionSeconds: number, durationSeconds: number): boolean {
  return durationSeconds >= SHORT_SECONDS && positionSeconds >= durationSeconds * BEGUN_SHARE && positionSeconds < durationSeconds * WATCHED_SHARE
}

export interface Position { readonly positionSeconds: number; readonly durationSeconds: number; readonly at: string }

/** Seconds to start at. A viewing that was marked since, by hand or on another device, ends what was begun before it. */
export function resumeAt(position: Position | undefined, lastWatchedAt: string | null): number {
  if (position === undefined || !isBegun(position.positionSeconds, position.durationSeconds)) return 0
  return lastWatchedAt !== null && lastWatchedAt >= position.at ? 0 : position.positionSeconds
}
