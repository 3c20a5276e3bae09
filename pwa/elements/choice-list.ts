/** A list to choose from, with a field to find in it when it is long: one, or as many as one likes. */

import { LitElement, css, html, nothing } from 'lit'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import { named, typed, fit } from '../title-match.ts'
import { imageUrl } from './image.ts'

export interface Option { readonly value: string; readonly label: string; readonly logoPath?: string | null; readonly hint?: string }
/** `value` was chosen, or is so no more. */
export class ChoiceEvent extends Event {
  readonly value: string
  constructor(value: string) {
    super('choice')
    this.value = value
  }
}

/** A longer list has a field to find in it. */
const shortMax = 12

export class ChoiceList extends LitElement {
  static override properties = { label: {}, options: { attribute: false }, chosen: { attribute: false }, many: { type: Boolean }, text: { state: true } }
  declare label: string
  declare options: readonly Option[]
  declare chosen: readonly string[]
  declare many: boolean
  declare text: string

  constructor() {
    super()
    this.label = this.text = ''
    this.options = []
    this.chosen = []
    this.many = false
  }

  static override styles = [controls, css`
    .find { position: sticky; inset-block-start: 0; z-index: 1; background: var(--raise); padding-block-end: var(--space-2); }
    label.line { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); padding-inline: var(--space-2); border-radius: var(--round-2); font-size: var(--size-2); cursor: pointer; }
    label.line:hover { background: var(--raise-2); }
    input[type='checkbox'], input[type='radio'] { inline-size: 1.2rem; block-size: 1.2rem; margin: 0; accent-color: var(--now); flex: none; }
    img { inline-size: 2rem; block-size: 2rem; border-radius: var(--round-2); object-fit: cover; background: var(--raise-2); }
    small { display: block; color: var(--ink-faint); font-size: var(--size-1); line-height: 1.35; }
    p { padding: var(--space-3) var(--space-2); color: var(--ink-soft); font-size: var(--size-2); }
  `]

  private shown(): readonly Option[] {
    if (this.text.trim() === '') return this.options
    const wanted = typed(this.text)
    return this.options.filter(({ label }) => fit(named(label), wanted) !== undefined)
  }

  override render() {
    const shown = this.shown()
    return html`${this.options.length > shortMax ? html`<div class="find"><input class="input" type="search" autocomplete="off" aria-label=${t('discover.find')} placeholder=${t('discover.find')} .value=${this.text}
        @input=${(event: InputEvent) => { this.text = (event.target as HTMLInputElement).value }}></div>` : nothing}
      <div role=${this.many ? 'group' : 'radiogroup'} aria-label=${this.label}>${shown.map(({ value, label, logoPath, hint }) => html`<label class="line">
        <input type=${this.many ? 'checkbox' : 'radio'} name="choice" .value=${value} .checked=${this.chosen.includes(value)} @change=${() => this.dispatchEvent(new ChoiceEvent(value))}>
        ${logoPath ? html`<img alt="" src=${imageUrl(92, logoPath)} loading="lazy">` : nothing}<span>${label}${hint ? html`<small>${hint}</small>` : nothing}</span></label>`)}</div>
      ${shown.length === 0 ? html`<p role="status">${t('discover.find.none')}</p>` : nothing}`
  }
}

customElements.define('choice-list', ChoiceList)
declare global { interface HTMLElementTagNameMap { 'choice-list': ChoiceList } }
