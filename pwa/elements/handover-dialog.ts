/** "That wasn't me": asks who it was. */

import { LitElement, css, html, nothing } from 'lit'
import type { Person } from '../../projections/wire.ts'
import { library } from '../library.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'

/** Null: nobody of the household. Undefined: thought better of it. */
export type Whose = Person | null | undefined

export class HandoverDialog extends LitElement {
  static override properties = { count: { state: true } }
  declare count: number
  #answer: (whose: Whose) => void = () => {}

  constructor() {
    super()
    this.count = 0
  }

  static override styles = [controls, dialogFrame, css`
    fieldset { display: grid; gap: var(--space-1); margin: var(--space-4) 0 0; padding: 0; border: 0; }
    legend { padding: 0; margin-block-end: var(--space-2); font-weight: 600; font-size: var(--size-2); }
    fieldset label { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); cursor: pointer; }
    input { inline-size: 1.2rem; block-size: 1.2rem; accent-color: var(--now); }
  `]

  async ask(count: number): Promise<Whose> {
    this.count = count
    await this.updateComplete
    const dialog = this.renderRoot.querySelector('dialog')!
    dialog.returnValue = ''
    dialog.showModal()
    return await new Promise((resolve) => { this.#answer = resolve })
  }

  private closed = (event: Event) => {
    const dialog = event.target as HTMLDialogElement
    const chosen = new FormData(dialog.querySelector('form')!).get('whose')
    this.#answer(dialog.returnValue !== 'yes' ? undefined : library.people().find(({ userId }) => userId === chosen) ?? null)
  }

  override render() {
    if (this.count === 0) return nothing
    const others = library.people().filter(({ userId }) => !library.isMe(userId))
    return html`<dialog aria-labelledby="title" closedby="any" @close=${this.closed}><form method="dialog">
      <h2 id="title">${t('handover.title')}</h2><p class="soft">${t('handover.lead', { count: this.count })}</p>
      <fieldset><legend>${t('handover.whose')}</legend>
        ${others.map(({ userId, username }, i) => html`<label><input type="radio" name="whose" value=${userId} .checked=${i === 0}>${username}</label>`)}
        <label><input type="radio" name="whose" value="" .checked=${others.length === 0}>${t('handover.nobody')}</label></fieldset>
      <div class="row"><button class="button" value="">${t('act.cancel')}</button><button class="button now" value="yes">${t('handover.go')}</button></div></form></dialog>`
  }
}

customElements.define('handover-dialog', HandoverDialog)
declare global { interface HTMLElementTagNameMap { 'handover-dialog': HandoverDialog } }

/** One dialog, put on the page when it is needed. */
export function askWhose(count: number): Promise<Whose> {
  const dialog = document.querySelector('handover-dialog') ?? document.body.appendChild(document.createElement('handover-dialog'))
  return dialog.ask(count)
}
