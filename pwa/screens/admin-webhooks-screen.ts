/** Webhooks, for admins: whom Rewind tells of what, how that goes, and what could not be delivered. Each change can be undone. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { ConnectionTest } from '../../projections/wire-connections.ts'
import type { WebhookInfo, WebhooksAnswer, WebhookWish } from '../../projections/wire-webhooks.ts'
import { admin } from '../admin.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { showToast } from '../elements/show-toast.ts'
import type { WebhookAct, WebhookActEvent } from '../elements/webhook-card.ts'
import '../elements/webhook-card.ts'
import type { WebhookSavedEvent } from '../elements/webhook-form-dialog.ts'
import '../elements/webhook-form-dialog.ts'
import '../elements/webhook-letters.ts'
import { t as shell } from '../strings/shell.ts'
import { t } from '../strings/webhooks.ts'
import { controls, screenFrame } from '../styles/controls.ts'

export class AdminWebhooksScreen extends LitElement {
  static override properties = { busy: { state: true }, tests: { state: true } }
  declare busy: boolean
  /** What came of trying out, by id. */
  declare tests: ReadonlyMap<string, ConnectionTest | 'waiting'>
  private question = new Question<WebhooksAnswer>(this, (signal) => admin.webhooks(signal))

  constructor() {
    super()
    this.busy = false
    this.tests = new Map()
  }

  static override styles = [controls, screenFrame, css`
    .lead { max-inline-size: 44rem; color: var(--ink-soft); }
    .head { display: grid; gap: var(--space-3); justify-content: start; justify-items: start; }
    .notice { margin-block-end: var(--space-4); }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); gap: var(--space-4); align-items: start; }
    .cards .bone { block-size: 17rem; }
  `]

  override willUpdate(): void {
    this.question.about('webhooks')
  }

  private add(): void {
    this.renderRoot.querySelector('webhook-form-dialog')?.show({ info: null, version: this.question.reply.answer!.version })
  }

  private saved({ answer, name }: WebhookSavedEvent): void {
    this.#changed(answer, t('webhooks.saved', { name }))
  }

  private acted(info: WebhookInfo, act: WebhookAct): void {
    const { id, name } = info
    const { version } = this.question.reply.answer!
    switch (act) {
      case 'test': return void this.#test(id)
      case 'change': return void this.renderRoot.querySelector('webhook-form-dialog')?.show({ info, version })
      case 'enable': case 'disable': return void this.#change(() => admin.saveWebhook(id, version, wishFrom(info, act === 'enable')), t('webhooks.saved', { name }))
      case 'remove': return void this.#change(() => admin.removeWebhook(id, version), t('webhooks.removed', { name }))
    }
  }

  /** Says what was done, with what takes it back. */
  #changed(answer: WebhooksAnswer, text: string): void {
    this.question.replace(answer)
    showToast({ text, action: { label: shell('act.undo'), icon: 'undo', run: () => void this.#change(() => admin.undoWebhooks(answer.version), t('webhooks.undone')) } })
  }

  async #change(act: () => Promise<WebhooksAnswer>, done: string): Promise<void> {
    if (this.busy) return
    this.busy = true
    await this.#told(async () => this.#changed(await act(), done))
    this.busy = false
  }

  async #test(id: string): Promise<void> {
    if (this.tests.get(id) === 'waiting') return
    this.tests = new Map([...this.tests, [id, 'waiting']])
    let result: ConnectionTest | undefined
    await this.#told(async () => { result = await admin.testWebhook(id) })
    const others = [...this.tests].filter(([other]) => other !== id)
    this.tests = new Map(result ? [...others, [id, result]] : others)
    // It has another last try now.
    this.question.again()
  }

  async #told(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('webhooks.offline') : error.message, tone: 'bad' })
      // Somebody else was first: what is there now is looked at.
      if (error.code === 'CONFLICT') this.question.again()
    }
  }

  override render() {
    const { reply } = this.question
    const hooks = reply.answer?.hooks ?? []
    return html`<div class="head"><h1 tabindex="-1">${shell('nav.webhooks')}</h1><p class="lead">${t('webhooks.lead')}</p>${hooks.length > 0 ? this.adding() : nothing}</div>
      ${reply.state === 'failed' ? failureNotice(reply.failure, () => this.question.again(), { offline: t('webhooks.offline') }) : nothing}
      ${reply.answer ? this.shown(reply.answer) : reply.state === 'failed' ? nothing : html`<div class="cards" role="status" aria-label=${t('webhooks.loading')}>${Array.from({ length: 2 }, () => html`<div class="bone"></div>`)}</div>`}
      <webhook-form-dialog @webhook-saved=${this.saved}></webhook-form-dialog>`
  }

  private adding() {
    return html`<button class="button now" @click=${() => this.add()}>${icon('plus', 18)}${t('webhooks.add')}</button>`
  }

  private shown({ hooks, reaches }: WebhooksAnswer) {
    return html`${reaches === 'this machine' ? html`<div class="notice">${icon('lock')}<p>${t('webhooks.demo')}</p></div>` : nothing}
      ${hooks.length === 0 ? intertitle(t('webhooks.none'), t('webhooks.none.lead'), this.adding())
        : html`<div class="cards">${repeat(hooks, ({ id }) => id, (info) => html`<webhook-card .info=${info} .test=${this.tests.get(info.id)} ?busy=${this.busy} @webhook-act=${({ act }: WebhookActEvent) => this.acted(info, act)}></webhook-card>`)}</div>`}
      <webhook-letters .dead=${hooks.reduce((sum, { dead }) => sum + dead, 0)} @letters-changed=${() => this.question.again()}></webhook-letters>`
  }
}

/** The same, switched on or off; what is secret stays. */
function wishFrom({ name, template, kinds, ownNetwork }: WebhookInfo, enabled: boolean): WebhookWish {
  return { name, template, kinds, ownNetwork, enabled }
}

customElements.define('admin-webhooks-screen', AdminWebhooksScreen)
declare global { interface HTMLElementTagNameMap { 'admin-webhooks-screen': AdminWebhooksScreen } }
