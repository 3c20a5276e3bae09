/** Turns on and off that this browser is told of news while the app is closed. Not there where it cannot be. */

import { LitElement, css, html, nothing } from 'lit'
import type { PushState } from '../push.ts'
import { pushState, switchPush } from '../push.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { showToast } from './show-toast.ts'

export class PushSwitch extends LitElement {
  static override properties = { state: { state: true }, busy: { state: true } }
  declare state: PushState
  declare busy: boolean

  constructor() {
    super()
    this.state = 'unavailable'
    this.busy = false
  }

  static override styles = [controls, css`
    label { display: flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font-size: var(--size-2); cursor: pointer; }
    input { inline-size: 1.2rem; block-size: 1.2rem; accent-color: var(--now); }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    void pushState().then((state) => { this.state = state })
  }

  private async change(wanted: boolean): Promise<void> {
    this.busy = true
    try {
      this.state = await switchPush(wanted)
    } catch {
      this.state = await pushState()
      showToast({ text: t('push.failed'), tone: 'bad' })
    }
    this.busy = false
  }

  override render() {
    if (this.state === 'unavailable') return nothing
    if (this.state === 'blocked') return html`<p class="soft small">${t('push.blocked')}</p>`
    return html`<label><input type="checkbox" .checked=${this.state === 'on'} ?disabled=${this.busy}
      @change=${(event: Event) => void this.change((event.target as HTMLInputElement).checked)}>${t('push.switch')}</label>`
  }
}

customElements.define('push-switch', PushSwitch)
declare global { interface HTMLElementTagNameMap { 'push-switch': PushSwitch } }
