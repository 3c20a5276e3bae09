/** What stands at the bottom edge, and is used there: toasts leave it its room, as a controller. One such thing at a time. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'

const name = '--toasts-above'
const gapPx = 8

export class ToastRoom implements ReactiveController {
  readonly #part: () => Element | null
  #watched: Element | null = null
  #sizes = new ResizeObserver(() => document.documentElement.style.setProperty(name, `${Math.ceil(this.#watched!.getBoundingClientRect().height) + gapPx}px`))

  /** `part`: what it is, while it is there. */
  constructor(host: ReactiveControllerHost, part: () => Element | null) {
    this.#part = part
    host.addController(this)
  }

  hostUpdated(): void {
    this.#watch(this.#part())
  }

  hostDisconnected(): void {
    this.#watch(null)
  }

  #watch(part: Element | null): void {
    if (part === this.#watched) return
    this.#sizes.disconnect()
    this.#watched = part
    if (part) this.#sizes.observe(part)
    else document.documentElement.style.removeProperty(name)
  }
}
