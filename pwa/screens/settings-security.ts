/** Settings: how one signs in. */

import { LitElement, css, html, nothing } from 'lit'
import type { SecurityAnswer } from '../../projections/wire-security.ts'
import { account } from '../account.ts'
import '../elements/email-address.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice } from '../elements/notices.ts'
import '../elements/passkey-list.ts'
import { Question } from '../elements/question.ts'
import '../elements/second-factor.ts'
import { SecurityAttempt } from '../elements/security-attempt.ts'
import { showToast } from '../elements/show-toast.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { sectionStyles } from './settings-styles.ts'

export class SettingsSecurity extends LitElement {
  protected live = new Live(this)
  private security = new Question<SecurityAnswer>(this, (signal) => account.security(signal))
  private attempt = new SecurityAttempt(this, 'settings.password.offline')

  static override styles = [controls, sectionStyles, css`
    .bone { block-size: 9rem; }
    form { display: grid; gap: var(--space-4); max-inline-size: 26rem; }
  `]

  override willUpdate(): void {
    this.security.about('security')
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const fields = new FormData(form)
    await this.attempt.make(async () => {
      await account.changePassword({ password: String(fields.get('password')), next: String(fields.get('next')) })
      form.reset()
      showToast({ text: t('settings.password.done') })
    })
  }

  override render() {
    const { online } = library.link()
    return html`<section class="part" aria-labelledby="password"><div><h3 id="password">${t('settings.password')}</h3><p class="lead">${t('settings.password.lead')}</p></div>
      ${online ? nothing : html`<div class="notice" role="status">${icon('offline')}<p>${t('settings.password.offline')}</p></div>`}
      <form @submit=${this.submit}><input type="text" name="username" autocomplete="username" .value=${library.username()} hidden>
        <label class="field"><span>${t('settings.password.now')}</span><input class="input" name="password" type="password" required autocomplete="current-password"></label>
        <label class="field"><span>${t('settings.password.next')}</span><input class="input" name="next" type="password" required minlength="10" maxlength="200" autocomplete="new-password" aria-describedby="help"><small id="help">${t('settings.password.help')}</small></label>
        ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}
        <div class="row"><button class="button now" ?disabled=${!online || this.attempt.busy}>${t('settings.password.change')}</button></div></form></section>${this.beside()}`
  }

  /** What one signs in with beside the password. */
  private beside() {
    const { reply } = this.security
    if (reply.answer) return html`<email-address></email-address><passkey-list .passkeys=${reply.answer.passkeys} @security-changed=${() => this.security.again()}></passkey-list>
      <second-factor .info=${reply.answer.secondFactor} .sent=${reply.answer.sentCodes} @security-changed=${() => this.security.again()}></second-factor>`
    if (reply.state === 'failed') return reply.failure.kind === 'offline' ? nothing : failureNotice(reply.failure, () => this.security.again())
    return html`<div class="bone" aria-busy="true"></div>`
  }
}

customElements.define('settings-security', SettingsSecurity)
declare global { interface HTMLElementTagNameMap { 'settings-security': SettingsSecurity } }
