/** Someone of the cast, and whom they play. */

import { LitElement, css, html } from 'lit'
import type { Credit } from '../../projections/wire-catalogue.ts'
import { controls } from '../styles/controls.ts'
import './poster.ts'

export class PersonCard extends LitElement {
  static override properties = { credit: { attribute: false } }
  declare credit: Credit

  static override styles = [controls, css`
    figcaption { display: grid; padding-block-start: var(--space-2); font-size: var(--size-1); line-height: 1.35; }
    b { font-weight: 600; }
    span { color: var(--ink-faint); }
  `]

  override render() {
    const { name, role, profilePath } = this.credit
    return html`<figure><rewind-poster .path=${profilePath} .name=${name} sizes="(width < 44rem) 30vw, 11rem"></rewind-poster>
      <figcaption><b>${name}</b><span>${role}</span></figcaption></figure>`
  }
}

customElements.define('person-card', PersonCard)
declare global { interface HTMLElementTagNameMap { 'person-card': PersonCard } }
