/** What can be done to the selected titles: one batch each, with one undo. */

import type { SVGTemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import { PRIORITIES, RATINGS } from '../../domain/scales.ts'
import type { BulkAct } from '../batches.ts'
import { library } from '../library.ts'
import type { Shelf } from '../screens/shelf.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { face } from './face.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'
import { ToastRoom } from './toast-room.ts'

const removals = { watchlist: 'offWatchlist', rated: 'unrate', watched: 'unwatch', favourites: 'unfavourite', reviews: 'unreview' } as const satisfies Record<Shelf, BulkAct['name']>
const highestFirst = [...PRIORITIES].reverse()

/** The person has chosen what to do. */
export class BulkEvent extends Event {
  readonly act: BulkAct
  constructor(act: BulkAct) {
    super('bulk')
    this.act = act
  }
}

export class BulkBar extends LitElement {
  static override properties = { count: { type: Number }, shelf: {}, listId: {} }
  declare count: number
  /** Where they stand: on a shelf of the library, or on a list that may be edited. */
  declare shelf: Shelf | undefined
  declare listId: string | undefined

  protected toastRoom = new ToastRoom(this, () => this.renderRoot.querySelector('.bar'))

  static override styles = [controls, css`
    :host { position: sticky; z-index: 6; inset-block-end: calc(var(--bar) + var(--space-3)); margin-block-start: var(--space-4); }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); inline-size: fit-content; max-inline-size: 100%; margin-inline: auto; padding: var(--space-2) var(--space-3); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); box-shadow: var(--shadow); }
    .picked { display: flex; align-items: center; margin-inline-end: var(--space-2); font-weight: 600; font-size: var(--size-2); white-space: nowrap; }
    .does { position: relative; }
    [popover] { inset: auto; position-area: block-start span-inline-end; position-try-fallbacks: flip-inline; margin: 0 0 var(--space-2); min-inline-size: 13rem; padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); color: var(--ink); box-shadow: var(--shadow); }
    @supports not (position-area: block-start) { [popover] { inset: 0; margin: auto; } }
    .choice { display: flex; align-items: center; gap: var(--space-3); inline-size: 100%; min-block-size: var(--target); padding-inline: var(--space-3); border: 0; border-radius: var(--round-2); background: none; font-size: var(--size-2); text-align: start; cursor: pointer; }
    .choice:hover { background: var(--raise-2); }
    [popover] { max-block-size: 60vh; overflow-y: auto; }
    .none { max-inline-size: 15rem; padding: var(--space-3); }
    form { display: flex; gap: var(--space-2); padding: var(--space-2); }
    form input { inline-size: 11rem; }
    @media (width < 44rem) {
      .bar { gap: var(--space-1); padding-inline: var(--space-2); }
      .picked { flex-basis: 100%; }
      .does span { position: absolute; clip-path: inset(50%); inline-size: 1px; overflow: hidden; }
      .does { inline-size: var(--target); padding: 0; flex: none; }
    }
  `]

  /** One of its menus is open. */
  get menuOpen(): boolean {
    return this.renderRoot.querySelector(':popover-open') !== null
  }

  private choose(act: BulkAct): void {
    for (const open of this.renderRoot.querySelectorAll<HTMLElement>('[popover]')) open.hidePopover()
    this.dispatchEvent(new BulkEvent(act))
  }

  override render() {
    return html`<section class="bar" aria-label=${t('bulk.label')}><div class="picked"><button class="button round plain" aria-label=${t('bulk.clear')} title=${t('bulk.clear')} @click=${() => this.dispatchEvent(new Event('clear'))}>${icon('close', 18)}</button>
        <span class="figures" role="status">${t('bulk.count', { count: this.count })}</span></div>
      ${this.menu('rate', face('LIKE', 18), t('bulk.rate'), html`${RATINGS.map((rating) => html`<button class="choice" @click=${() => this.choose({ name: 'rate', rating })}>${face(rating, 22)}${t(`rating.${rating}`)}</button>`)}`)}
      ${this.menu('list', icon('plus', 18), t('bulk.watchlist'), html`${highestFirst.map((priority) => html`<button class="choice" @click=${() => this.choose({ name: 'watchlist', priority })}>${t('title.priority', { priority: t(`priority.${priority}`) })}</button>`)}`)}
      ${this.act({ name: 'favourite' }, 'heart', t('bulk.favourite'))}${this.act({ name: 'watched' }, 'eye', t('bulk.watched'))}
      ${this.menu('tag', icon('tag', 18), t('bulk.tag'), html`<form @submit=${this.tag}><input class="input" name="tag" aria-label=${t('title.tag.new')} placeholder=${t('title.tag.new')} maxlength="100" autocomplete="off" required><button class="button now">${t('title.tag.add')}</button></form>`)}
      ${this.toList()}
      ${this.shelf ? this.act({ name: removals[this.shelf] }, 'bin', t(`bulk.remove.${this.shelf}`)) : nothing}
      ${this.listId ? this.act({ name: 'offList', listId: this.listId }, 'bin', t('bulk.offList')) : nothing}</section>`
  }

  private toList() {
    const { listId: from } = this
    const others = library.lists().filter((list) => list.key !== from && library.mayEditList(list))
    return this.menu('lists', icon('listAdd', 18), t(from ? 'bulk.toOtherList' : 'bulk.toList'), others.length === 0 ? html`<p class="none soft small">${t('bulk.noList')}</p>`
      : html`${others.map(({ key, name }) => html`<button class="choice" @click=${() => this.choose(from ? { name: 'toOtherList', fromListId: from, listId: key } : { name: 'toList', listId: key })}>${icon('lists', 20)}${name}</button>`)}`)
  }

  private act(act: BulkAct, picture: IconName, label: string) {
    return html`<button class="button does" title=${label} @click=${() => this.choose(act)}>${icon(picture, 18)}<span>${label}</span></button>`
  }

  private menu(id: string, picture: SVGTemplateResult, label: string, choices: unknown) {
    return html`<button class="button does" title=${label} popovertarget=${id}>${picture}<span>${label}</span></button><div id=${id} popover role="group" aria-label=${label}>${choices ?? nothing}</div>`
  }

  private tag(event: SubmitEvent): void {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const tag = String(new FormData(form).get('tag')).trim()
    form.reset()
    if (tag !== '') this.choose({ name: 'tag', tag })
  }
}

customElements.define('bulk-bar', BulkBar)
declare global { interface HTMLElementTagNameMap { 'bulk-bar': BulkBar } }
