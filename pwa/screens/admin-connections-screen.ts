/** Connections, for admins: indexers, news servers, where films are kept, and how downloads go on; each can be tried out, and each change undone. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { ConnectionsAnswer, ConnectionTest, DownloadsAnswer, IndexerInfo, NewsServerInfo } from '../../projections/wire-connections.ts'
import type { ConnectionKind, ConnectionWish } from '../admin.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import type { ConnectionAct, ConnectionActEvent } from '../elements/connection-card.ts'
import '../elements/connection-card.ts'
import type { ConnectionSavedEvent } from '../elements/connection-form-dialog.ts'
import '../elements/connection-form-dialog.ts'
import { testResult, testStyles } from '../elements/connection-test.ts'
import type { DownloadsChangedEvent } from '../elements/download-controls.ts'
import '../elements/download-controls.ts'
import { icon } from '../elements/icon.ts'
import '../elements/mail-card.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import '../elements/schedule-editor.ts'
import '../elements/sms-card.ts'
import { showToast } from '../elements/show-toast.ts'
import { t } from '../strings/connections.ts'
import { t as shell } from '../strings/shell.ts'
import { controls, screenFrame } from '../styles/controls.ts'

type Info = IndexerInfo | NewsServerInfo
type Tests = ReadonlyMap<string, ConnectionTest | 'waiting'>

export class AdminConnectionsScreen extends LitElement {
  static override properties = { busy: { state: true }, tests: { state: true }, downloads: { state: true } }
  declare busy: boolean
  /** What came of trying out, by kind and id; of the object store by `store`. */
  declare tests: Tests
  declare downloads: DownloadsAnswer | undefined
  protected question = new Question<ConnectionsAnswer>(this, (signal) => admin.connections(signal))

  constructor() {
    super()
    this.busy = false
    this.tests = new Map()
  }

  static override styles = [controls, screenFrame, testStyles, css`
    .lead { max-inline-size: 44rem; color: var(--ink-soft); }
    .head { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); justify-items: start; }
    .head h1 { max-inline-size: 100%; }
    .notice { margin-block-end: var(--space-4); }
    section { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-4); margin-block-end: var(--space-7); }
    .top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2) var(--space-5); }
    .top .lead { flex: 1 1 20rem; font-size: var(--size-2); }
    .top h2 { inline-size: 100%; }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); gap: var(--space-4); align-items: start; }
    .cards .bone { block-size: 13rem; }
    .store { display: grid; gap: var(--space-4); max-inline-size: 44rem; padding: var(--space-4) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    .store .top { align-items: center; }
    .store p { overflow-wrap: anywhere; }
    .downloads { max-inline-size: 60rem; }
    .intertitle { margin: 0; }
    .row { margin-block-start: var(--space-4); }
  `]

  override willUpdate(): void {
    this.question.about('connections')
  }

  private saved({ answer, name }: ConnectionSavedEvent): void {
    this.#changed(answer, t('connections.saved', { name }))
  }

  private acted(kind: ConnectionKind, info: Info, act: ConnectionAct): void {
    const { version } = this.question.reply.answer!
    switch (act) {
      case 'test': return void this.#test(`${kind}/${info.id}`, () => admin.testConnection(kind, info.id))
      case 'change': return void this.renderRoot.querySelector('connection-form-dialog')?.show({ kind, info, version })
      case 'enable': case 'disable': return void this.#change(() => admin.saveConnection(kind, info.id, version, wishFrom(info, act === 'enable')), t('connections.saved', { name: info.name }))
      case 'up': case 'down': return void this.#move(kind, info, act === 'up' ? -1 : 1)
      case 'remove': return void this.#change(() => admin.removeConnection(kind, info.id, version), t('connections.removed', { name: info.name }))
    }
  }

  /** Says what was done, with what takes it back. */
  #changed(answer: ConnectionsAnswer, text: string): void {
    this.question.replace(answer)
    showToast({ text, action: { label: shell('act.undo'), icon: 'undo', run: () => void this.#change(() => admin.undoConnections(answer.version), t('connections.undone')) } })
  }

  async #move(kind: ConnectionKind, info: Info, by: number): Promise<void> {
    const answer = this.question.reply.answer!
    const ids = own(answer, kind).map(({ id }) => id)
    const from = ids.indexOf(info.id)
    const order = ids.toSpliced(from, 1).toSpliced(from + by, 0, info.id)
    await this.#change(() => admin.orderConnections(kind, order, answer.version), t('connections.moved', { name: info.name, place: answer[kind].length - ids.length + from + by + 1 }))
  }

  async #change(act: () => Promise<ConnectionsAnswer>, done: string): Promise<void> {
    if (this.busy) return
    this.busy = true
    await this.#told(async () => this.#changed(await act(), done))
    this.busy = false
  }

  async #test(key: string, ask: () => Promise<ConnectionTest>): Promise<void> {
    if (this.tests.get(key) === 'waiting') return
    this.tests = new Map([...this.tests, [key, 'waiting']])
    let result: ConnectionTest | undefined
    await this.#told(async () => { result = await ask() })
    const others = [...this.tests].filter(([other]) => other !== key)
    this.tests = new Map(result ? [...others, [key, result]] : others)
  }

  async #told(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('connections.offline') : error.message, tone: 'bad' })
      // Somebody else was first: what is there now is looked at.
      if (error.code === 'CONFLICT') this.question.again()
    }
  }

  override render() {
    const { reply } = this.question
    return html`<div class="head"><h1 tabindex="-1">${shell('nav.connections')}</h1><p class="lead">${t('connections.lead')}</p></div>
      ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.question.again(), { offline: t('connections.offline') }) : nothing}
      ${reply.answer ? this.shown(reply.answer) : reply.state === 'failed' ? nothing : html`<div class="cards" role="status" aria-label=${t('connections.loading')}>${Array.from({ length: 2 }, () => html`<div class="bone"></div>`)}</div>`}
      <connection-form-dialog @connection-saved=${this.saved}></connection-form-dialog>`
  }

  private shown(answer: ConnectionsAnswer) {
    const { objectStore: { kind, where } } = answer
    const test = this.tests.get('store')
    return html`${answer.reaches === 'this machine' ? html`<div class="notice">${icon('lock')}<p>${t('connections.demo')}</p></div>` : nothing}
      ${this.list(answer, 'indexers')}${this.list(answer, 'newsServers')}
      <section aria-labelledby="store"><h2 id="store">${t('connections.store')}</h2><div class="store"><div class="top"><div><p><b>${t(`connections.store.${kind}`)}</b></p><p class="soft small">${where}</p></div>
        <button class="button" aria-label=${t('connections.doing', { what: t('connections.act.test'), name: t('connections.store') })} @click=${() => void this.#test('store', admin.testObjectStore)}>${icon('check', 18)}${t('connections.act.test')}</button></div>
        ${test ? testResult(test === 'waiting' ? undefined : test) : nothing}</div></section>
      <section aria-labelledby="mail"><h2 id="mail">${t('connections.mail')}</h2><mail-card></mail-card></section>
      <section aria-labelledby="sms"><h2 id="sms">${t('connections.sms')}</h2><sms-card></sms-card></section>
      <section class="downloads" aria-labelledby="downloads"><h2 id="downloads">${t('downloads.controls')}</h2>
        <download-controls .answer=${this.downloads} @downloads-changed=${this.heard}></download-controls>
        ${this.downloads ? html`<h3>${t('downloads.schedule')}</h3><schedule-editor .answer=${this.downloads} @downloads-changed=${this.heard}></schedule-editor>` : nothing}</section>`
  }

  private heard({ answer }: DownloadsChangedEvent): void {
    this.downloads = answer
  }

  private list(answer: ConnectionsAnswer, kind: ConnectionKind) {
    const all: readonly Info[] = kind === 'newsServers' ? [...answer.newsServers].sort((a, b) => a.priority - b.priority) : answer.indexers
    const ids = own(answer, kind).map(({ id }) => id)
    const add = html`<button class="button now" @click=${() => this.renderRoot.querySelector('connection-form-dialog')?.show({ kind, info: null, version: answer.version })}>${icon('plus', 18)}${t(`connections.add.${kind}`)}</button>`
    if (all.length === 0) return html`<section aria-labelledby=${kind}><h2 id=${kind}>${t(`connections.${kind}`)}</h2>${intertitle(t(`connections.none.${kind}`), t(`connections.none.${kind}.lead`), add)}</section>`
    return html`<section aria-labelledby=${kind}><div class="top"><h2 id=${kind}>${t(`connections.${kind}`)}</h2><p class="lead">${t(`connections.${kind}.lead`)}</p>${add}</div>
      <div class="cards">${repeat(all, ({ id }) => id, (info) => html`<connection-card .info=${info} .test=${this.tests.get(`${kind}/${info.id}`)} ?busy=${this.busy} .moves=${kind === 'indexers' ? movesOf(ids, info.id) : []}
        @connection-act=${({ act }: ConnectionActEvent) => this.acted(kind, info, act)}></connection-card>`)}</div></section>`
  }
}

/** Those that are set here, in their order. */
const own = (answer: ConnectionsAnswer, kind: ConnectionKind): readonly Info[] => (answer[kind] as readonly Info[]).filter(({ source }) => source === 'here')

function movesOf(ids: readonly string[], id: string): readonly ('up' | 'down')[] {
  const place = ids.indexOf(id)
  return place === -1 ? [] : [...place > 0 ? ['up' as const] : [], ...place < ids.length - 1 ? ['down' as const] : []]
}

/** The same, switched on or off; its secret stays. */
function wishFrom(info: Info, enabled: boolean): ConnectionWish {
  if ('url' in info) {
    const { name, kind, url, apiPerDay, grabsPerDay, categories, ownNetwork } = info
    return { name, kind, url, apiPerDay, grabsPerDay, categories, ownNetwork, enabled }
  }
  const { name, host, port, tls, username, connections, priority, retentionDays, ownNetwork } = info
  return { name, host, port, tls, username, connections, priority, retentionDays, ownNetwork, enabled }
}

customElements.define('admin-connections-screen', AdminConnectionsScreen)
declare global { interface HTMLElementTagNameMap { 'admin-connections-screen': AdminConnectionsScreen } }
