/** Setting up an indexer or a news server, or changing one; it can be tried out before it is saved. Its secret is typed and never shown. */

import type { PropertyValues } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import type { ConnectionsAnswer, ConnectionTest, IndexerInfo, IndexerKind, NewsServerInfo } from '../../projections/wire-connections.ts'
import type { ConnectionKind, ConnectionWish } from '../admin.ts'
import { admin } from '../admin.ts'
import { t } from '../strings/connections.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { Attempt } from './attempt.ts'
import { testResult, testStyles } from './connection-test.ts'
import { formCheck, formField, settingForm } from './form-fields.ts'
import { icon } from './icon.ts'

export class ConnectionSavedEvent extends Event {
  readonly answer: ConnectionsAnswer
  readonly name: string
  constructor(answer: ConnectionsAnswer, name: string) {
    super('connection-saved')
    this.answer = answer
    this.name = name
  }
}

/** Of what `info`: null for a new one. */
export interface FormSubject { readonly kind: ConnectionKind; readonly info: IndexerInfo | NewsServerInfo | null; readonly version: number }

const kinds: readonly IndexerKind[] = ['newznab', 'prowlarr', 'nzbhydra2']

export class ConnectionFormDialog extends LitElement {
  static override properties = { about: { state: true }, test: { state: true } }
  declare about: FormSubject | undefined
  declare test: ConnectionTest | 'waiting' | undefined

  private attempt = new Attempt(this, ({ kind, message }) => kind === 'offline' ? t('connections.offline') : message)

  static override styles = [controls, dialogFrame, testStyles, settingForm, css`
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); gap: var(--space-4); align-items: start; }
    .pair select { inline-size: 100%; }
    .host { grid-template-columns: minmax(0, 1fr) 7rem; }
  `]

  show(about: FormSubject): void {
    this.about = about
    this.attempt.problem = ''
    this.test = undefined
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const { kind, info, version } = this.about!
    const wish = this.#wish()
    await this.#attempted(async () => {
      const answer = await admin.saveConnection(kind, info?.id ?? null, version, wish)
      this.renderRoot.querySelector('dialog')?.close()
      this.dispatchEvent(new ConnectionSavedEvent(answer, wish.name))
    })
  }

  private async tryOut(): Promise<void> {
    if (!this.renderRoot.querySelector('form')!.reportValidity()) return
    const { kind, info } = this.about!
    this.test = 'waiting'
    await this.#attempted(async () => { this.test = await admin.testWish(kind, info?.id ?? null, this.#wish()) })
    if (this.test === 'waiting') this.test = undefined
  }

  /** The form may be longer than the window. */
  async #attempted(act: () => Promise<void>): Promise<void> {
    await this.attempt.make(act)
    await this.updateComplete
    this.renderRoot.querySelector('.notice')?.scrollIntoView({ block: 'nearest' })
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('test') && this.test) this.renderRoot.querySelector('.tested')?.scrollIntoView({ block: 'nearest' })
  }

  #wish(): ConnectionWish {
    const fields = new FormData(this.renderRoot.querySelector('form')!)
    const text = (name: string) => String(fields.get(name) ?? '').trim()
    const number = (name: string) => text(name) === '' ? null : Number(text(name))
    const common = { name: text('name'), enabled: fields.has('enabled'), ownNetwork: fields.has('ownNetwork') }
    const secret = String(fields.get('secret') ?? '')
    if (this.about!.kind === 'indexers') {
      const categories = [...new Set((text('categories').match(/\d+/g) ?? []).map(Number))]
      return { ...common, kind: text('kind') as IndexerKind, url: text('url'), apiPerDay: number('apiPerDay'), grabsPerDay: number('grabsPerDay'), categories, ...secret === '' ? {} : { apiKey: secret } }
    }
    return {
      ...common, host: text('host'), port: Number(text('port')), tls: fields.has('tls'), username: text('username') || null, connections: Number(text('connections')),
      priority: Number(text('priority')), retentionDays: number('retentionDays'), ...secret === '' || text('username') === '' ? {} : { password: secret },
    }
  }

  override render() {
    const { about } = this
    if (!about) return nothing
    const { kind, info } = about
    return html`<dialog aria-labelledby="setting" @close=${() => { this.about = undefined }}><form method="dialog" @submit=${this.save} @input=${() => { if (!this.attempt.busy) this.test = undefined }}>
      <h2 id="setting">${info ? t('connections.form.change', { name: info.name }) : t(`connections.form.${kind}.new`)}</h2>
      ${formField('name', t('connections.form.name'), info?.name ?? '', { required: true, maxlength: 100, autofocus: true })}
      ${kind === 'indexers' ? this.indexer(info as IndexerInfo | null) : this.newsServer(info as NewsServerInfo | null)}
      ${formCheck('ownNetwork', t('connections.form.ownNetwork'), info?.ownNetwork ?? false, t('connections.form.ownNetwork.hint'))}
      ${formCheck('enabled', t('connections.form.enabled'), info?.enabled ?? true)}
      ${this.test ? testResult(this.test === 'waiting' ? undefined : this.test) : nothing}
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}
      <div class="row"><button type="button" class="button try" aria-disabled=${this.attempt.busy ? 'true' : 'false'} @click=${() => void this.tryOut()}>${icon('check', 18)}${t('connections.form.test')}</button>
        <button type="button" class="button" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('connections.cancel')}</button>
        <button class="button now" aria-disabled=${this.attempt.busy ? 'true' : 'false'}>${t('connections.form.save')}</button></div></form></dialog>`
  }

  private indexer(info: IndexerInfo | null) {
    return html`<label class="field"><span>${t('connections.form.kind')}</span><select name="kind">${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === (info?.kind ?? 'newznab')}>${t(`connections.kind.${kind}`)}</option>`)}</select></label>
      ${formField('url', t('connections.form.url'), info?.url ?? '', { type: 'url', required: true, maxlength: 2_000, placeholder: 'https://api.example.org', pattern: 'https?://.+' })}
      ${this.secret(t('connections.form.apiKey'), info !== null, info === null)}
      <div class="pair">${formField('apiPerDay', t('connections.form.apiPerDay'), info?.apiPerDay ?? '', { type: 'number', min: 1, max: 1_000_000 }, t('connections.form.unlimited'))}
        ${formField('grabsPerDay', t('connections.form.grabsPerDay'), info?.grabsPerDay ?? '', { type: 'number', min: 1, max: 1_000_000 }, t('connections.form.unlimited'))}</div>
      ${formField('categories', t('connections.form.categories'), (info?.categories ?? [2000, 5000]).join(', '), { required: true, pattern: '\\s*\\d{4,6}(\\s*,\\s*\\d{4,6})*\\s*', inputmode: 'numeric' }, t('connections.form.categories.hint'))}`
  }

  private newsServer(info: NewsServerInfo | null) {
    return html`<div class="pair host">${formField('host', t('connections.form.host'), info?.host ?? '', { required: true, maxlength: 253, placeholder: 'news.example.org', pattern: '[\\w.:\\-]+' })}
        ${formField('port', t('connections.form.port'), info?.port ?? 563, { type: 'number', required: true, min: 1, max: 65_535 })}</div>
      ${formCheck('tls', t('connections.form.tls'), info?.tls ?? true)}
      <div class="pair">${formField('username', t('connections.form.username'), info?.username ?? '', { maxlength: 200 }, t('connections.form.username.hint'))}
        ${this.secret(t('connections.form.password'), info !== null && info.username !== null, false)}</div>
      <div class="pair">${formField('connections', t('connections.form.connections'), info?.connections ?? 20, { type: 'number', required: true, min: 1, max: 100 }, t('connections.form.connections.hint'))}
        ${formField('priority', t('connections.form.priority'), info?.priority ?? 0, { type: 'number', required: true, min: 0, max: 99 }, t('connections.form.priority.hint'))}</div>
      ${formField('retentionDays', t('connections.form.retention'), info?.retentionDays ?? '', { type: 'number', min: 1, max: 100_000 }, t('connections.form.retention.hint'))}`
  }

  private secret(label: string, kept: boolean, required: boolean) {
    return html`<label class="field"><span id="secret-label">${label}</span><input class="input" aria-labelledby="secret-label" aria-describedby="secret-hint" name="secret" type="password" autocomplete="new-password" maxlength="500" .value=${''} ?required=${required}><small id="secret-hint">${t(kept ? 'connections.form.secret.kept' : 'connections.form.secret.hint')}</small></label>`
  }
}

customElements.define('connection-form-dialog', ConnectionFormDialog)
declare global { interface HTMLElementTagNameMap { 'connection-form-dialog': ConnectionFormDialog } }
