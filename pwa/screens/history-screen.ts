/** Everything a person did, by day and by batch, with undo and redo beside each act; filtered by the address. */

import { LitElement, css, html, nothing } from 'lit'
import { passes } from '../../projections/activity.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { admin } from '../admin.ts'
import '../elements/activity-filters.ts'
import '../elements/history-list.ts'
import type { HistoryList } from '../elements/history-list.ts'
import { actKey } from '../elements/history-list.ts'
import type { IconName } from '../elements/icon.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { Picking } from '../elements/picking.ts'
import { Question } from '../elements/question.ts'
import { acts } from '../acts.ts'
import { ToastRoom } from '../elements/toast-room.ts'
import { handOver, playsIn, takeBackSeveral } from '../batches.ts'
import { Live, replica } from '../house.ts'
import { library, ownRows } from '../library.ts'
import { ownIndex } from '../own-acts.ts'
import type { Replica } from '../replica.ts'
import { t } from '../strings/t.ts'
import type { Act } from '../act.ts'
import { actsOf, stretchesOf } from '../act.ts'
import type { ActIndex } from '../act-index.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import { createBreathing } from '../sync/environment.ts'
import { slicer } from '../sync/slicer.ts'
import type { ActivityWish } from './activity-wish.ts'
import { activityFilterOf, activityWishOf, historyPath, isFiltered } from './activity-wish.ts'
import { folded } from './shelf.ts'

/** All that was done, of each person who was here: what was gathered once is there when they come again. */
const indexes = new WeakMap<Replica, { readonly index: ActIndex; readonly gathered: Promise<void> }>()
const inSlices = slicer(createBreathing())

function indexOf(here: Replica): { readonly index: ActIndex; readonly gathered: Promise<void> } {
  const known = indexes.get(here)
  if (known) return known
  const index = ownIndex(here)
  const begun = { index, gathered: index.isGathered ? Promise.resolve() : index.gather(ownRows(), inSlices) }
  indexes.set(here, begun)
  return begun
}

export class HistoryScreen extends LitElement {
  static override properties = { query: { attribute: false }, pages: { state: true }, giving: { state: true } }
  declare query: URLSearchParams
  declare pages: number
  /** What is picked is not to be taken back, but given to whose it was. */
  declare giving: boolean
  protected live = new Live(this)
  /** All of it was here once: what comes with a later sync comes into what is shown. */
  #whole = false
  /** It is in order, or is being put in order. */
  #gathered = false
  #awaited: Promise<void> | undefined
  /** What is shown, of one's own; newest first. */
  #found: readonly Act[] = []
  private picking = new Picking(this, () => stretchesOf(this.#found).flatMap(({ acts: members }) => members.filter(this.pickable).map(actKey)), () => [...this.renderRoot.querySelectorAll('history-list')].map(({ renderRoot }) => renderRoot))
  #wish = activityWishOf(new URLSearchParams())
  /** Another person's history is not on this device. */
  private others = new Question(this, (signal) => this.#wish.person === '' ? undefined : askOthers(this.#wish, this.pages, signal))

  constructor() {
    super()
    this.query = new URLSearchParams()
    this.pages = 1
    this.giving = false
  }

  static override styles = [controls, screenFrame, css`
    .ways { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    activity-filters { margin-block-end: var(--space-4); }
    history-list, .bones { max-inline-size: 54rem; }
    @media (width >= 75rem) { .head { max-inline-size: 54rem; padding-inline-end: 0; } }
    .bar { position: sticky; inset-block-end: calc(var(--bar) + var(--space-3)); display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); inline-size: fit-content; margin-block-start: var(--space-4); padding: var(--space-2) var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); box-shadow: var(--shadow); }
    @media (width < 44rem) { .bar span { flex-basis: 100%; } }
    .bar span { font-weight: 600; font-size: var(--size-2); }
    .count { color: var(--ink-faint); font-size: var(--size-2); }
    .bones { display: grid; gap: var(--space-3); }
    .bone { block-size: 4.5rem; }
    .later { display: grid; justify-content: center; margin-block-start: var(--space-5); }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('hashchange', this.#pointed)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('hashchange', this.#pointed)
  }

  override firstUpdated(): void {
    this.#pointed()
  }

  /** A refusal's link names an act: bring it into sight. */
  #pointed = () => {
    const list = this.renderRoot.querySelector<HistoryList>('history-list')
    if (!list || location.hash === '') return
    list.requestUpdate()
    void list.updateComplete.then(() => list.renderRoot.querySelector('.pointed')?.scrollIntoView({ block: 'center' }))
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('query')) this.pages = 1
    this.#wish = activityWishOf(this.query)
    this.others.about(`${historyPath({ ...this.#wish, text: '' })} ${this.pages}`, this.pages > 1)
    this.#whole ||= this.live.whole
    this.#find()
    if (!this.picking.active) this.giving = false
    this.picking.settle()
  }

  #find(): void {
    this.#found = []
    const here = replica()
    if (this.#wish.person !== '' || !this.#whole || !here) return
    const { index, gathered } = indexOf(here)
    this.#gathered = index.isGathered
    if (this.#gathered) this.#found = filtered(index.read(ownRows())[this.#wish.everything ? 'all' : 'decisions'], this.#wish)
    else this.#awaited ??= gathered.then(this.#begin)
  }

  #begin = async (): Promise<void> => {
    this.requestUpdate()
    await this.updateComplete
    this.#pointed()
  }

  protected toastRoom = new ToastRoom(this, () => this.renderRoot.querySelector('.bar'))

  private pickable = (act: Act): boolean => this.giving ? playsIn(act).length > 0 : act.kind !== 'undo' && !act.undone && acts.isUndoable(act)

  /** One way of picking, or none. */
  private pick(giving: boolean): void {
    const ends = this.picking.active && this.giving === giving
    this.picking.leave()
    if (ends) return
    this.giving = giving
    this.picking.start()
  }

  override render() {
    const wish = this.#wish
    return html`<div class="head"><h1 tabindex="-1">${t('nav.history')}</h1>
        ${wish.person === '' && !library.isGuest() ? html`<div class="ways">${this.way(false, 'check', t('bulk.start'))}${this.way(true, 'person', t('handover.start'))}</div>` : nothing}</div>
      <activity-filters .wish=${wish}></activity-filters>
      ${wish.person !== '' ? this.foreign(wish) : this.#gathered ? this.found(wish) : this.bones()}`
  }

  private way(giving: boolean, sign: IconName, label: string) {
    const on = this.picking.active && this.giving === giving
    return html`<button class="button ${on ? 'on' : ''}" aria-pressed=${on ? 'true' : 'false'} @click=${() => this.pick(giving)}>${icon(sign, 18)}${label}</button>`
  }

  private bones() {
    return html`<div class="bones" aria-busy="true">${[0, 1, 2, 3].map(() => html`<div class="bone"></div>`)}</div>`
  }

  private foreign(wish: ActivityWish) {
    const { reply } = this.others
    if (reply.state === 'failed') return failureNotice(reply.failure, () => this.others.again(), { offline: t('history.person.offline') })
    if (!reply.answer) return this.bones()
    const { rows, cards, more } = reply.answer
    const text = folded(wish.text)
    const acts = actsOf(rows).filter(({ subject }) => text === '' || folded(cards.get(subject)?.title ?? library.nameOf(subject)).includes(text))
    return html`<history-list foreign .acts=${acts} .cards=${cards} ?everything=${wish.everything}>${intertitle(t('history.none'), t('history.none.foreign'))}</history-list>
      ${more ? html`<p class="later"><button class="button" @click=${() => { this.pages++ }}>${t('history.more')}</button></p>` : nothing}`
  }

  private found(wish: ActivityWish) {
    const { active } = this.picking
    const found = active && this.giving ? this.#found.filter(this.pickable) : this.#found
    const filteredOut = isFiltered(wish)
    return html`${filteredOut && found.length > 0 ? html`<p class="count figures" role="status">${t('history.count', { count: found.length })}</p>` : nothing}
      ${active ? html`<p class="soft">${t(!this.giving ? 'history.take.lead' : found.length === 0 ? 'handover.none' : 'handover.pick')}</p>` : nothing}
      <history-list .acts=${found} .picking=${this.picking} .pickable=${this.pickable}>${active ? nothing : filteredOut
        ? intertitle(t('history.none'), t('history.none.lead'), html`<a class="button" href="/history">${t('history.filter.clear')}</a>`)
        : intertitle(t('history.empty'), t('history.empty.lead'))}</history-list>
      ${active && found.length > 0 ? this.bar() : nothing}`
  }

  private bar() {
    const all = this.#found.filter(this.pickable)
    const chosen = all.filter((act) => this.picking.keys.has(actKey(act)))
    const [label, title] = this.giving ? [t('handover.who'), t('handover.title')] : [t('history.take'), t('bulk.start')]
    return html`<section class="bar" aria-label=${title}><span class="figures" role="status">${t('bulk.count', { count: chosen.length })}</span>
      <button class="button" @click=${() => this.picking.all()}>${t('handover.all', { count: all.length })}</button>
      <button class="button now" aria-disabled=${chosen.length === 0 ? 'true' : 'false'} @click=${() => void this.doIt(chosen)}>${label}</button>
      <button class="button plain" @click=${this.picking.leave}>${t('act.cancel')}</button></section>`
  }

  private async doIt(chosen: readonly Act[]): Promise<void> {
    if (chosen.length === 0 || !await (this.giving ? handOver(chosen) : takeBackSeveral(chosen))) return
    this.picking.leave()
    this.renderRoot.querySelector('h1')?.focus({ preventScroll: true })
  }
}

interface Others { readonly rows: readonly TimelineRow[]; readonly cards: ReadonlyMap<string, CardRow>; readonly more: boolean }

async function askOthers(wish: ActivityWish, pages: number, signal: AbortSignal): Promise<Others> {
  const filter = new URLSearchParams(Object.entries(activityFilterOf(wish)).map(([name, value]) => [name, String(value)]))
  const answers = await Promise.all(Array.from({ length: pages }, (_, page) => admin.history(wish.person, filter, page + 1, signal)))
  return {
    rows: answers.flatMap(({ results }) => results), cards: new Map(answers.flatMap(({ cards }) => cards).map((card) => [card.key, card])),
    more: (answers.at(-1)?.totalPages ?? 0) > pages,
  }
}

/** Acts of which something passes. */
function filtered(acts: readonly Act[], wish: ActivityWish): readonly Act[] {
  if (!isFiltered(wish)) return acts
  const filter = activityFilterOf(wish)
  const text = folded(wish.text)
  return acts.filter((act) => act.rows.some((row) => passes(row, filter)) && (text === '' || folded(library.nameOf(act.subject)).includes(text)))
}

customElements.define('history-screen', HistoryScreen)
declare global { interface HTMLElementTagNameMap { 'history-screen': HistoryScreen } }
