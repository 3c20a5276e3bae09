/** A wish, of any part of a title's page, to see the releases of its film. */
export const CHOOSE_RELEASE = 'choose-release'

export function chooseRelease({ currentTarget }: Event): void {
  currentTarget!.dispatchEvent(new Event(CHOOSE_RELEASE, { bubbles: true, composed: true }))
}
