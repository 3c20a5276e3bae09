/** A wish, of any part of a title's page or an episode's sheet, to see its releases; and who may have it. */

import type { Playable } from '../../domain/playable.ts'
import { replica } from '../house.ts'
import { library } from '../library.ts'
import { mayChooseFor } from './downloads-groups.ts'

export const CHOOSE_RELEASE = 'choose-release'

export function chooseRelease({ currentTarget }: Event): void {
  currentTarget!.dispatchEvent(new Event(CHOOSE_RELEASE, { bubbles: true, composed: true }))
}

export function mayChoose(playable: Playable): boolean {
  const session = replica()?.session
  return session !== undefined && mayChooseFor(library.jobOf(playable), session)
}
