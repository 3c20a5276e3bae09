/** Acts in words, newest first, each with its undo or redo. Of one title, of one list, or of everything, by day. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { parseTitleKey } from '../../domain/title.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { library, parseListSubject } from '../library.ts'
import { past } from '../past.ts'
import { listPath, titlePath } from '../routes.ts'
import { ago, dayName, localDay, timeOfDay } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import type { Act } from '../strings/told.ts'
import { isMinor } from '../strings/told.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import './poster.ts'

const pageLength = 60
/** What the acquisition of a film may take back is decided on the Downloads screen. */
const elsewhere = /^(Fetch|Movie)/

export class HistoryList extends LitElement {
  static override properties = { about: { attribute: false }, at: { attribute: false }, everything: { type: Boolean }, shown: { state: true } }
  /** The subject whose history it is; undefined for all. */
  declare about: string | undefined
  /** A title's history as it was at this moment, without a way to change it; undefined for now. */
  declare at: string | undefined
  /** Also what was merely looked at or played. */
  declare everything: boolean
  declare shown: number
  protected live = new Live(this)

  constructor() {
    super()
    this.about = this.at = undefined
    this.everything = false
    this.shown = pageLength
  }

  static override styles = [controls, css`
    h2 { position: sticky; inset-block-start: var(--top); z-index: 1; padding-block: var(--space-3); background: linear-gradient(var(--ground) 75%, transparent); }
    h2::first-letter { text-transform: capitalize; }
    ol + h2 { margin-block-start: var(--space-4); }
    li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--space-2) var(--space-4); align-items: center; padding-block: var(--space-2); border-block-end: 1px solid var(--line); }
    li.pointed { background: var(--then-tint); border-radius: var(--round-2); }
    rewind-poster { inline-size: 2.75rem; }
    .sign { display: grid; place-content: center; inline-size: 2.75rem; aspect-ratio: 2 / 3; border-radius: var(--round-1); background: var(--raise-2); color: var(--ink-soft); }
    .dot { inline-size: 0.6rem; block-size: 0.6rem; border-radius: 50%; background: var(--now); }
    .undo .dot, .redo .dot { background: var(--then); }
    .undone .dot { background: none; box-shadow: inset 0 0 0 2px var(--edge); }
    .words { min-inline-size: 0; }
    .film { font-weight: 600; text-decoration: none; }
    .film:hover { text-decoration: underline; }
    .what { overflow-wrap: anywhere; }
    .undone .what { text-decoration: line-through; color: var(--ink-faint); }
    .aside { color: var(--ink-faint); font-size: var(--size-1); }
    .mark { display: inline-flex; align-items: center; gap: 0.25rem; color: var(--then); }
    .mark svg { vertical-align: -0.15em; }
    .why { grid-column: 1 / -1; }
    .later { display: grid; justify-content: center; margin-block-start: var(--space-5); }
    @media (width < 44rem) { li { column-gap: var(--space-3); } .button.then { padding-inline: var(--space-3); } }
  `]

  override render() {
    const title = parseTitleKey(this.about ?? '')
    const all = title && this.at !== undefined ? past.acts(title, this.at) : library.acts(this.about)
    const acts = all.filter((act) => this.everything || !isMinor(act))
    if (acts.length === 0) return this.about ? html`<p class="soft">${t('title.history.empty')}</p>` : html`<slot></slot>`
    const pointedAt = acts.findIndex((act) => isPointedAt(act.commandId))
    const page = acts.slice(0, Math.max(this.shown, pointedAt + 1))
    return html`${this.about ? this.list(page) : [...Map.groupBy(page, (act) => localDay(act.issuedAt)).values()].map((day) =>
      html`<h2>${dayName(day[0]!.issuedAt, Date.now())}</h2>${this.list(day)}`)}
      ${acts.length > page.length ? html`<p class="later"><button class="button" @click=${() => { this.shown += pageLength }}>${t('history.more')}</button></p>` : nothing}`
  }

  private list(acts: readonly Act[]) {
    return html`<ol>${repeat(acts, (act) => `${act.commandId} ${act.stream}`, (act) => this.row(act))}</ol>`
  }

  private row(act: Act) {
    const name = library.nameOf(act.subject)
    const what = library.tell(act)
    const unsent = library.isWaiting(act.commandId)
    return html`<li id="act-${act.commandId}" class="${act.kind} ${act.undone ? 'undone' : ''} ${isPointedAt(act.commandId) ? 'pointed' : ''}" aria-label="${this.about ? '' : `${name}: `}${what}">
      ${this.about ? html`<span class="dot"></span>` : picture(act, name)}
      <div class="words">
        ${this.about ? nothing : html`<a class="film" href=${pathOf(act)}>${name}</a>`}
        <p class="what">${what}</p>
        <p class="aside figures">${this.about ? ago(act.issuedAt, Date.now()) : timeOfDay(act.issuedAt)} · ${this.hand(act)}
          ${unsent ? html` · <span class="mark">${icon('sync', 14)}${t('history.unsent')}</span>` : this.late(act)}
          ${act.undone ? html` · ${t('history.undone')}` : nothing}${this.at === undefined ? this.seeThen(act, what) : nothing}</p>
      </div>${this.at === undefined ? this.button(act, what) : nothing}</li>`
  }

  private seeThen(act: Act, what: string) {
    const title = parseTitleKey(act.subject)
    if (!title) return nothing
    const [path, name] = this.about ? [titlePath(title), t('then.see.title')] as const : ['/library', t('then.see')] as const
    return html` · <a href="${path}?at=${encodeURIComponent(act.recordedAt)}" aria-label="${name}: ${what}">${name}</a>`
  }

  /** Who did it, where others may; else on which device. */
  private hand(act: Act): string {
    if (!library.isMe(act.actor)) return library.personName(act.actor)
    return library.isThisDevice(act.deviceId) ? t('history.device.this') : t('history.device.other')
  }

  private late(act: Act) {
    const lateMs = Date.parse(act.recordedAt) - Date.parse(act.issuedAt)
    return lateMs > 120_000 ? html` · ${t('history.late', { when: ago(act.recordedAt, Date.now()) })}` : nothing
  }

  private button(act: Act, what: string) {
    if (elsewhere.test(act.rows[0].type) || isOnlyLookedAt(act)) return nothing
    if (act.undone) {
      const undoing = act.rows.map((row) => row.undoneBy && library.event(row.undoneBy)).find((row) => row)
      // An undone undo is a redo, and has its own row.
      if (!undoing || act.kind !== 'plain') return nothing
      return html`<button class="button then" aria-label="${t('act.redo')}: ${what}" @click=${() => acts.redoAct(act, undoing.commandId)}>${icon('redo', 18)}${t('act.redo')}</button>`
    }
    if (act.kind === 'undo') return nothing
    return html`<button class="button then" aria-label="${t('act.undo')}: ${what}" @click=${() => acts.undoAct(act)}>${icon('undo', 18)}${t('act.undo')}</button>`
  }
}

function picture(act: Act, name: string) {
  const title = parseTitleKey(act.subject)
  return title ? html`<rewind-poster .path=${library.film(title).posterPath} .name=${name} sizes="2.75rem" aria-hidden="true"></rewind-poster>` : html`<span class="sign">${icon('lists', 22)}</span>`
}

function pathOf({ subject }: Act): string {
  const title = parseTitleKey(subject)
  return title ? titlePath(title) : listPath(parseListSubject(subject) ?? '')
}

/** A list that somebody shares for looking at: others' acts are theirs to take back. */
function isOnlyLookedAt({ subject }: Act): boolean {
  const list = library.list(parseListSubject(subject) ?? '')
  return list?.myRole === 'viewer'
}

/** By the address: a refusal leads to the later change that stands in the way. */
function isPointedAt(commandId: string): boolean {
  return location.hash === `#act-${commandId}`
}

customElements.define('history-list', HistoryList)
declare global { interface HTMLElementTagNameMap { 'history-list': HistoryList } }
