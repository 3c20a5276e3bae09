/** Somebody or something by name: the catalogue is asked when the typing rests; arrow keys go into what was found. */

import { LitElement, css, html, nothing } from 'lit'
import { controls } from '../styles/controls.ts'
import { isArrow, stepTo } from './arrow-step.ts'
import { failureNotice } from './notices.ts'
import './poster.ts'
import { Question } from './question.ts'
import { RestingText } from './resting-text.ts'

const foundMax = 8

/** What was found. `picturePath`: undefined where its kind has no pictures. */
export interface FoundName { readonly id: number; readonly name: string; readonly hint: string; readonly picturePath?: string | null }

/** How names of a kind are found, and what is said about it. */
export interface NameKind {
  readonly label: string
  /** Before anything is typed. */
  readonly lead: string
  none(query: string): string
  find(query: string, signal?: AbortSignal): Promise<readonly FoundName[]>
}

export class FoundEvent extends Event {
  readonly found: FoundName
  constructor(found: FoundName) {
    super('found')
    this.found = found
  }
}

export class NameFinder extends LitElement {
  static override properties = { kind: { attribute: false }, without: { attribute: false } }
  declare kind: NameKind
  /** Ids of those who need not be found any more. */
  declare without: readonly number[]
  private writing = new RestingText(this)
  private found = new Question<readonly FoundName[]>(this, (signal) => this.writing.asked === '' ? undefined : this.kind.find(this.writing.asked, signal))

  constructor() {
    super()
    this.without = []
  }

  static override styles = [controls, css`
    ul { display: grid; gap: var(--space-1); margin-block-start: var(--space-2); }
    li button { display: grid; align-items: center; gap: var(--space-3); inline-size: 100%; min-block-size: var(--target); padding: var(--space-1) var(--space-2); border: 0; border-radius: var(--round-2); background: none; text-align: start; cursor: pointer; }
    li button:has(rewind-poster) { grid-template-columns: 2.25rem minmax(0, 1fr); }
    li button:hover { background: var(--raise-2); }
    small { display: block; color: var(--ink-faint); font-size: var(--size-1); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    p { padding-block: var(--space-3); color: var(--ink-soft); font-size: var(--size-2); }
    .bone { block-size: 3.6rem; margin-block-start: var(--space-2); }
  `]

  override willUpdate(): void {
    this.found.about(this.writing.asked, true)
  }

  private pressed(event: KeyboardEvent): void {
    if (!isArrow(event.key) || event.key === 'ArrowLeft' || event.key === 'ArrowRight') return
    if (stepTo([this.renderRoot.querySelector('input')!, ...this.renderRoot.querySelectorAll<HTMLElement>('li button')], event.key)) event.preventDefault()
  }

  private choose(found: FoundName): void {
    this.writing.begin('')
    this.dispatchEvent(new FoundEvent(found))
    this.renderRoot.querySelector('input')?.focus()
  }

  override render() {
    const { reply } = this.found
    const names = this.writing.asked === '' ? [] : (reply.answer ?? []).filter(({ id }) => !this.without.includes(id)).slice(0, foundMax)
    return html`<div @keydown=${(event: KeyboardEvent) => this.pressed(event)}><input class="input" type="search" autocomplete="off" spellcheck="false" aria-label=${this.kind.label} placeholder=${this.kind.label} .value=${this.writing.text}
        @input=${this.writing.typed}>
      ${this.writing.asked === '' ? html`<p>${this.kind.lead}</p>` : nothing}
      ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.found.again()) : nothing}
      ${this.writing.asked !== '' && reply.state === 'waiting' && names.length === 0 ? html`<div class="bone" aria-hidden="true"></div>` : nothing}
      ${reply.state === 'answered' && this.writing.asked !== '' && names.length === 0 ? html`<p role="status">${this.kind.none(this.writing.asked)}</p>` : nothing}
      <ul>${names.map((found) => html`<li><button @click=${() => this.choose(found)}>${found.picturePath === undefined ? nothing : html`<rewind-poster .path=${found.picturePath} .name=${found.name} sizes="2.25rem" aria-hidden="true"></rewind-poster>`}
        <span>${found.name}${found.hint ? html`<small>${found.hint}</small>` : nothing}</span></button></li>`)}</ul></div>`
  }
}

customElements.define('name-finder', NameFinder)
declare global { interface HTMLElementTagNameMap { 'name-finder': NameFinder } }
