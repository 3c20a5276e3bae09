/** A wish, of any part of a title's page or an episode's sheet, to see its releases; and who may have it. */

import type { Playable } from '../../domain/playable.ts'
import { replica } from '../house.ts'
import { library } from '../library.ts'
import { actsFor } from './downloads-groups.ts'

export const CHOOSE_RELEASE = 'choose-release'

export function chooseRelease({ currentTarget }: Event): void {
  currentTarget!.dispatchEvent(new Event(CHOOSE_RELEASE, { bubbles: true, composed: true }))
}

/** Anew, or, by whom it is up to, instead of what is under way. What is stored, or on its way out, keeps the release it has. */
export function mayChoose(playable: Playable): boolean {
  if (library.isGuest()) return false
  const job = library.jobOf(playable)
  switch (job?.status) {
    case 'cancelled': case 'deleted': case undefined: return true
    default: {
      const session = replica()?.session
      return job !== undefined && session !== undefined && actsFor(job, session).includes('choose')
    }
  }
}
