/** When the next one is offered, and when it begins by itself. Pure. */

interface Chapter { readonly startSeconds: number; readonly name: string }

/** Credits that their chapter tells of, in the languages that discs are made in. */
const CREDITS = /credits|end titles|abspann|générique|titoli di coda|créditos|napisy|титры|شارة/i
/** Credits are at the end: an opening's are no reason to go. */
const CREDITS_SHARE = 0.6
const END_SHARE = 0.02
const END_SECONDS = [8, 30] as const
/** From when the offer is shown until it is taken up. */
const COUNT_SECONDS = 15

/** The second at which the next one is offered: with the credits, or shortly before the end. */
export function offeredFrom(length: number, chapters: readonly Chapter[]): number {
  const credits = chapters.find(({ startSeconds, name }) => startSeconds >= length * CREDITS_SHARE && CREDITS.test(name))
  return credits?.startSeconds ?? length - Math.min(END_SECONDS[1], Math.max(END_SECONDS[0], length * END_SHARE))
}

/** Of the picture: more at once is somebody's seeking. */
const SEEK_SECONDS = 3

/** Where the offer counts from: a seek within the credits begins the count anew, so that what comes after them can be looked for. */
export function shownFrom(at: number, formerAt: number | undefined, shownAt: number | undefined): number {
  return shownAt === undefined || formerAt === undefined || Math.abs(at - formerAt) > SEEK_SECONDS ? at : shownAt
}

/** Seconds until it begins, none below zero. `shownAt`: where the offer was made, as it is when somebody seeks into the credits. */
export function secondsLeft(at: number, length: number, shownAt: number): number {
  return Math.max(0, Math.ceil(Math.min(length, shownAt + COUNT_SECONDS) - at))
}
