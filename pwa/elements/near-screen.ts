/** Whether an element is, or once was, nearly on the screen: what needs the network waits for it. As a controller. */

import type { ReactiveController, ReactiveElement } from 'lit'

const aheadPx = 600

export class NearScreen implements ReactiveController {
  #host: ReactiveElement
  #is = false
  #seen = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return
    this.#is = true
    this.#seen.disconnect()
    this.#host.requestUpdate()
  }, { rootMargin: `${aheadPx}px 0px` })

  constructor(host: ReactiveElement) {
    this.#host = host
    host.addController(this)
  }

  get is(): boolean {
    return this.#is
  }

  hostConnected(): void {
    if (!this.#is) this.#seen.observe(this.#host)
  }

  hostDisconnected(): void {
    this.#seen.disconnect()
  }
}
