/** Somebody who was found, as a face that leads to their page. */

import { LitElement, css, html, nothing } from 'lit'
import type { PersonSummary } from '../../projections/wire-catalogue.ts'
import { departmentName } from '../strings/department-name.ts'
import { listed } from '../strings/format.ts'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import './poster.ts'

const titlesMax = 2

export class PersonLink extends LitElement {
  static override properties = { person: { attribute: false } }
  declare person: PersonSummary

  static override styles = [controls, css`
    a { display: grid; grid-template-columns: 3.25rem minmax(0, 1fr); align-items: center; gap: var(--space-3); min-block-size: var(--target); padding: var(--space-2); border-radius: var(--round-3); text-decoration: none; }
    a:hover { background: var(--raise); }
    rewind-poster { border-radius: var(--round-2); }
    b { display: block; font-weight: 600; font-size: var(--size-2); line-height: 1.3; }
    small { display: block; color: var(--ink-faint); font-size: var(--size-1); line-height: 1.35; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  `]

  override focus(): void {
    this.renderRoot.querySelector('a')?.focus()
  }

  override render() {
    const { personId, name, profilePath, department, titles } = this.person
    return html`<a href="/person/${personId}"><rewind-poster .path=${profilePath} .name=${name} sizes="3.25rem" aria-hidden="true"></rewind-poster>
      <span><b>${name}</b>${department ? html`<small>${departmentName(department)}</small>` : nothing}${titles.length ? html`<small>${t('search.knownFor', { titles: listed(titles.slice(0, titlesMax)) })}</small>` : nothing}</span></a>`
  }
}

customElements.define('person-link', PersonLink)
declare global { interface HTMLElementTagNameMap { 'person-link': PersonLink } }
