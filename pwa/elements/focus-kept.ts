/** For buttons that go when they have done their work: whoever pressed one by keys stays near, at what the selector names. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'

export class FocusKept implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #near: string
  #focused = false

  constructor(host: ReactiveControllerHost & HTMLElement, near: string) {
    this.#host = host
    this.#near = near
    host.addController(this)
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement instanceof HTMLElement
  }

  hostUpdated(): void {
    const { shadowRoot } = this.#host
    if (this.#focused && !shadowRoot?.activeElement) shadowRoot?.querySelector<HTMLElement>(this.#near)?.focus({ preventScroll: true })
  }
}
