/** The second half of the set-up: what this server reaches, each tried out by a button. All of it can wait; it is found again at /set-up and on the screen Connections. */

import { LitElement, css, html, nothing } from 'lit'
import type { ConnectionsAnswer, ConnectionTest } from '../../projections/wire-connections.ts'
import type { ConnectionKind } from '../admin.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure, ask } from '../catalogue.ts'
import { t } from '../strings/connections.ts'
import { controls } from '../styles/controls.ts'
import type { ConnectionSavedEvent } from './connection-form-dialog.ts'
import './connection-form-dialog.ts'
import { testResult, testStyles } from './connection-test.ts'
import { icon } from './icon.ts'
import { failureNotice } from './notices.ts'
import { Question } from './question.ts'
import { showToast } from './show-toast.ts'

const KINDS = ['indexers', 'newsServers'] as const satisfies readonly ConnectionKind[]

/** In the app's own words, that are of its language already. */
function outcome(ok: boolean, tookMs: number, message: string): ConnectionTest {
  return { ok, tookMs, code: '', values: {}, message, advice: null, steps: [] }
}

export class SetupConnections extends LitElement {
  static override properties = { tests: { state: true } }
  /** By what was tried out; `waiting` while it is. */
  declare tests: ReadonlyMap<string, ConnectionTest | 'waiting'>
  private question = new Question<ConnectionsAnswer>(this, (signal) => admin.connections(signal))

  constructor() {
    super()
    this.tests = new Map()
  }

  static override styles = [controls, testStyles, css`
    :host { display: grid; gap: var(--space-4); }
    section { display: grid; gap: var(--space-3); padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
    section .notice { background: var(--ground); }
    h2 { font: 600 var(--size-3) / 1.3 var(--text); }
    .one { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: var(--space-2) var(--space-3); overflow-wrap: anywhere; }
    .one .tested { grid-column: 1 / -1; }
    .bone { block-size: 9rem; }
    code { font: 600 var(--size-1) / 1.6 ui-monospace, monospace; }
  `]

  override willUpdate(): void {
    this.question.about('connections')
  }

  async #test(key: string, run: () => Promise<ConnectionTest>): Promise<void> {
    if (this.tests.get(key) === 'waiting') return
    this.tests = new Map([...this.tests, [key, 'waiting']])
    const result = await run().catch((error: unknown): ConnectionTest => {
      if (!(error instanceof CatalogueFailure)) throw error
      return outcome(false, 0, error.kind === 'offline' ? t('connections.offline') : error.message)
    })
    this.tests = new Map([...this.tests, [key, result]])
  }

  /** The catalogue's key is the environment's: a question that everybody may ask tells whether it is right. */
  private async askCatalogue(): Promise<ConnectionTest> {
    const startedAt = performance.now()
    await ask('/api/search?q=nosferatu')
    return outcome(true, Math.round(performance.now() - startedAt), t('setup.catalogue.ok'))
  }

  private saved({ answer, name }: ConnectionSavedEvent): void {
    this.question.replace(answer)
    showToast({ text: t('connections.saved', { name }) })
  }

  override render() {
    const { reply } = this.question
    if (reply.state === 'failed' && !reply.answer) return failureNotice(reply.failure, () => this.question.again(), { offline: t('connections.offline') })
    if (!reply.answer) return html`<div class="bone" role="status" aria-label=${t('connections.loading')}></div><div class="bone"></div>`
    const { answer } = reply
    return html`${answer.reaches === 'this machine' ? html`<div class="notice">${icon('lock')}<p>${t('setup.demo')}</p></div>` : nothing}
      <section aria-labelledby="catalogue"><h2 id="catalogue">${t('setup.catalogue')}</h2><p class="soft small">${t('setup.catalogue.lead')} <code>TMDB_API_KEY</code></p>${this.one('catalogue', t('setup.catalogue.name'), () => this.askCatalogue())}</section>
      ${KINDS.map((kind) => this.kind(kind, answer))}
      <connection-form-dialog @connection-saved=${this.saved}></connection-form-dialog>`
  }

  private kind(kind: ConnectionKind, answer: ConnectionsAnswer) {
    const add = () => this.renderRoot.querySelector('connection-form-dialog')?.show({ kind, info: null, version: answer.version })
    return html`<section aria-labelledby=${kind}><h2 id=${kind}>${t(`connections.${kind}`)}</h2>${answer[kind].length === 0 ? html`<p class="soft small">${t(`connections.none.${kind}.lead`)}</p>` : nothing}
      ${answer[kind].map(({ id, name }) => this.one(`${kind}/${id}`, name, () => admin.testConnection(kind, id)))}
      <div><button class="button" @click=${add}>${icon('plus', 18)}${t(`connections.add.${kind}`)}</button></div></section>`
  }

  private one(key: string, name: string, run: () => Promise<ConnectionTest>) {
    const test = this.tests.get(key)
    return html`<div class="one"><b>${name}</b><button class="button" aria-label=${t('connections.doing', { what: t('connections.act.test'), name })} @click=${() => void this.#test(key, run)}>${icon('check', 18)}${t('connections.act.test')}</button>
      ${test ? testResult(test === 'waiting' ? undefined : test) : nothing}</div>`
  }
}

customElements.define('setup-connections', SetupConnections)
declare global { interface HTMLElementTagNameMap { 'setup-connections': SetupConnections } }
