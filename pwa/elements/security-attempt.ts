/** One change of how somebody signs in, as a controller: whether it is under way, and what became of the last one that failed, in words. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { CatalogueFailure } from '../catalogue.ts'
import type { SettingsKey } from '../strings/settings.ts'
import { t } from '../strings/settings.ts'

export class SecurityAttempt implements ReactiveController {
  #host: ReactiveControllerHost
  #offline: SettingsKey
  #withPassword: () => boolean
  #busy = false
  #problem = ''

  /** `withPassword`: whether a refusal is about the password that was typed. */
  constructor(host: ReactiveControllerHost, offline: SettingsKey, withPassword = () => true) {
    this.#host = host
    this.#offline = offline
    this.#withPassword = withPassword
    host.addController(this)
  }

  hostConnected(): void {}

  get busy(): boolean {
    return this.#busy
  }

  /** Empty where nothing is wrong. */
  get problem(): string {
    return this.#problem
  }

  set problem(words: string) {
    this.#problem = words
    this.#host.requestUpdate()
  }

  /** While one is under way another is not begun. */
  async make(act: () => Promise<void>): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    this.problem = ''
    try {
      await act()
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.#problem = this.#told(error)
    }
    this.#busy = false
    this.#host.requestUpdate()
  }

  #told({ kind, code, message }: CatalogueFailure): string {
    if (kind === 'offline') return t(this.#offline)
    return code === 'FORBIDDEN' && this.#withPassword() ? t('settings.password.wrong') : message
  }
}
