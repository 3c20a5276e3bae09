/** What somebody types to find something, as a controller: what is written, and what of it is asked for once the typing rests. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'

const restMs = 250

export class RestingText implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #text = ''
  #asked = ''
  #rest: ReturnType<typeof setTimeout> | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    clearTimeout(this.#rest)
  }

  /** As it is written. */
  get text(): string {
    return this.#text
  }

  /** What was written when the typing rested last, with no space around it. */
  get asked(): string {
    return this.#asked
  }

  /** For a field's `input`. */
  readonly typed = (event: InputEvent): void => {
    this.#text = (event.target as HTMLInputElement).value
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.#ask(), restMs)
    this.#host.requestUpdate()
  }

  /** Written by nobody: it is asked for at once. */
  begin(text: string): void {
    this.#text = text
    this.#ask()
  }

  #ask(): void {
    clearTimeout(this.#rest)
    this.#asked = this.#text.trim()
    this.#host.requestUpdate()
  }
}
