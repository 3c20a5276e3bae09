/**
 * What a link that lets somebody in is for, asked by what it ends with. That stands behind the `#` of the address, which no browser sends;
 * it stays there until the link is used, so that a reload asks again.
 */

import type { ReactiveControllerHost } from 'lit'
import { ask } from '../catalogue.ts'
import { sent } from '../sent.ts'
import { Question } from './question.ts'

export class LinkQuestion<Offer> extends Question<Offer> {
  #host: ReactiveControllerHost
  #moved = () => this.#host.requestUpdate()

  constructor(host: ReactiveControllerHost, path: string) {
    super(host, (signal) => linkToken() === '' ? undefined : ask<Offer>(path, signal, sent('POST', { token: linkToken() })))
    this.#host = host
  }

  override hostConnected(): void {
    super.hostConnected()
    addEventListener('hashchange', this.#moved)
  }

  override hostDisconnected(): void {
    super.hostDisconnected()
    removeEventListener('hashchange', this.#moved)
  }
}

export function linkToken(): string {
  return location.hash.slice(1)
}

/** Used, it is of no use to whoever looks at the address. */
export function forgetLink(): void {
  history.replaceState(history.state, '', location.pathname)
}
