import type { LeavingWhy } from './retention.ts'

/** Why the files of a film were deleted, in English, as it is recorded. */
export const DELETION_REASONS: Readonly<Record<LeavingWhy, string>> = { asked: 'An admin deleted it.', expired: 'Its time was over.', room: 'The room was needed.' }

/** Of a deletion that was recorded before it said this by a code. */
export function whyDeleted(reason: string): LeavingWhy | null {
  return (Object.keys(DELETION_REASONS) as LeavingWhy[]).find((why) => DELETION_REASONS[why] === reason) ?? null
}
