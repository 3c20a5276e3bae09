/** Sign-in. In demo mode the accounts and their passwords are on the page, since they were made for whoever reads it. */

import { LitElement, css, html, nothing } from 'lit'
import { CatalogueFailure } from '../catalogue.ts'
import { icon, mark } from '../elements/icon.ts'
import '../elements/language-choice.ts'
import { instance, Live, signIn } from '../house.ts'
import { t } from '../strings/t.ts'
import type { PlainKey } from '../strings/t.ts'
import type { SignInAnswer } from '../sync/replica.ts'
import { controls } from '../styles/controls.ts'
import { doorStyles } from './door-styles.ts'

export class SignInScreen extends LitElement {
  static override properties = { problem: { state: true }, busy: { state: true }, proved: { state: true } }
  declare problem: PlainKey | undefined
  declare busy: boolean
  /** The password was right, and the second factor is wanted. */
  declare proved: { readonly username: string; readonly password: string } | undefined
  protected live = new Live(this)

  constructor() {
    super()
    this.problem = undefined
    this.busy = false
  }

  static override styles = [controls, doorStyles, css`
    .forgot { justify-self: start; display: inline-flex; align-items: center; min-block-size: var(--target); margin-block: calc(-1 * var(--space-3)); color: var(--ink-soft); }
  `]

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
    const code = String(fields.get('code') ?? '').trim()
    const credentials = { username: String(fields.get('username')).trim(), password: String(fields.get('password')) }
    await this.#tell(await signIn({ ...credentials, ...code === '' ? {} : { code } }), credentials)
    this.busy = false
  }

  /** Other words are somebody else's: what was asked for with those before is of no use for them. */
  private retype(event: Event): void {
    const { name, value } = event.target as HTMLInputElement
    if (!this.proved || (name !== 'username' && name !== 'password') || this.proved[name] === (name === 'username' ? value.trim() : value)) return
    this.proved = undefined
    this.problem = undefined
  }

  async #tell(answer: SignInAnswer, credentials?: NonNullable<typeof this.proved>): Promise<void> {
    if (answer === 'signed-in') return
    if (answer === 'wrong') this.proved = undefined
    if (answer !== 'code-wanted') this.problem = problems[answer]
    else {
      // One that does not load must not keep anybody from signing in with a code they have.
      await import('../elements/code-ways.ts').catch(() => undefined)
      this.proved = credentials
      await this.updateComplete
      this.renderRoot.querySelector<HTMLInputElement>('[name=code]')?.focus()
    }
  }

  private async withPasskey(): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.problem = undefined
    try {
      const { askPasskey } = await import('../passkeys.ts')
      const asked = await askPasskey()
      if (typeof asked === 'string') this.problem = asked === 'cancelled' ? undefined : 'signIn.passkey.notHere'
      else {
        const answer = await signIn(asked)
        if (answer === 'wrong') this.problem = 'signIn.passkey.wrong'
        else await this.#tell(answer)
      }
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      this.problem = error.kind === 'offline' ? 'signIn.unreachable' : 'signIn.tooMany'
    }
    this.busy = false
  }

  override render() {
    const here = instance()
    return html`<div class="house" aria-hidden="true">${mark(400)}</div><main>
      <p class="brand">${mark(36)}${t('app.name')}</p>
      <div><h1 tabindex="-1">${t('signIn.title')}</h1><p class="soft">${t('signIn.lead', { name: here?.name ?? location.host })}</p></div>
      ${(['erased', 'removed'] as const).map((how) => new URLSearchParams(location.search).has(how) ? html`<div class="notice" role="status"><p>${t(`signIn.${how}`)}</p></div>` : nothing)}
      ${here?.needsSetup ? html`<div class="notice"><p>${t('signIn.setup')} <a href="/set-up">${t('signIn.setup.link')}</a></p></div>` : nothing}
      <form @submit=${this.submit} @input=${this.retype}>
        <label class="field"><span>${t(here?.mail ? 'signIn.nameOrEmail' : 'signIn.username')}</span><input class="input" name="username" required autocomplete="username" autocapitalize="none" spellcheck="false"></label>
        <label class="field"><span>${t('signIn.password')}</span><input class="input" name="password" type="password" required autocomplete="current-password"></label>
        ${this.proved ? html`<label class="field"><span>${t('signIn.code')}</span><input class="input" name="code" required autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40" aria-describedby="code-help"></label><code-ways class="ways" .credentials=${this.proved}></code-ways>` : nothing}
        ${here?.mail ? html`<a class="forgot" href="/reset">${t('signIn.forgot')}</a>` : nothing}
        ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${t(this.problem)}</p></div>` : nothing}
        <button class="button now" ?disabled=${this.busy}>${t('signIn.submit')}</button>
        ${'PublicKeyCredential' in globalThis ? html`<button type="button" class="button" ?disabled=${this.busy} @click=${() => void this.withPasskey()}>${icon('person', 18)}${t('signIn.passkey')}</button>` : nothing}
      </form>
      ${here?.registration === 'open' ? html`<a class="button" href="/join">${t('signIn.join')}</a>` : nothing}
      ${here?.demo ? html`<section class="demo" aria-label=${t('signIn.demo')}><h2>${t('signIn.demo')}</h2><p class="soft small">${t('signIn.demo.lead')}</p>
        ${here.demo.accounts.map((account) => html`<div class="account"><div class="two"><b>${account.username}</b><code>${account.password}</code></div>
          <button class="button" @click=${() => this.fill(account)}>${t('signIn.demo.use', { username: account.username })}</button></div>`)}</section>` : nothing}
      <language-choice here></language-choice>
    </main>`
  }
}

const problems = { 'wrong': 'signIn.wrong', 'disabled': 'signIn.disabled', 'code-wrong': 'signIn.code.wrong', 'too-many': 'signIn.tooMany', 'unreachable': 'signIn.unreachable' } as const satisfies Record<Exclude<SignInAnswer, 'signed-in' | 'code-wanted'>, PlainKey>

customElements.define('sign-in-screen', SignInScreen)
declare global { interface HTMLElementTagNameMap { 'sign-in-screen': SignInScreen } }
