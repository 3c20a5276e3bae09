/** Titles to add to a list: the library answers at once, the catalogue when the typing rests; one press each. */

import { LitElement, css, html, nothing } from 'lit'
import { titleKey } from '../../domain/title.ts'
import { catalogue } from '../catalogue.ts'
import { findTitles } from '../find-titles.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { listActs } from '../list-acts.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import './poster.ts'
import { Question } from './question.ts'
import { RestingText } from './resting-text.ts'
import type { Film } from './title-link.ts'
import { nameOf } from './title-link.ts'

const ownMax = 8

export class ListFindDialog extends LitElement {
  static override properties = { listId: {} }
  declare listId: string
  protected live = new Live(this)
  private writing = new RestingText(this)
  private found = new Question(this, (signal) => this.writing.asked === '' ? undefined : catalogue.search(this.writing.asked, 1, signal))

  constructor() {
    super()
    this.listId = ''
  }

  static override styles = [controls, dialogFrame, css`
    dialog { block-size: min(40rem, calc(100dvh - 3rem)); padding: 0; overflow: hidden; }
    dialog[open] { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; }
    .ask { position: relative; display: grid; align-items: center; border-block-end: 1px solid var(--line); }
    .ask svg { position: absolute; inset-inline-start: var(--space-4); color: var(--ink-faint); pointer-events: none; }
    .ask input { min-block-size: 3.75rem; padding-inline: 3.25rem var(--space-4); border: 0; background: none; font-size: var(--size-3); }
    .ask input::placeholder { color: var(--ink-faint); opacity: 1; }
    .ask input:focus-visible { outline-offset: -3px; }
    .results { overflow-y: auto; padding: var(--space-3) var(--space-4); }
    h3 { margin-block: var(--space-3) var(--space-2); color: var(--ink-soft); font-size: var(--size-2); }
    li { display: grid; grid-template-columns: 2.75rem minmax(0, 1fr) auto; align-items: center; gap: var(--space-3); padding-block: var(--space-2); border-block-end: 1px solid var(--line); }
    li b { font-weight: 600; }
    .lead { padding: var(--space-5) 0; text-align: center; }
    .bone { block-size: 4.2rem; margin-block-end: var(--space-2); }
    .row { margin: 0; padding: var(--space-3) var(--space-4); border-block-start: 1px solid var(--line); }
  `]

  override willUpdate(): void {
    this.found.about(this.writing.asked, true)
  }

  show(): void {
    this.writing.begin('')
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  override render() {
    const own = findTitles(this.writing.text, ownMax)
    const known = new Set(own.map(titleKey))
    const { reply } = this.found
    const asked = this.writing.text.trim() !== '' && this.writing.asked !== ''
    const others = asked ? (reply.answer?.results ?? []).filter((film) => !known.has(titleKey(film))) : []
    return html`<dialog aria-label=${t('list.add')} closedby="any">
      <search class="ask">${icon('search')}<input type="search" aria-label=${t('list.find')} placeholder=${t('list.find')} autocomplete="off" spellcheck="false" autofocus
        .value=${this.writing.text} @input=${this.writing.typed}></search>
      <div class="results" tabindex="-1">
        ${this.writing.text.trim() === '' ? html`<p class="soft lead">${t('list.find.lead')}</p>` : nothing}
        ${own.length === 0 ? nothing : html`<h3 id="own">${t('search.library')}</h3><ul aria-labelledby="own">${own.map((film) => this.row(film))}</ul>`}
        ${others.length === 0 ? nothing : html`<h3 id="catalogue">${t('search.catalogue')}</h3><ul aria-labelledby="catalogue">${others.map((film) => this.row(film))}</ul>`}
        ${asked && reply.state === 'failed' ? failureNotice(reply.failure, () => this.found.again()) : nothing}
        ${asked && reply.state === 'waiting' && !reply.answer ? [0, 1, 2].map(() => html`<div class="bone"></div>`) : nothing}
        ${asked && reply.state === 'answered' && own.length + others.length === 0 ? html`<p class="soft lead" role="status">${t('search.none', { query: this.writing.asked })}</p>` : nothing}
      </div>
      <form method="dialog" class="row"><button class="button now">${t('list.find.done')}</button></form></dialog>`
  }

  private row(film: Film) {
    const on = library.isOnList(this.listId, film)
    return html`<li><rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="2.75rem" aria-hidden="true"></rewind-poster>
      <p><b>${film.title}</b><br><span class="faint small figures">${film.year}</span></p>
      ${on ? html`<span class="button plain round" role="img" aria-label=${t('list.find.on', { title: nameOf(film) })}>${icon('check', 22)}</span>`
        : html`<button class="button round" aria-label=${t('list.find.add', { title: nameOf(film) })} @click=${() => listActs.add(this.listId, film)}>${icon('plus', 22)}</button>`}</li>`
  }
}

customElements.define('list-find-dialog', ListFindDialog)
declare global { interface HTMLElementTagNameMap { 'list-find-dialog': ListFindDialog } }
