/** Acts in words, newest first, each with its undo or redo; of one thing, or of everything, by day and by batch. */

import { LitElement, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { parseTitleKey } from '../../domain/title.ts'
import { wasOffline } from '../../projections/activity.ts'
import type { CardRow } from '../../projections/cards.ts'
import { acts } from '../acts.ts'
import { Live, replica } from '../house.ts'
import { batchOf, undoOf } from '../begun-batches.ts'
import { placeName } from '../known-devices.ts'
import { filmOf, library, parseListSubject } from '../library.ts'
import { past } from '../past.ts'
import { atMoment, listPath, titlePath } from '../routes.ts'
import { foretell, tellAct } from '../saying.ts'
import { rowKey } from '../screens/selection.ts'
import { ago, dayName, localDay, timeOfDay } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import type { Act, Stretch } from '../act.ts'
import { isMinor, stretchesOf } from '../act.ts'
import { controls } from '../styles/controls.ts'
import { historyStyles } from './history-styles.ts'
import { icon } from './icon.ts'
import { pickStyles } from './pick-styles.ts'
import type { Picking } from './picking.ts'
import './poster.ts'

const pageLength = 60

export function actKey({ commandId, stream }: Act): string {
  return `${commandId} ${stream}`
}

export class HistoryList extends LitElement {
  static override properties = {
    about: { attribute: false }, at: { attribute: false }, acts: { attribute: false }, cards: { attribute: false }, everything: { type: Boolean }, foreign: { type: Boolean },
    picking: { attribute: false, hasChanged: () => true }, pickable: { attribute: false }, shown: { state: true }, foreseen: { state: true }, open: { state: true },
  }
  /** The subject whose history it is; undefined for what `acts` holds. */
  declare about: string | undefined
  /** The subject's history as it was at this moment, without a way to change it; undefined for now. */
  declare at: string | undefined
  /** What to show where it is not one title; newest first. */
  declare acts: readonly Act[]
  /** Of titles that this device may not know. */
  declare cards: ReadonlyMap<string, CardRow>
  /** Also what was merely looked at or played; of one's own acts as they are given. */
  declare everything: boolean
  /** Another person's: only to be read. */
  declare foreign: boolean
  /** Where some of them may be picked, each by its `actKey`: the host's, drawn anew with it. */
  declare picking: Picking | undefined
  /** Which of them. */
  declare pickable: (act: Act) => boolean
  declare shown: number
  /** The act whose undo is pointed at: what it would do is in sight. */
  declare foreseen: string
  /** Batches that are unfolded. */
  declare open: ReadonlySet<string>
  protected live = new Live(this)
  #more = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) this.shown += pageLength }, { rootMargin: '600px' })

  constructor() {
    super()
    this.about = this.at = this.picking = undefined
    this.acts = []
    this.pickable = () => false
    this.cards = new Map()
    this.everything = this.foreign = false
    this.shown = pageLength
    this.foreseen = ''
    this.open = new Set()
  }

  static override styles = [controls, pickStyles, historyStyles]

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#more.disconnect()
  }

  override updated(): void {
    this.#more.disconnect()
    const end = this.renderRoot.querySelector('.later')
    if (end) this.#more.observe(end)
  }

  override render() {
    const all = this.about && this.at !== undefined ? past.acts(this.about, this.at) : this.about ? library.acts(this.about) : this.acts
    const found = this.about || this.foreign ? all.filter((act) => this.everything || !isMinor(act)) : all
    if (found.length === 0) return this.about ? html`<p class="soft">${t('title.history.empty')}</p>` : html`<slot></slot>`
    const pointed = location.hash.startsWith(POINTER)
    const stretches = this.about ? found.map((act): Stretch => ({ batchId: null, acts: [act] })) : stretchesOf(found, pointed ? Infinity : this.shown + 1)
    const pointedAt = pointed ? stretches.findIndex(({ acts }) => acts.some(({ commandId }) => isPointedAt(commandId))) : -1
    const page = stretches.slice(0, Math.max(this.shown, pointedAt + 1))
    return html`${this.about ? this.list(page) : [...Map.groupBy(page, ({ acts: [newest] }) => localDay(newest.issuedAt)).values()].map((day) =>
      html`<h2>${dayName(day[0]!.acts[0].issuedAt, Date.now())}</h2>${this.list(day)}`)}
      ${stretches.length > page.length ? html`<p class="later"><button class="button" @click=${() => { this.shown += pageLength }}>${t('history.more')}</button></p>` : nothing}`
  }

  private list(stretches: readonly Stretch[]) {
    return html`<ol>${repeat(stretches, ({ batchId, acts: [newest] }) => batchId ?? actKey(newest), (stretch) => stretch.batchId === null ? this.act(stretch.acts[0]) : this.batch(stretch.batchId, stretch.acts))}</ol>`
  }

  private batch(batchId: string, members: Stretch['acts']) {
    const begun = batchOf(batchId)
    const name = String(begun?.data.name ?? t('batch.unnamed'))
    const what = begun?.data.kind === 'undo' ? t('told.undo', { what: name }) : begun?.data.kind === 'redo' ? t('told.redo', { what: name }) : name
    const undone = members.filter((act) => act.undone).length
    const row = rowKey(members.filter(this.pickable).map(actKey))
    const open = this.open.has(batchId) || members.some(({ commandId }) => isPointedAt(commandId))
    return html`<li id="batch-${batchId}" class="batch ${begun?.data.kind ?? ''} ${undone === members.length ? 'undone' : ''}" aria-label=${what}>
      <div class="row" data-key=${this.picking && row || nothing}>${this.picking?.active ? this.box(row, what) : html`<div class="stack" aria-hidden="true">${members.slice(0, 3).map((act) => this.poster(act))}</div>`}
      <div class="words"><p class="what">${what}</p>
        <p class="aside figures">${timeOfDay(members[0].issuedAt)} · ${placeName(members[0].deviceId)}${(begun ?? members[0]).actor === members[0].rows[0].userId ? nothing : html` · ${t('history.by', { name: library.personName((begun ?? members[0]).actor) })}`}
          ${begun?.data.reason ? html` · ${t('history.reason', { reason: String(begun.data.reason) })}` : nothing}
          ${undone > 0 ? html` · ${undone === members.length ? t('history.undone') : t('history.undone.some', { done: undone, count: members.length })}` : nothing}</p>
        <button class="fold" aria-expanded=${open ? 'true' : 'false'} @click=${() => this.fold(batchId)}>${icon('chevronDown', 16)}${t('history.batch.count', { count: members.length })}</button></div>
      ${this.batchButton(batchId, what, members.length === undone, begun?.data.kind === 'undo')}</div>
      ${open ? html`<ol class="members">${repeat(members, actKey, (act) => this.act(act))}</ol>` : nothing}</li>`
  }

  private fold(batchId: string): void {
    const open = new Set(this.open)
    if (!open.delete(batchId)) open.add(batchId)
    this.open = open
  }

  private batchButton(batchId: string, what: string, undone: boolean, isUndo: boolean) {
    if (this.foreign || this.picking?.active || isUndo) return nothing
    const undoing = undone ? undoOf(batchId)?.commandId : batchId
    if (undoing === undefined) return nothing
    const label = t(undone ? 'act.redo' : 'act.undo')
    return html`<button class="button then" aria-label="${label}: ${what}" @click=${() => void acts.undoBatch(undoing)}>${icon(undone ? 'redo' : 'undo', 18)}${label}</button>`
  }

  private act(act: Act) {
    const name = this.cards.get(act.subject)?.title ?? library.nameOf(act.subject)
    const what = tellAct(act)
    const row = this.pickable(act) ? actKey(act) : ''
    const unsent = library.outbox().some(({ id, state }) => id === act.commandId && state === 'waiting')
    const batch = act.batchId === null ? undefined : batchOf(act.batchId)
    return html`<li id="act-${act.commandId}" class="${act.kind} ${act.undone ? 'undone' : ''} ${isPointedAt(act.commandId) ? 'pointed' : ''}" aria-label="${this.about ? '' : `${name}: `}${what}" data-key=${this.picking && row || nothing}>
      ${this.picking?.active ? this.box(row, `${name}: ${what}`) : this.about ? html`<span class="dot"></span>` : this.poster(act)}
      <div class="words">
        ${this.about ? nothing : html`<a class="film tap" href=${pathOf(act)}>${name}</a>`}
        <p class="what">${what}</p>
        <p class="aside figures">${this.about ? ago(act.issuedAt, Date.now()) : timeOfDay(act.issuedAt)} · ${placeName(act.deviceId)}
          ${act.actor === (this.foreign ? act.rows[0].userId : library.userId()) ? nothing : html` · ${t('history.by', { name: library.personName(act.actor) })}`}
          ${unsent ? html` · <span class="mark">${icon('sync', 14)}${t('history.unsent')}</span>` : wasOffline(act) ? html` · ${t('history.late', { when: ago(act.recordedAt, Date.now()) })}` : nothing}
          ${batch?.data.reason ? html` · ${t('history.reason', { reason: String(batch.data.reason) })}` : nothing}
          ${this.about && batch ? html` · <a href="/history?batch=${batch.commandId}">${t('history.partOf', { name: String(batch.data.name) })}</a>` : nothing}
          ${act.undone ? html` · ${t('history.undone')}` : nothing}${this.at === undefined && !this.foreign ? this.seeThen(act, what) : nothing}</p>
        ${this.foreseen === act.commandId ? html`<p class="would" role="status">${foretell(act)}</p>` : nothing}
      </div>${this.button(act, what)}</li>`
  }

  /** Of what cannot be picked, the place of one. */
  private box(row: string, label: string) {
    return row === '' ? html`<span class="box"></span>` : html`<span class="box">${this.picking!.box(row, label)}</span>`
  }

  private seeThen(act: Act, what: string) {
    const [path, name] = this.about || !parseTitleKey(act.subject) ? [pathOf(act), t('then.see.title')] as const : ['/library', t('then.see')] as const
    return html` · <a href=${atMoment(path, act.recordedAt)} aria-label="${name}: ${what}">${name}</a>`
  }

  private poster(act: Act) {
    const title = parseTitleKey(act.subject)
    if (!title) return html`<span class="sign" aria-hidden="true">${icon('lists', 22)}</span>`
    const film = filmOf(title, this.cards.get(act.subject) ?? library.card(title))
    return html`<rewind-poster .path=${film.posterPath} .name=${film.title} sizes="2.75rem" aria-hidden="true"></rewind-poster>`
  }

  private button(act: Act, what: string) {
    if (this.foreign || this.picking?.active || this.at !== undefined || !acts.isUndoable(act)) return nothing
    if (act.undone) {
      const undoing = act.rows.map((row) => row.undoneBy && replica()?.timeline.get(row.undoneBy)).find((row) => row)
      // An undone undo is a redo, and has its own row.
      if (!undoing || act.kind !== 'plain') return nothing
      return html`<button class="button then" aria-label="${t('act.redo')}: ${what}" @click=${() => acts.redoAct(act, undoing.commandId)}>${icon('redo', 18)}${t('act.redo')}</button>`
    }
    if (act.kind === 'undo') return nothing
    const foresee = () => { this.foreseen = act.commandId }
    const forget = () => { this.foreseen = '' }
    return html`<button class="button then" aria-label="${t('act.undo')}: ${what}" @click=${() => acts.undoAct(act)}
      @pointerenter=${foresee} @pointerleave=${forget} @focus=${foresee} @blur=${forget}>${icon('undo', 18)}${t('act.undo')}</button>`
  }
}

function pathOf({ subject }: Act): string {
  const title = parseTitleKey(subject)
  return title ? titlePath(title) : listPath(parseListSubject(subject) ?? '')
}

const POINTER = '#act-'

/** By the address: a refusal leads to the later change that stands in the way. */
function isPointedAt(commandId: string): boolean {
  return location.hash === POINTER + commandId
}

customElements.define('history-list', HistoryList)
declare global { interface HTMLElementTagNameMap { 'history-list': HistoryList } }
