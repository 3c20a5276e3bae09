/** The first admin of a new server, proved by the token it printed; then what the server reaches. */

import { LitElement, html, nothing } from 'lit'
import { icon, mark } from '../elements/icon.ts'
import '../elements/language-choice.ts'
import { Live, instance, setUp } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { doorStyles } from './door-styles.ts'

export class SetupScreen extends LitElement {
  static override properties = { problem: { state: true }, busy: { state: true } }
  declare problem: string
  declare busy: boolean
  protected live = new Live(this)

  constructor() {
    super()
    this.problem = ''
    this.busy = false
  }

  static override styles = [controls, doorStyles]

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    const fields = new FormData(event.target as HTMLFormElement)
    const text = (name: string) => String(fields.get(name))
    this.busy = true
    this.problem = await setUp(text('token').trim(), text('username').trim(), text('password')) ?? ''
    this.busy = false
  }

  /** For the admin who is here, a moment ago or any time later. */
  private second() {
    void import('../elements/setup-connections.ts')
    return html`<div><h1 tabindex="-1">${t('setup.second.title')}</h1><p class="soft">${t('setup.second.lead')}</p></div>
      <setup-connections></setup-connections>
      <a class="button now" href="/">${t('setup.second.go')}</a>`
  }

  override render() {
    if (library.isOpen() && library.mayApprove()) return html`<div class="house" aria-hidden="true">${mark(400)}</div><main class="second"><p class="brand">${mark(36)}${t('app.name')}</p>${this.second()}</main>`
    return html`<div class="house" aria-hidden="true">${mark(400)}</div><main>
      <p class="brand">${mark(36)}${t('app.name')}</p>
      <div><h1 tabindex="-1">${t('setup.title')}</h1><p class="soft">${t('setup.lead')}</p></div>
      ${instance()?.needsSetup === false ? html`<div class="notice"><p>${t('setup.done')} <a href="/">${t('nav.signIn')}</a></p></div>` : html`<form @submit=${this.submit}>
        <label class="field"><span>${t('setup.token')}</span><input class="input" name="token" required autocomplete="one-time-code" spellcheck="false"></label>
        <label class="field"><span>${t('setup.username')}</span><input class="input" name="username" required autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64"></label>
        <label class="field"><span>${t('setup.password')}</span><input class="input" name="password" type="password" required minlength="10" autocomplete="new-password" aria-describedby="help"><small id="help">${t('setup.password.help')}</small></label>
        ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.problem}</p></div>` : nothing}
        <button class="button now" ?disabled=${this.busy}>${t('setup.submit')}</button></form>`}
      <language-choice here></language-choice>
    </main>`
  }
}

customElements.define('setup-screen', SetupScreen)
declare global { interface HTMLElementTagNameMap { 'setup-screen': SetupScreen } }
