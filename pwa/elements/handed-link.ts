/** A link that is shown this once, to be handed over: copied, shared or scanned. */

import { LitElement, css, html, nothing } from 'lit'
import { t } from '../strings/people.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { qrCode, qrStyles } from './qr-code.ts'

export class HandedLink extends LitElement {
  static override properties = { link: {}, told: { state: true } }
  declare link: string
  /** What became of the copying: in place, as a toast would stand behind the dialog. */
  declare told: 'copied' | 'notCopied' | undefined

  static override styles = [controls, qrStyles, css`
    :host { display: grid; gap: var(--space-4); justify-items: center; }
    .field { inline-size: 100%; }
    input { direction: ltr; text-align: start; }
    p { min-block-size: 1.5em; }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-3); justify-content: center; }
  `]

  private async copy(): Promise<void> {
    const copied = await navigator.clipboard?.writeText(this.link).then(() => true, () => false) ?? false
    if (!copied) this.renderRoot.querySelector('input')!.select()
    this.told = copied ? 'copied' : 'notCopied'
  }

  private async share(): Promise<void> {
    // Who closes the system's dialog has thought better of it.
    await navigator.share({ url: this.link }).catch(() => undefined)
  }

  override render() {
    return html`${qrCode(this.link, t('handed.qr'))}
      <label class="field"><span>${t('handed.address')}</span><input class="input" readonly .value=${this.link} @focus=${(event: FocusEvent) => (event.target as HTMLInputElement).select()}></label>
      <div class="acts"><button type="button" class="button now" autofocus @click=${() => void this.copy()}>${icon(this.told === 'copied' ? 'check' : 'link', 18)}${t('handed.copy')}</button>
        ${'share' in navigator ? html`<button type="button" class="button" @click=${() => void this.share()}>${icon('out', 18)}${t('handed.share')}</button>` : nothing}</div>
      <p class="soft small" role="status">${this.told ? t(`handed.${this.told}`) : nothing}</p>`
  }
}

customElements.define('handed-link', HandedLink)
declare global { interface HTMLElementTagNameMap { 'handed-link': HandedLink } }
