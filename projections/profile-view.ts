/**
 * What of a person may be seen by whom. Pure, and the one place that decides it: routes send what comes out of here and nothing else.
 *
 * V1 A private profile is seen by its owner alone; for anybody else there is none.
 * V2 A profile for the household is seen by those who are signed in, guests not among them; a public one by anyone.
 * V3 Of the parts (favourites, ratings, reviews, lists, statistics) only those are seen that its owner shows.
 * V4 A private review is seen by nobody here, its owner included, so that they see what others see; one for friends by the household; a public one by anyone.
 * V5 Of lists only public ones are named: a link that was given to somebody is not given to everybody.
 */

import type { Role } from '../domain/command.ts'
import type { Profile, ProfilePart } from '../domain/profile-fields.ts'
import { BLANK_PROFILE } from '../domain/profile-fields.ts'
import type { LibraryRow, Review } from './library.ts'
import type { ListRow } from './lists.ts'

/** Who looks; null for who has not signed in. */
export interface Onlooker { readonly userId: string; readonly role: Role }
export type Nearness = 'owner' | 'household' | 'stranger'

export function nearnessOf(ownerId: string, onlooker: Onlooker | null): Nearness {
  if (onlooker === null || onlooker.role === 'guest') return onlooker?.userId === ownerId ? 'owner' : 'stranger'
  return onlooker.userId === ownerId ? 'owner' : 'household'
}

/** V1, V2. Undefined: for this onlooker there is no such profile. */
export function profileSeen(row: Profile | undefined, nearness: Nearness): Profile | undefined {
  const profile = row ?? BLANK_PROFILE
  if (nearness === 'owner' || profile.visibility === 'public') return profile
  return nearness === 'household' && profile.visibility === 'household' ? profile : undefined
}

/** V3 */
export function shows({ shows }: Profile, part: ProfilePart): boolean {
  return shows.includes(part)
}

/** V4, newest first. */
export function reviewsSeen(rows: readonly LibraryRow[], nearness: Nearness): readonly (LibraryRow & { readonly review: Review })[] {
  const seen = (review: Review | null) => review !== null && (review.visibility === 'public' || (review.visibility === 'friends' && nearness !== 'stranger'))
  return rows.filter((row): row is LibraryRow & { readonly review: Review } => seen(row.review)).sort((a, b) => a.review.writtenAt < b.review.writtenAt ? 1 : -1)
}

/** V5 */
export function listsSeen(lists: readonly ListRow[], ownerId: string): readonly ListRow[] {
  return lists.filter((list) => list.ownerId === ownerId && list.visibility === 'public' && list.deletedAt === null)
}
