/** Somebody by name: the catalogue is asked when the typing rests; arrow keys go into what was found. */

import { LitElement, css, html, nothing } from 'lit'
import type { PersonBrief, PersonSummary, SearchPage } from '../../projections/wire-catalogue.ts'
import { ask } from '../catalogue.ts'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import { isArrow, stepTo } from './arrow-step.ts'
import { failureNotice } from './notices.ts'
import './poster.ts'
import { Question } from './question.ts'

const restMs = 250
const foundMax = 8

export class PersonEvent extends Event {
  readonly person: PersonBrief
  constructor(person: PersonBrief) {
    super('person')
    this.person = person
  }
}

export class PersonFinder extends LitElement {
  static override properties = { without: { attribute: false }, text: { state: true }, asked: { state: true } }
  /** Ids of those who need not be found any more. */
  declare without: readonly number[]
  declare text: string
  declare asked: string
  #rest: ReturnType<typeof setTimeout> | undefined
  private found = new Question<SearchPage>(this, (signal) => this.asked === '' ? undefined : ask<SearchPage>(`/api/search?${new URLSearchParams({ q: this.asked, kind: 'person' })}`, signal))

  constructor() {
    super()
    this.without = []
    this.text = this.asked = ''
  }

  static override styles = [controls, css`
    ul { display: grid; gap: var(--space-1); margin-block-start: var(--space-2); }
    li button { display: grid; grid-template-columns: 2.25rem minmax(0, 1fr); align-items: center; gap: var(--space-3); inline-size: 100%; padding: var(--space-1) var(--space-2); border: 0; border-radius: var(--round-2); background: none; text-align: start; cursor: pointer; }
    li button:hover { background: var(--raise-2); }
    small { display: block; color: var(--ink-faint); font-size: var(--size-1); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    p { padding-block: var(--space-3); color: var(--ink-soft); font-size: var(--size-2); }
    .bone { block-size: 3.6rem; margin-block-start: var(--space-2); }
  `]

  override willUpdate(): void {
    this.found.about(this.asked, true)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#rest)
  }

  private typed(text: string): void {
    this.text = text
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => { this.asked = text.trim() }, restMs)
  }

  private pressed(event: KeyboardEvent): void {
    if (!isArrow(event.key) || event.key === 'ArrowLeft' || event.key === 'ArrowRight') return
    if (stepTo([this.renderRoot.querySelector('input')!, ...this.renderRoot.querySelectorAll<HTMLElement>('li button')], event.key)) event.preventDefault()
  }

  private choose(person: PersonSummary): void {
    this.text = this.asked = ''
    this.dispatchEvent(new PersonEvent({ personId: person.personId, name: person.name, profilePath: person.profilePath }))
    this.renderRoot.querySelector('input')?.focus()
  }

  override render() {
    const { reply } = this.found
    const people = this.asked === '' ? [] : (reply.answer?.people ?? []).filter(({ personId }) => !this.without.includes(personId)).slice(0, foundMax)
    return html`<div @keydown=${(event: KeyboardEvent) => this.pressed(event)}><input class="input" type="search" autocomplete="off" spellcheck="false" aria-label=${t('discover.person.find')} placeholder=${t('discover.person.find')} .value=${this.text}
        @input=${(event: InputEvent) => this.typed((event.target as HTMLInputElement).value)}>
      ${this.asked === '' ? html`<p>${t('discover.person.lead')}</p>` : nothing}
      ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.found.again()) : nothing}
      ${this.asked !== '' && reply.state === 'waiting' && people.length === 0 ? html`<div class="bone" aria-hidden="true"></div>` : nothing}
      ${reply.state === 'answered' && this.asked !== '' && people.length === 0 ? html`<p role="status">${t('discover.person.none', { query: this.asked })}</p>` : nothing}
      <ul>${people.map((person) => html`<li><button @click=${() => this.choose(person)}><rewind-poster .path=${person.profilePath} .name=${person.name} sizes="2.25rem" aria-hidden="true"></rewind-poster>
        <span>${person.name}<small>${[person.department, person.titles.slice(0, 2).join(', ')].filter(Boolean).join(' · ')}</small></span></button></li>`)}</ul></div>`
  }
}

customElements.define('person-finder', PersonFinder)
declare global { interface HTMLElementTagNameMap { 'person-finder': PersonFinder } }
