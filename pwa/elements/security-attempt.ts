/** A change of how somebody signs in: a refusal may be about the password that was typed. */

import type { ReactiveControllerHost } from 'lit'
import type { SettingsKey } from '../strings/settings.ts'
import { t } from '../strings/settings.ts'
import { Attempt } from './attempt.ts'

export class SecurityAttempt extends Attempt {
  /** `withPassword`: whether one was typed. */
  constructor(host: ReactiveControllerHost, offline: SettingsKey, withPassword = () => true) {
    super(host, ({ kind, code, message }) => {
      if (kind === 'offline') return t(offline)
      return code === 'FORBIDDEN' && withPassword() ? t('settings.password.wrong') : message
    })
  }
}
