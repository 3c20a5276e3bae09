/** Which title of the catalogue a line of an export means: looked for by hand. Says `chosen` with it. */

import { LitElement, css, html, nothing } from 'lit'
import type { ImportCandidate, ImportTitle } from '../../projections/wire-import.ts'
import { catalogue } from '../catalogue.ts'
import { t } from '../strings/bring.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import './poster.ts'
import { Question } from './question.ts'
import { RestingText } from './resting-text.ts'


export class ImportMatchDialog extends LitElement {
  static override properties = { wanted: { attribute: false } }
  declare wanted: ImportTitle
  private writing = new RestingText(this)
  private found = new Question(this, (signal) => this.writing.asked === '' ? undefined : catalogue.search(this.writing.asked, 1, signal))

  static override styles = [controls, dialogFrame, css`
    dialog { block-size: min(38rem, calc(100dvh - 3rem)); overflow: hidden; }
    dialog[open] { display: grid; grid-template-rows: auto auto minmax(0, 1fr) auto; gap: var(--space-3); }
    dialog h2 { margin: 0; font-size: var(--size-3); }
    .results { overflow-y: auto; }
    li button { display: grid; grid-template-columns: 2.75rem minmax(0, 1fr); gap: var(--space-3); align-items: center; inline-size: 100%; min-block-size: var(--target); padding: var(--space-2) 0; border: 0; border-block-end: 1px solid var(--line); background: none; text-align: start; cursor: pointer; }
    li button:hover { background: var(--raise-2); }
    li b { font-weight: 600; }
    .bone { block-size: 4.2rem; margin-block-end: var(--space-2); }
    .row { margin: 0; }
  `]

  override firstUpdated(): void {
    this.writing.begin(this.wanted.given.title ?? '')
    this.renderRoot.querySelector('dialog')!.showModal()
  }

  override willUpdate(): void {
    this.found.about(this.writing.asked, true)
  }

  private choose({ mediaType, tmdbId, title, year, posterPath }: ImportCandidate): void {
    this.dispatchEvent(new CustomEvent<ImportCandidate>('chosen', { detail: { mediaType, tmdbId, title, year, posterPath } }))
    this.renderRoot.querySelector('dialog')!.close()
  }

  override render() {
    const { reply } = this.found
    const results = reply.answer?.results ?? []
    const name = this.wanted.given.title ?? this.wanted.given.imdb ?? t('bring.unnamed')
    return html`<dialog aria-labelledby="which" closedby="any" @close=${() => this.dispatchEvent(new Event('close'))}><h2 id="which">${t('bring.find', { title: name })}</h2>
      <label class="field"><span>${t('bring.find.label')}</span><input class="input" type="text" autocomplete="off" spellcheck="false" autofocus .value=${this.writing.text} @input=${this.writing.typed}></label>
      <div class="results" tabindex="-1" aria-busy=${reply.state === 'waiting' && this.writing.asked !== '' ? 'true' : 'false'}>
        ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.found.again(), { offline: t('bring.offline') }) : nothing}
        ${this.writing.asked !== '' && reply.state === 'waiting' && results.length === 0 ? [0, 1, 2].map(() => html`<div class="bone"></div>`) : nothing}
        ${reply.state === 'answered' && results.length === 0 ? html`<p class="soft" role="status">${t('bring.find.none', { query: this.writing.asked })}</p>` : nothing}
        <ul>${results.map((one) => html`<li><button @click=${() => this.choose(one)}><rewind-poster .path=${one.posterPath} .name=${one.title} .year=${one.year} sizes="2.75rem" aria-hidden="true"></rewind-poster><span><b>${one.title}</b><br><span class="soft small figures">${one.year}</span></span></button></li>`)}</ul></div>
      <form method="dialog" class="row"><button class="button">${icon('close', 18)}${t('bring.close')}</button></form></dialog>`
  }
}

customElements.define('import-match-dialog', ImportMatchDialog)
declare global { interface HTMLElementTagNameMap { 'import-match-dialog': ImportMatchDialog } }
