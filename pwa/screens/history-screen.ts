/** Everything a person did, by day, with undo and redo beside each act. */

import { LitElement, css, html } from 'lit'
import '../elements/history-list.ts'
import type { HistoryList } from '../elements/history-list.ts'
import { intertitle } from '../elements/notices.ts'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'

export class HistoryScreen extends LitElement {
  static override properties = { everything: { state: true } }
  declare everything: boolean

  constructor() {
    super()
    this.everything = false
  }

  static override styles = [controls, screenFrame, css`
    history-list { max-inline-size: 54rem; }
    label { display: flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font-size: var(--size-2); cursor: pointer; }
    input { inline-size: 1.2rem; block-size: 1.2rem; accent-color: var(--now); }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('hashchange', this.#pointed)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('hashchange', this.#pointed)
  }

  override firstUpdated(): void {
    this.#pointed()
  }

  /** A refusal's link names an act: bring it into sight. */
  #pointed = () => {
    const list = this.renderRoot.querySelector<HistoryList>('history-list')
    if (!list || location.hash === '') return
    list.requestUpdate()
    void list.updateComplete.then(() => list.renderRoot.querySelector('.pointed')?.scrollIntoView({ block: 'center' }))
  }

  override render() {
    return html`<div class="head"><h1 tabindex="-1">${t('nav.history')}</h1>
        <label><input type="checkbox" .checked=${this.everything} @change=${(event: Event) => { this.everything = (event.target as HTMLInputElement).checked }}>${t('history.everything')}</label></div>
      <history-list ?everything=${this.everything}>${intertitle(t('history.empty'), t('history.empty.lead'))}</history-list>`
  }
}

customElements.define('history-screen', HistoryScreen)
declare global { interface HTMLElementTagNameMap { 'history-screen': HistoryScreen } }
