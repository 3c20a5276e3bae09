/** Asks before an account is erased, and says what that means: the name typed, the password again. Needs the server, as it cannot be taken back. */

import { LitElement, css, html, nothing } from 'lit'
import { eraseAccount } from '../house.ts'
import { library } from '../library.ts'
import type { PlainKey } from '../strings/t.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'

const problems = {
  'wrong': 'erase.wrong', 'too-many': 'signIn.tooMany', 'unreachable': 'erase.unreachable', 'signed-out': 'erase.signedOut',
} as const satisfies Record<string, PlainKey>

export class EraseAccountDialog extends LitElement {
  static override properties = { problem: { state: true }, busy: { state: true }, named: { state: true } }
  declare problem: string | undefined
  declare busy: boolean
  /** The person's own name is in the field. */
  declare named: boolean

  static override styles = [controls, dialogFrame, css`
    ul { display: grid; gap: var(--space-2); margin-block: var(--space-3) var(--space-4); padding-inline-start: 1.2em; list-style: disc; color: var(--ink-soft); }
    .notice, .field { margin-block: var(--space-3); }
    .row { margin-block-start: var(--space-4); }
  `]

  constructor() {
    super()
    this.problem = undefined
    this.busy = false
    this.named = false
  }

  /** Resolves when the person has left it. */
  async show(): Promise<void> {
    this.problem = undefined
    this.named = false
    await this.updateComplete
    this.renderRoot.querySelector('form')!.reset()
    const dialog = this.renderRoot.querySelector('dialog')!
    dialog.showModal()
    await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }))
  }

  private close(): void {
    this.renderRoot.querySelector('dialog')!.close()
  }

  private typed(event: Event): void {
    this.named = (event.target as HTMLInputElement).value.trim().toLowerCase() === library.username().toLowerCase()
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (this.busy || !this.named) return
    this.busy = true
    this.problem = undefined
    const answer = await eraseAccount(String(new FormData(event.target as HTMLFormElement).get('password')))
    this.busy = false
    if (answer !== undefined) this.problem = typeof answer === 'string' ? t(problems[answer]) : answer.message
  }

  override render() {
    const { online, unsent } = library.link()
    return html`<dialog aria-labelledby="title" aria-describedby="what"><form @submit=${this.submit}>
      <h2 id="title">${t('erase.title')}</h2>
      ${online ? nothing : html`<div class="notice" role="status">${icon('offline')}<p>${t('erase.offline')}</p></div>`}
      <div id="what"><p>${t('erase.lead')}</p>
        <ul><li>${t('erase.words')}</li><li>${t('erase.lists')}</li><li>${t('erase.sessions')}</li><li>${t('erase.stays')}</li></ul></div>
      ${unsent > 0 ? html`<p class="soft">${t('erase.unsent', { count: unsent })}</p>` : nothing}
      <label class="field"><span>${t('erase.name', { name: library.username() })}</span>
        <input class="input" name="name" required autocomplete="off" autocapitalize="none" spellcheck="false" @input=${this.typed}></label>
      <label class="field"><span>${t('signIn.password')}</span><input class="input" name="password" type="password" required autocomplete="current-password"></label>
      ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.problem}</p></div>` : nothing}
      <div class="row"><button type="button" class="button" @click=${this.close}>${t('erase.keep')}</button>
        <button class="button now" ?disabled=${!online || !this.named || this.busy}>${this.busy ? t('erase.busy') : t('erase.go')}</button></div>
    </form></dialog>`
  }
}

customElements.define('erase-account-dialog', EraseAccountDialog)
declare global { interface HTMLElementTagNameMap { 'erase-account-dialog': EraseAccountDialog } }

/** One dialog, put on the page when it is needed. */
export async function askToErase(): Promise<void> {
  const dialog = document.querySelector('erase-account-dialog') ?? document.body.appendChild(document.createElement('erase-account-dialog'))
  await dialog.show()
}
