/** The titles of a list, numbered, with their notes; who may edit carries them to another place, writes notes, removes. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { listCommands } from '../../domain/list.ts'
import { titleKey } from '../../domain/title.ts'
import type { ListItemRow } from '../../projections/list-items.ts'
import type { ListRow } from '../../projections/lists.ts'
import { Live } from '../house.ts'
import { library, listSubject } from '../library.ts'
import { listActs } from '../list-acts.ts'
import { titlePath } from '../routes.ts'
import { listed, runtime } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { genreName } from '../strings/topic-name.ts'
import { controls } from '../styles/controls.ts'
import type { BulkEvent } from './bulk-bar.ts'
import { face } from './face.ts'
import './fact-origin.ts'
import { icon } from './icon.ts'
import { listRowStyles } from './list-row-styles.ts'
import { pickStyles } from './pick-styles.ts'
import { Picking } from './picking.ts'
import './poster.ts'
import { Reorder } from './reorder.ts'

const drawnFirst = 30
const drawnFurther = 200
const noteMax = listCommands.NoteListItem.properties.note.maxLength

export class ListRows extends LitElement {
  static override properties = { list: { attribute: false }, editable: { type: Boolean }, noting: { state: true }, said: { state: true }, drawn: { state: true } }
  declare list: ListRow
  declare editable: boolean
  /** Key of the row whose note is being written. */
  declare noting: string | undefined
  declare said: string
  /** How many rows are drawn by now: a screenful at once, the others right after. */
  declare drawn: number
  protected live = new Live(this)
  #items: readonly ListItemRow[] = []
  #focusOn: string | undefined
  #moving = 0
  private picking = new Picking(this, () => this.editable ? this.#items.map(({ key }) => key) : [])
  private reorder = new Reorder(this, {
    rows: () => [...this.renderRoot.querySelectorAll<HTMLElement>('li')],
    move: (from, to) => void this.#move(this.#items[from]!, to),
    say: (what, from, to) => { this.said = t(`list.${what}`, { title: library.film(this.#items[from]!).title, position: to + 1, count: this.#items.length }) },
  })

  constructor() {
    super()
    this.editable = false
    this.said = ''
    this.drawn = drawnFirst
  }

  static override styles = [controls, pickStyles, listRowStyles]

  override willUpdate(): void {
    if (!this.reorder.busy && this.#moving === 0) this.#items = library.listItems(this.list.key)
    if (!this.editable && this.picking.active) this.picking.leave()
    this.picking.settle()
  }

  override updated(changed: Map<string, unknown>): void {
    if (this.picking.active) void import('./bulk-bar.ts')
    if (this.drawn < this.#items.length) requestAnimationFrame(() => { this.drawn += drawnFurther })
    if (changed.has('noting') && this.noting !== undefined) this.renderRoot.querySelector('textarea')?.focus()
    if (this.#focusOn === undefined || this.reorder.busy) return
    // A row that was moved in the page has lost the focus on its way.
    this.#handleOf(this.#focusOn)?.focus()
    this.#focusOn = undefined
  }

  /** Drawn at once where it was put down, so that it does not jump back for the moment until the move is kept. */
  async #move(item: ListItemRow, to: number): Promise<void> {
    this.#items = this.#items.filter(({ key }) => key !== item.key).toSpliced(to, 0, item)
    this.#focusOn = item.key
    this.#moving++
    this.requestUpdate()
    try {
      await listActs.move(this.list.key, item, to)
    } finally {
      this.#moving--
      this.requestUpdate()
    }
  }

  /** Boxes instead of handles, or handles again. */
  toggleBoxes(): void {
    this.picking.turn()
  }

  private async doToPicked({ act }: BulkEvent): Promise<void> {
    const { doToMany } = await import('../batches.ts')
    if (!await doToMany(act, this.#items.filter(({ key }) => this.picking.keys.has(key)).map((item) => library.film(item)))) return
    this.picking.leave()
    await this.updateComplete
    // The bar is gone, and the focus with it.
    this.renderRoot.querySelector<HTMLElement>('.handle')?.focus({ preventScroll: true })
  }

  #handleOf(key: string): HTMLElement | undefined {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.handle')].find(({ dataset }) => dataset.key === key)
  }

  override render() {
    return html`${this.editable ? html`<p class="hidden-text" id="handle-help">${t('list.handle.help')}</p>` : nothing}
      <div class="hidden-text" role="status" aria-label=${t('list.announcements')}>${this.said}</div>
      <ol aria-label=${t('list.items')} class=${this.editable ? 'editable' : ''}>${repeat(this.#items.slice(0, this.drawn), ({ key }) => key, (item, at) => this.row(item, at))}</ol>
      ${this.picking.keys.size === 0 ? nothing : html`<bulk-bar .count=${this.picking.keys.size} .listId=${this.list.key} @bulk=${(event: BulkEvent) => void this.doToPicked(event)} @clear=${this.picking.leave}></bulk-bar>`}`
  }

  private row(item: ListItemRow, at: number) {
    const film = library.film(item)
    const card = library.card(item)
    const rating = library.entry(item)?.rating
    const facts = [film.year, card?.runtimeMinutes ? runtime(card.runtimeMinutes) : undefined, card && listed(card.genres.slice(0, 2).map(genreName))].filter(Boolean)
    return html`<li aria-label=${film.title} data-key=${item.key} class=${this.picking.keys.has(item.key) ? 'picked' : ''}>
      ${this.picking.active ? this.picking.box(item.key, film.title) : this.editable ? html`<button class="handle" data-key=${item.key} aria-label=${t('list.handle', { title: film.title, position: at + 1, count: this.#items.length })} aria-describedby="handle-help"
        @pointerdown=${(event: PointerEvent) => this.reorder.pressed(event, at)} @keydown=${(event: KeyboardEvent) => this.reorder.key(event, at)} @blur=${this.reorder.blurred}>${icon('grip', 24)}</button>` : nothing}
      <span class="place figures" aria-hidden="true">${at + 1}</span>
      <a class="poster" href=${titlePath(film)} tabindex="-1" aria-hidden="true"><rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="5rem"></rewind-poster></a>
      <div class="words">
        <h3><a class="tap" href=${titlePath(film)}>${film.title}</a>${rating ? html`<span class="rated ${rating}" role="img" aria-label=${t(`rating.${rating}`)}>${face(rating, 20)}</span>` : nothing}<fact-origin subject=${listSubject(this.list.key)} field="item:${titleKey(item)}" name=${t('origin.item', { title: film.title })}></fact-origin></h3>
        <p class="facts figures">${facts.map((fact) => html`<span>${fact}</span>`)}${item.addedBy === this.list.ownerId ? nothing : html`<span>${t('list.addedBy', { name: library.personName(item.addedBy) })}</span>`}</p>
        ${this.note(item, film.title)}
      </div>
      ${this.editable ? html`<button class="button round plain remove" aria-label=${t('list.remove', { title: film.title })} title=${t('list.remove', { title: film.title })} @click=${() => listActs.remove(this.list.key, film)}>${icon('close', 20)}</button>` : nothing}</li>`
  }

  private note(item: ListItemRow, title: string) {
    if (this.noting === item.key) return this.noteForm(item, title)
    if (!this.editable) return item.note ? html`<p class="note">${item.note}</p>` : nothing
    const label = t(item.note ? 'list.note.edit' : 'list.note.addTo', { title })
    return html`<button class="note ${item.note ? '' : 'none'}" aria-label=${item.note ? `${label}: ${item.note}` : label} @click=${() => { this.noting = item.key }}>${item.note ?? html`${icon('pen', 16)}${t('list.note.add')}`}</button>`
  }

  private noteForm(item: ListItemRow, title: string) {
    return html`<form class="noting" @submit=${(event: SubmitEvent) => this.saveNote(event, item)} @keydown=${this.noteKey}>
      <textarea class="input" name="note" rows="3" maxlength=${noteMax} aria-label=${t('list.note', { title })}>${item.note ?? ''}</textarea>
      <div><small class="faint">${t('list.note.help')}</small><button type="button" class="button" @click=${this.endNote}>${t('act.cancel')}</button><button class="button now">${t('act.save')}</button></div></form>`
  }

  private noteKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.endNote()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) (event.currentTarget as HTMLFormElement).requestSubmit()
    else return
    event.preventDefault()
  }

  private saveNote(event: SubmitEvent, item: ListItemRow): void {
    event.preventDefault()
    const note = String(new FormData(event.target as HTMLFormElement).get('note')).trim()
    this.endNote()
    if (note !== (item.note ?? '')) listActs.note(this.list.key, library.film(item), note)
  }

  /** The focus goes back to what opened the field. */
  private endNote(): void {
    const at = this.#items.findIndex(({ key }) => key === this.noting)
    this.noting = undefined
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll('li')[at]?.querySelector<HTMLElement>('button.note')?.focus())
  }
}

customElements.define('list-rows', ListRows)
declare global { interface HTMLElementTagNameMap { 'list-rows': ListRows } }
