/** Setting up a webhook, or changing one; it can be tried out before it is saved. What is secret is typed and never shown again. */

import type { PropertyValues } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import type { ConnectionTest } from '../../projections/wire-connections.ts'
import type { WebhookInfo, WebhookKind, WebhooksAnswer, WebhookTemplate, WebhookWish } from '../../projections/wire-webhooks.ts'
import { kindsOf, WEBHOOK_TEMPLATES } from '../../projections/wire-webhooks.ts'
import { admin } from '../admin.ts'
import { t, templateName } from '../strings/webhooks.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { Attempt } from './attempt.ts'
import { testResult, testStyles } from './connection-test.ts'
import { formCheck, formField, settingForm } from './form-fields.ts'
import { icon } from './icon.ts'
import { showToast } from './show-toast.ts'

export class WebhookSavedEvent extends Event {
  readonly answer: WebhooksAnswer
  readonly name: string
  constructor(answer: WebhooksAnswer, name: string) {
    super('webhook-saved')
    this.answer = answer
    this.name = name
  }
}

/** `info`: null for a new one. */
export interface HookSubject { readonly info: WebhookInfo | null; readonly version: number }
interface HeaderRow { readonly key: number; readonly name: string; readonly kept: boolean }

const SECRET_BYTES = 32
const HEADERS_MAX = 10
/** What a new one hears of, unless something else is chosen. */
const USUAL: readonly WebhookKind[] = ['request.pending', 'request.available', 'request.failed', 'grab', 'download', 'health', 'health.restored']

export class WebhookFormDialog extends LitElement {
  static override properties = { about: { state: true }, template: { state: true }, signed: { state: true }, secret: { state: true }, headers: { state: true }, test: { state: true } }
  declare about: HookSubject | undefined
  declare template: WebhookTemplate
  declare signed: boolean
  /** Made here; empty where the one there is stays. */
  declare secret: string
  declare headers: readonly HeaderRow[]
  declare test: ConnectionTest | 'waiting' | undefined
  #headersMade = 0

  private attempt = new Attempt(this, ({ kind, message }) => kind === 'offline' ? t('webhooks.offline') : message)

  static override styles = [controls, dialogFrame, testStyles, settingForm, css`
    select { inline-size: 100%; }
    fieldset { display: grid; gap: var(--space-2); margin: 0; padding: 0; border: 0; min-inline-size: 0; }
    legend { padding: 0; font: 600 var(--size-2) / 1.3 var(--text); margin-block-end: var(--space-2); }
    .kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); gap: 0 var(--space-4); }
    .header { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) auto; gap: var(--space-2); }
    .secret { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: var(--space-2); }
    @media (width < 30rem) { .secret { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } .secret input { grid-column: 1 / -1; } .header { grid-template-columns: minmax(0, 1fr) auto; } .header input:first-child { grid-column: 1 / -1; } }
    .add { justify-self: start; }
  `]

  show(about: HookSubject): void {
    const { info } = about
    this.about = about
    this.attempt.problem = ''
    this.test = undefined
    this.#choose(info?.template ?? 'rewind')
    this.headers = (info?.headers ?? []).map((name) => this.#header(name))
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  /** Ours is signed always; others do not look at it. */
  #choose(template: WebhookTemplate): void {
    const { info } = this.about!
    this.template = template
    this.signed = template === 'rewind' || (info?.signed ?? false)
    this.secret = this.signed && !info?.signed ? newSecret() : ''
  }

  #header(name: string | null): HeaderRow {
    return { key: this.#headersMade++, name: name ?? '', kept: name !== null }
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const wish = this.#wish()
    if (!wish) return
    const { info, version } = this.about!
    await this.#attempted(async () => {
      const answer = await admin.saveWebhook(info?.id ?? null, version, wish)
      this.renderRoot.querySelector('dialog')?.close()
      this.dispatchEvent(new WebhookSavedEvent(answer, wish.name))
    })
  }

  private async tryOut(): Promise<void> {
    if (!this.renderRoot.querySelector('form')!.reportValidity()) return
    const wish = this.#wish()
    if (!wish) return
    this.test = 'waiting'
    await this.#attempted(async () => { this.test = await admin.testWebhookWish(this.about!.info?.id ?? null, wish) })
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

  /** Undefined where something is left to be said; it is told then. */
  #wish(): WebhookWish | undefined {
    const fields = new FormData(this.renderRoot.querySelector('form')!)
    const text = (name: string) => String(fields.get(name) ?? '').trim()
    const kinds = kindsOf(this.template).filter((kind) => fields.has(`kind.${kind}`))
    if (kinds.length === 0) {
      this.attempt.problem = t('webhooks.form.kinds.none')
      return undefined
    }
    const secret = text('secret')
    const headers = this.headers.map(({ key }) => ({ name: text(`header.${key}.name`), value: text(`header.${key}.value`) })).filter(({ name }) => name !== '')
    return {
      name: text('name'), template: this.template, kinds, enabled: fields.has('enabled'), ownNetwork: fields.has('ownNetwork'), ...text('url') === '' ? {} : { url: text('url') },
      ...this.signed ? secret === '' ? {} : { secret } : { secret: null }, headers: headers.map(({ name, value }) => value === '' ? { name } : { name, value }),
    }
  }

  override render() {
    if (!this.about) return nothing
    const { info } = this.about
    return html`<dialog aria-labelledby="setting" @close=${() => { this.about = undefined }}><form method="dialog" @submit=${this.save} @input=${() => { if (!this.attempt.busy) this.test = undefined }}>
      <h2 id="setting">${info ? t('webhooks.form.change', { name: info.name }) : t('webhooks.form.new')}</h2>
      ${formField('name', t('webhooks.form.name'), info?.name ?? '', { required: true, maxlength: 100, autofocus: true })}
      <label class="field"><span id="template-label">${t('webhooks.form.template')}</span><select aria-labelledby="template-label" aria-describedby="template-hint" @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value as WebhookTemplate)}>
        ${WEBHOOK_TEMPLATES.map((template) => html`<option value=${template} ?selected=${template === this.template}>${templateName(template)}</option>`)}</select><small id="template-hint">${t(`webhooks.form.template.${this.template}`)}</small></label>
      ${formField('url', t('webhooks.form.url'), '', { type: 'url', required: info === null, maxlength: 2_000, placeholder: info ? `${info.origin}/…` : 'https://example.org/hook', pattern: 'https?://.+' }, t(info ? 'webhooks.form.kept' : 'webhooks.form.url.hint'))}
      ${this.signing()}${this.kinds(info)}${this.headerRows()}
      ${formCheck('ownNetwork', t('webhooks.form.ownNetwork'), info?.ownNetwork ?? false, t('webhooks.form.ownNetwork.hint'))}
      ${formCheck('enabled', t('webhooks.form.enabled'), info?.enabled ?? true)}
      ${this.test ? testResult(this.test === 'waiting' ? undefined : this.test) : nothing}
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}
      <div class="row"><button type="button" class="button try" aria-disabled=${this.attempt.busy ? 'true' : 'false'} @click=${() => void this.tryOut()}>${icon('check', 18)}${t('webhooks.form.test')}</button>
        <button type="button" class="button" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('webhooks.cancel')}</button>
        <button class="button now" aria-disabled=${this.attempt.busy ? 'true' : 'false'}>${t('webhooks.form.save')}</button></div></form></dialog>`
  }

  private signing() {
    const optional = this.template !== 'rewind'
    const sign = html`<label class="check"><input type="checkbox" .checked=${this.signed} aria-labelledby="sign-label" aria-describedby="sign-hint" @change=${(event: Event) => this.sign((event.target as HTMLInputElement).checked)}><span id="sign-label">${t('webhooks.form.sign')}</span><small id="sign-hint">${t('webhooks.form.sign.hint')}</small></label>`
    const kept = this.secret === ''
    return html`${optional ? sign : nothing}${this.signed ? html`<div class="field"><span id="secret-label">${t('webhooks.form.secret')}</span><div class="secret"><input class="input" name="secret" aria-labelledby="secret-label" aria-describedby="secret-hint" autocomplete="off" autocapitalize="off" spellcheck="false" dir="ltr"
        pattern="whsec_[A-Za-z0-9+\\/]{32,86}={0,2}" placeholder="whsec_…" .value=${this.secret}>
        <button type="button" class="button" @click=${() => { this.secret = newSecret() }}>${icon('sync', 18)}${t('webhooks.form.secret.new')}</button>
        <button type="button" class="button" aria-disabled=${kept ? 'true' : 'false'} @click=${() => void this.copy()}>${t('webhooks.form.secret.copy')}</button></div><small id="secret-hint">${t(kept ? 'webhooks.form.kept' : 'webhooks.form.secret.hint')}</small></div>` : nothing}`
  }

  private sign(on: boolean): void {
    this.signed = on
    this.secret = on && !this.about!.info?.signed ? newSecret() : ''
  }

  private async copy(): Promise<void> {
    const secret = this.renderRoot.querySelector<HTMLInputElement>('[name=secret]')!.value
    if (secret !== '' && await navigator.clipboard?.writeText(secret).then(() => true, () => false)) showToast({ text: t('webhooks.form.secret.copied') })
  }

  private kinds(info: WebhookInfo | null) {
    const chosen = info?.template === this.template ? info.kinds : USUAL
    return html`<fieldset><legend>${t('webhooks.form.kinds')}</legend><div class="kinds">${kindsOf(this.template).map((kind) => formCheck(`kind.${kind}`, t(`webhooks.kind.${kind}`), chosen.includes(kind)))}</div></fieldset>`
  }

  private headerRows() {
    return html`<fieldset><legend>${t('webhooks.form.headers')}</legend>${this.headers.map(({ key, name, kept }, index) => {
      const number = index + 1
      return html`<div class="header"><input class="input" name="header.${key}.name" aria-label=${t('webhooks.form.header.name', { number })} .value=${name} pattern="[A-Za-z0-9\\-]+" maxlength="100" autocomplete="off" spellcheck="false" dir="ltr" placeholder="Authorization">
        <input class="input" name="header.${key}.value" aria-label=${t('webhooks.form.header.value', { number })} type="password" autocomplete="new-password" maxlength="2000" placeholder=${kept ? t('webhooks.form.header.kept') : nothing}>
        <button type="button" class="button round" aria-label=${t('webhooks.form.header.remove', { number })} @click=${() => { this.headers = this.headers.filter((row) => row.key !== key) }}>${icon('close', 18)}</button></div>`
    })}${this.headers.length < HEADERS_MAX ? html`<button type="button" class="button add" @click=${() => { this.headers = [...this.headers, this.#header(null)] }}>${icon('plus', 18)}${t('webhooks.form.header.add')}</button>` : nothing}</fieldset>`
  }
}

/** As Standard Webhooks has it. */
function newSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))))}`
}

customElements.define('webhook-form-dialog', WebhookFormDialog)
declare global { interface HTMLElementTagNameMap { 'webhook-form-dialog': WebhookFormDialog } }
