/**
 * Which one-time codes somebody may sign in with, once their password was right; and sends one. Where that is all they have, at once. It stands in the tree of the form
 * that asks for the code, for its styles, and so that the field is described by what it says.
 */

import type { PropertyValues } from 'lit'
import { LitElement, html, nothing } from 'lit'
import type { CodeOffer } from '../../projections/wire-security.ts'
import type { CatalogueFailure } from '../catalogue.ts'
import { ask } from '../catalogue.ts'
import { Live } from '../house.ts'
import { sent } from '../sent.ts'
import { t } from '../strings/door.ts'
import { Attempt } from './attempt.ts'
import { icon } from './icon.ts'

type Way = CodeOffer['ways'][number]

export class CodeWays extends LitElement {
  static override properties = { credentials: { attribute: false }, offer: { state: true }, to: { state: true } }
  declare credentials: { readonly username: string; readonly password: string }
  declare offer: CodeOffer | undefined
  /** Where the newest code is on its way to; empty before there was one. */
  declare to: string
  protected live = new Live(this)
  private attempt = new Attempt(this, wordsOf)
  /** When the offer came. */
  #cameAt = 0
  #ticks: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.to = ''
  }

  protected override createRenderRoot() {
    return this
  }

  protected override firstUpdated(): void {
    void this.#ask().then(() => {
      const { app = true, ways = [] } = this.offer ?? {}
      if (!app && ways.length === 1 && ways[0]!.waitMs === 0) void this.send(ways[0]!)
    })
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('offer')) return
    this.#cameAt = performance.now()
    clearInterval(this.#ticks)
    if (this.offer?.ways.some(({ waitMs }) => waitMs > 0)) this.#ticks = setInterval(() => this.requestUpdate(), 1_000)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#ticks)
  }

  async #ask(way?: Way['way']): Promise<void> {
    await this.attempt.make(async () => {
      this.offer = await ask<CodeOffer>('/api/session/code', undefined, sent('POST', { ...this.credentials, ...way === undefined ? {} : { way } }))
      if (way !== undefined) this.to = this.offer.ways.find((each) => each.way === way)?.to ?? ''
    })
  }

  private async send(way: Way): Promise<void> {
    if (this.#secondsLeft(way) > 0) return
    await this.#ask(way.way)
    this.closest('form')?.querySelector<HTMLInputElement>('[name=code]')?.focus()
  }

  #secondsLeft({ waitMs }: Way): number {
    return this.#cameAt === 0 ? Math.ceil(waitMs / 1_000) : Math.max(0, Math.ceil((waitMs - (performance.now() - this.#cameAt)) / 1_000))
  }

  override render() {
    const { app = true, ways = [] } = this.offer ?? {}
    const help = ways.length === 0 ? 'code.help.app' : app ? 'code.help.both' : 'code.help.sent'
    return html`<small id="code-help">${t(this.attempt.busy && !this.offer ? 'code.waiting' : help)}</small>
      ${ways.map((way) => this.button(way))}
      <div role="status">${this.to === '' ? nothing : html`<p class="small">${t('code.sent', { to: this.to })}</p>`}</div>
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}`
  }

  private button(way: Way) {
    const seconds = this.#secondsLeft(way)
    return html`<button type="button" class="button" aria-disabled=${seconds > 0 || this.attempt.busy ? 'true' : 'false'} @click=${() => void this.send(way)}>${icon(way.way === 'email' ? 'speech' : 'phone', 18)}${t(`code.${way.way}`, { to: way.to })}</button>
      ${seconds > 0 ? html`<p class="soft small">${t('code.wait', { count: seconds })}</p>` : nothing}`
  }
}

function wordsOf({ kind, code }: CatalogueFailure): string {
  if (kind === 'offline') return t('join.unreachable')
  return t(code === 'RATE_LIMITED' ? 'code.tooMany' : 'code.failed')
}

customElements.define('code-ways', CodeWays)
declare global { interface HTMLElementTagNameMap { 'code-ways': CodeWays } }
