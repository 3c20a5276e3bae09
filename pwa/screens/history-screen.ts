/** Everything a person did, by day and by batch, with undo and redo beside each act; filtered by the address. */

import { LitElement, css, html, nothing } from 'lit'
import { passes } from '../../projections/activity.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { admin } from '../admin.ts'
import '../elements/activity-filters.ts'
import '../elements/history-list.ts'
import type { HistoryList, PickEvent } from '../elements/history-list.ts'
import { actKey } from '../elements/history-list.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { handOver, playsIn } from '../batches.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/t.ts'
import type { Act } from '../act.ts'
import { actsOf, isMinor } from '../act.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import type { ActivityWish } from './activity-wish.ts'
import { activityFilterOf, activityWishOf, historyPath, isFiltered } from './activity-wish.ts'
import { folded } from './shelf.ts'

export class HistoryScreen extends LitElement {
  static override properties = { query: { attribute: false }, pages: { state: true }, picked: { state: true } }
  declare query: URLSearchParams
  declare pages: number
  /** Viewings to be given to whose they were; undefined while nobody is picking. */
  declare picked: ReadonlySet<string> | undefined
  protected live = new Live(this)
  #wish = activityWishOf(new URLSearchParams())
  /** Another person's history is not on this device. */
  private others = new Question(this, (signal) => this.#wish.person === '' ? undefined : askOthers(this.#wish, this.pages, signal))

  constructor() {
    super()
    this.query = new URLSearchParams()
    this.pages = 1
    this.picked = undefined
  }

  static override styles = [controls, screenFrame, css`
    activity-filters { margin-block-end: var(--space-4); }
    history-list, .bones { max-inline-size: 54rem; }
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
  }

  override render() {
    const wish = this.#wish
    return html`<div class="head"><h1 tabindex="-1">${t('nav.history')}</h1>
        ${wish.person === '' ? html`<button class="button ${this.picked ? 'on' : ''}" aria-pressed=${this.picked ? 'true' : 'false'} @click=${() => { this.picked = this.picked ? undefined : new Set() }}>${icon('person', 18)}${t('handover.start')}</button>` : nothing}</div>
      <activity-filters .wish=${wish}></activity-filters>
      ${wish.person !== '' ? this.foreign(wish) : this.live.whole ? this.found(wish) : this.bones()}`
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
    const found = filtered(library.acts(), wish)
    const { picked } = this
    const acts = picked ? found.filter((act) => playsIn(act).length > 0) : found
    const filteredOut = isFiltered(wish)
    return html`${filteredOut && acts.length > 0 ? html`<p class="count figures" role="status">${t('history.count', { count: acts.filter((act) => wish.everything || !isMinor(act)).length })}</p>` : nothing}
      ${picked ? html`<p class="soft">${t(acts.length === 0 ? 'handover.none' : 'handover.pick')}</p>` : nothing}
      <history-list .acts=${acts} .picking=${picked} ?everything=${wish.everything} @pick=${this.pick}>${picked ? nothing : filteredOut
        ? intertitle(t('history.none'), t('history.none.lead'), html`<a class="button" href="/history">${t('history.filter.clear')}</a>`)
        : intertitle(t('history.empty'), t('history.empty.lead'))}</history-list>
      ${picked && acts.length > 0 ? this.bar(acts, picked) : nothing}`
  }

  private bar(acts: readonly Act[], picked: ReadonlySet<string>) {
    const chosen = acts.filter((act) => picked.has(actKey(act)))
    return html`<section class="bar" aria-label=${t('handover.title')}><span class="figures" role="status">${t('bulk.count', { count: chosen.length })}</span>
      <button class="button" @click=${() => { this.picked = new Set(acts.map(actKey)) }}>${t('handover.all', { count: acts.length })}</button>
      <button class="button now" aria-disabled=${chosen.length === 0 ? 'true' : 'false'} @click=${() => void this.handOver(chosen)}>${t('handover.who')}</button>
      <button class="button plain" @click=${() => { this.picked = undefined }}>${t('act.cancel')}</button></section>`
  }

  private pick = ({ act }: PickEvent) => {
    const picked = new Set(this.picked)
    if (!picked.delete(actKey(act))) picked.add(actKey(act))
    this.picked = picked
  }

  private async handOver(acts: readonly Act[]): Promise<void> {
    if (!await handOver(acts)) return
    this.picked = undefined
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
