/** Sign-in. In demo mode the accounts and their passwords are on the page, since they were made for whoever reads it. */

import { LitElement, html, nothing } from 'lit'
import { icon, mark } from '../elements/icon.ts'
import '../elements/language-choice.ts'
import { instance, Live, signIn } from '../house.ts'
import { t } from '../strings/t.ts'
import type { PlainKey } from '../strings/t.ts'
import type { SignInAnswer } from '../sync/replica.ts'
import { controls } from '../styles/controls.ts'
import { doorStyles } from './door-styles.ts'

export class SignInScreen extends LitElement {
  static override properties = { problem: { state: true }, busy: { state: true } }
  declare problem: PlainKey | undefined
  declare busy: boolean
  protected live = new Live(this)

  constructor() {
    super()
    this.problem = undefined
    this.busy = false
  }

  static override styles = [controls, doorStyles]

  private fill(account: { readonly username: string; readonly password: string }): void {
    for (const name of ['username', 'password'] as const) this.renderRoot.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = account[name]
    this.renderRoot.querySelector('form')?.requestSubmit()
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy) return
    const fields = new FormData(event.target as HTMLFormElement)
    this.busy = true
    this.problem = undefined
    const answer = await signIn(String(fields.get('username')).trim(), String(fields.get('password')))
    this.busy = false
    if (answer !== 'signed-in') this.problem = problems[answer]
  }

  override render() {
    const here = instance()
    return html`<div class="house" aria-hidden="true">${mark(400)}</div><main>
      <p class="brand">${mark(36)}${t('app.name')}</p>
      <div><h1 tabindex="-1">${t('signIn.title')}</h1><p class="soft">${t('signIn.lead', { name: here?.name ?? location.host })}</p></div>
      ${(['erased', 'removed'] as const).map((how) => new URLSearchParams(location.search).has(how) ? html`<div class="notice" role="status"><p>${t(`signIn.${how}`)}</p></div>` : nothing)}
      ${here?.needsSetup ? html`<div class="notice"><p>${t('signIn.setup')} <a href="/set-up">${t('signIn.setup.link')}</a></p></div>` : nothing}
      <form @submit=${this.submit}>
        <label class="field"><span>${t('signIn.username')}</span><input class="input" name="username" required autocomplete="username" autocapitalize="none" spellcheck="false"></label>
        <label class="field"><span>${t('signIn.password')}</span><input class="input" name="password" type="password" required autocomplete="current-password"></label>
        ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${t(this.problem)}</p></div>` : nothing}
        <button class="button now" ?disabled=${this.busy}>${t('signIn.submit')}</button>
      </form>
      ${here?.demo ? html`<section class="demo" aria-label=${t('signIn.demo')}><h2>${t('signIn.demo')}</h2><p class="soft small">${t('signIn.demo.lead')}</p>
        ${here.demo.accounts.map((account) => html`<div class="account"><div class="two"><b>${account.username}</b><code>${account.password}</code></div>
          <button class="button" @click=${() => this.fill(account)}>${t('signIn.demo.use', { username: account.username })}</button></div>`)}</section>` : nothing}
      <language-choice here></language-choice>
    </main>`
  }
}

const problems = { 'wrong': 'signIn.wrong', 'too-many': 'signIn.tooMany', 'unreachable': 'signIn.unreachable' } as const satisfies Record<Exclude<SignInAnswer, 'signed-in'>, PlainKey>

customElements.define('sign-in-screen', SignInScreen)
declare global { interface HTMLElementTagNameMap { 'sign-in-screen': SignInScreen } }
