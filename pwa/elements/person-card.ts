/** Someone of the cast, and whom they play. Leads to their page. */

import { LitElement, css, html } from 'lit'
import type { Credit } from '../../projections/wire-catalogue.ts'
import { controls } from '../styles/controls.ts'
import './poster.ts'

export class PersonCard extends LitElement {
  static override properties = { credit: { attribute: false } }
  declare credit: Credit

  static override styles = [controls, css`
    a { display: block; text-decoration: none; border-radius: var(--round-2); }
    a:focus-visible { outline-offset: 4px; border-radius: var(--round-2); }
    a:hover b { color: var(--now); }
    .words { display: grid; padding-block-start: var(--space-2); font-size: var(--size-1); line-height: 1.35; }
    b { font-weight: 600; transition: color var(--quick); }
    .words span { color: var(--ink-faint); }
  `]

  override render() {
    const { personId, name, role, profilePath } = this.credit
    return html`<a href="/person/${personId}"><rewind-poster .path=${profilePath} .name=${name} sizes="(width < 44rem) 30vw, 11rem"></rewind-poster>
      <span class="words"><b>${name}</b><span>${role}</span></span></a>`
  }
}

customElements.define('person-card', PersonCard)
declare global { interface HTMLElementTagNameMap { 'person-card': PersonCard } }
