/** One indexer or news server: how it is set up, how it is used, and what can be done with it. Says `connection-act` with what was chosen. */

import { LitElement, css, html, nothing } from 'lit'
import type { ConnectionTest, IndexerInfo, NewsServerInfo } from '../../projections/wire-connections.ts'
import { t } from '../strings/connections.ts'
import { locale } from '../strings/language.ts'
import { controls } from '../styles/controls.ts'
import { testResult, testStyles } from './connection-test.ts'
import { FocusKept } from './focus-kept.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'

export type ConnectionAct = 'test' | 'change' | 'remove' | 'enable' | 'disable' | 'up' | 'down'
export class ConnectionActEvent extends Event {
  readonly act: ConnectionAct
  constructor(act: ConnectionAct) {
    super('connection-act', { bubbles: true, composed: true })
    this.act = act
  }
}

export class ConnectionCard extends LitElement {
  static override properties = { info: { attribute: false }, test: { attribute: false }, busy: { type: Boolean }, moves: { attribute: false } }
  declare info: IndexerInfo | NewsServerInfo
  /** What came of trying it out; `waiting` while it is tried. */
  declare test: ConnectionTest | 'waiting' | undefined
  declare busy: boolean
  /** Where it may go in the order. */
  declare moves: readonly ('up' | 'down')[]
  protected focusKept = new FocusKept(this, 'article')

  constructor() {
    super()
    this.moves = []
  }

  static override styles = [controls, testStyles, css`
    article:focus { outline: none; }
    article { display: grid; gap: var(--space-4); padding: var(--space-4) var(--space-5) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
    article.off { background: transparent; }
    header { display: flex; flex-wrap: wrap; align-items: baseline; gap: var(--space-1) var(--space-3); }
    h3 { font: 400 var(--size-4) / 1.2 var(--display); overflow-wrap: anywhere; }
    .where { inline-size: 100%; color: var(--ink-soft); font-size: var(--size-2); overflow-wrap: anywhere; }
    .state { margin-inline-start: auto; display: flex; align-items: center; gap: var(--space-2); font: 600 var(--size-2) / 1.3 var(--text); }
    .state::before { content: ''; inline-size: 0.6rem; block-size: 0.6rem; border-radius: var(--pill); background: var(--then); }
    .state.off::before { background: transparent; border: 2px solid var(--ink-soft); }
    dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: var(--space-3) var(--space-4); }
    dt { color: var(--ink-faint); font-size: var(--size-1); }
    dd { font-size: var(--size-2); overflow-wrap: anywhere; }
    meter { display: block; inline-size: 100%; block-size: 0.5rem; margin-block-start: var(--space-1); }
    .fixed { display: flex; align-items: center; gap: var(--space-2); color: var(--ink-soft); font-size: var(--size-2); }
    .marks { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-3); font-size: var(--size-1); color: var(--ink-soft); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); }
  `]

  private button(act: ConnectionAct, shown: IconName) {
    const what = t(`connections.act.${act}`)
    return html`<button class="button" aria-disabled=${this.busy ? 'true' : 'false'} aria-label=${t('connections.doing', { what, name: this.info.name })}
      @click=${() => { if (!this.busy) this.dispatchEvent(new ConnectionActEvent(act)) }}>${icon(shown, 18)}${what}</button>`
  }

  override render() {
    const { info, test } = this
    const own = info.source === 'here'
    return html`<article class=${info.enabled ? '' : 'off'} tabindex="-1" aria-label=${info.name}><header><h3>${info.name}</h3>
        <span class="state ${info.enabled ? '' : 'off'}">${t(info.enabled ? 'connections.on' : 'connections.off')}</span>
        <span class="where">${'url' in info ? `${t(`connections.kind.${info.kind}`)} · ${info.url}` : `${info.host}:${info.port}${info.username === null ? '' : ` · ${info.username}`}`}</span></header>
      ${'url' in info ? this.indexer(info) : this.newsServer(info)}
      ${info.source === 'here' ? nothing : html`<p class="fixed">${icon('lock', 18)}${t(`connections.source.${info.source}`)}</p>`}
      ${test ? testResult(test === 'waiting' ? undefined : test) : nothing}
      <div class="acts">${this.button('test', 'check')}${own ? html`${this.button('change', 'pen')}${info.enabled ? this.button('disable', 'pause') : this.button('enable', 'play')}
        ${this.moves.map((move) => move === 'up' ? html`${this.button('up', 'chevronStart')}` : html`${this.button('down', 'chevronEnd')}`)}${this.button('remove', 'bin')}` : nothing}</div></article>`
  }

  private indexer({ searches, grabs, apiPerDay, grabsPerDay, ownNetwork }: IndexerInfo) {
    return html`<dl>${this.used(t('connections.today'), searches, apiPerDay)}${this.used(t('connections.grabs'), grabs, grabsPerDay)}</dl>
      ${ownNetwork ? html`<p class="marks">${t('connections.ownNetwork')}</p>` : nothing}`
  }

  private used(what: string, used: number, most: number | null) {
    return html`<div><dt>${what}</dt><dd class="figures">${most === null ? used.toLocaleString(locale) : html`${t('connections.today.of', { used, most })}<meter min="0" max=${most} high=${most * 0.9} value=${Math.min(used, most)} aria-label=${what}></meter>`}</dd></div>`
  }

  private newsServer({ priority, connections, retentionDays, tls, ownNetwork }: NewsServerInfo) {
    const marks = [tls ? '' : t('connections.plain'), ownNetwork ? t('connections.ownNetwork') : ''].filter(Boolean)
    const facts: readonly (readonly [string, string])[] = [
      [t('connections.priority'), priority === 0 ? t('connections.priority.first') : t('connections.priority.later', { number: priority })],
      [t('connections.parallel'), connections.toLocaleString(locale)],
      [t('connections.retention'), retentionDays === null ? t('connections.retention.unknown') : t('connections.retention.days', { count: retentionDays })],
    ]
    return html`<dl>${facts.map(([what, value]) => html`<div><dt>${what}</dt><dd class="figures">${value}</dd></div>`)}</dl>
      ${marks.length === 0 ? nothing : html`<p class="marks">${marks.join(' · ')}</p>`}`
  }
}

customElements.define('connection-card', ConnectionCard)
declare global { interface HTMLElementTagNameMap { 'connection-card': ConnectionCard } interface HTMLElementEventMap { 'connection-act': ConnectionActEvent } }
