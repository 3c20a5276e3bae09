/**
 * Which toasts are in sight: the newest that passes, and below it the newest that stays. The others that stay wait beneath it until it is closed,
 * so that a phone shows two at most and nothing that stays is ever pushed out by what passes.
 */

import type { Lasting, Toast } from './show-toast.ts'

/** Of the browser, whoever is signed in; all else was told to one person and goes with them. */
const ofTheBrowser: ReadonlySet<Lasting | undefined> = new Set<Lasting>(['update', 'storage'])

export class ToastPile {
  #passing: Toast | undefined
  /** By what they are about, oldest first. */
  #lasting = new Map<Lasting, Toast>()

  get passing(): Toast | undefined {
    return this.#passing
  }

  /** In the order in which they stand one above the other. */
  get inSight(): readonly Toast[] {
    return [this.#passing, [...this.#lasting.values()].at(-1)].filter((toast) => toast !== undefined)
  }

  /** Of those that stay, one about the same takes the place of the one before it. */
  show(toast: Toast): void {
    if (toast.lasting === undefined) this.#passing = toast
    else {
      this.#lasting.delete(toast.lasting)
      this.#lasting.set(toast.lasting, toast)
    }
  }

  close(toast: Toast): void {
    if (toast === this.#passing) this.#passing = undefined
    else if (toast.lasting !== undefined && this.#lasting.get(toast.lasting) === toast) this.#lasting.delete(toast.lasting)
  }

  /** Those go that say what is so no longer. */
  settle(): void {
    for (const toast of [this.#passing, ...this.#lasting.values()]) if (toast?.holds?.() === false) this.close(toast)
  }

  /** It is so no longer. */
  end(about: Lasting): void {
    this.#lasting.delete(about)
  }

  /** The person has gone, or the page has: see `ofTheBrowser`. */
  leave(): void {
    this.#passing = undefined
    for (const about of [...this.#lasting.keys()]) if (!ofTheBrowser.has(about)) this.#lasting.delete(about)
  }
}
