/** Asks before a wish is declined (why?) and before files go for good. One dialog, put on the page when it is needed. */

import { LitElement, css, html } from 'lit'
import { t } from '../strings/downloads.ts'
import { controls, dialogFrame } from '../styles/controls.ts'

type Asked = { readonly act: 'decline' | 'delete'; readonly count: number; readonly name: string }

export class JobDialog extends LitElement {
  static override properties = { asked: { state: true } }
  declare asked: Asked | undefined
  #answer: (reason: string | undefined) => void = () => {}

  static override styles = [controls, dialogFrame, css`
    form { display: grid; gap: var(--space-4); }
    .row { margin: 0; }
    textarea.input { min-block-size: 5rem; }
  `]

  constructor() {
    super()
    this.asked = undefined
  }

  async ask(asked: Asked): Promise<string | undefined> {
    this.asked = asked
    await this.updateComplete
    const dialog = this.renderRoot.querySelector('dialog')!
    this.renderRoot.querySelector('form')?.reset()
    dialog.returnValue = ''
    dialog.showModal()
    return await new Promise((resolve) => { this.#answer = resolve })
  }

  private closed = (event: Event) => {
    const yes = (event.target as HTMLDialogElement).returnValue === 'yes'
    this.#answer(yes ? String(new FormData(this.renderRoot.querySelector('form')!).get('reason') ?? '').trim() : undefined)
  }

  override render() {
    const { act, count, name } = this.asked ?? { act: 'decline', count: 1, name: '' }
    const one = count === 1
    return html`<dialog aria-labelledby="what" @close=${this.closed}><form method="dialog">
      <h2 id="what">${one ? t(`downloads.ask.${act}`, { title: name }) : t(`downloads.ask.${act}.many`, { count })}</h2>
      ${act === 'delete' ? html`<p>${t('downloads.ask.delete.lead')}</p>` : html`<label class="field"><span>${t('downloads.ask.reason')}</span><textarea class="input" name="reason" maxlength="500" autofocus></textarea><small>${t('downloads.ask.reason.lead')}</small></label>`}
      <div class="row"><button type="button" class="button" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('act.cancel')}</button><button class="button now" value="yes">${t(`downloads.act.${act}`)}</button></div>
    </form></dialog>`
  }
}

customElements.define('job-dialog', JobDialog)
declare global { interface HTMLElementTagNameMap { 'job-dialog': JobDialog } }

/** What the person said, or that they thought better of it: undefined. */
export async function askJob(act: Asked['act'], count: number, name: string): Promise<string | undefined> {
  const dialog = document.querySelector('job-dialog') ?? document.body.appendChild(document.createElement('job-dialog'))
  return await dialog.ask({ act, count, name })
}
