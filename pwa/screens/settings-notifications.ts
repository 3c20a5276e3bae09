/** Settings: what one is told of, in which ways, and when not. */

import { LitElement, css, html, nothing } from 'lit'
import type { Channel, QuietHours } from '../../domain/notification-wishes.ts'
import { channelsOf } from '../../domain/notification-wishes.ts'
import type { TitleKind } from '../../domain/notification-kinds.ts'
import type { EmailAnswer } from '../../projections/wire-security.ts'
import { account } from '../account.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import { Question } from '../elements/question.ts'
import { showToast } from '../elements/show-toast.ts'
import { Live } from '../house.ts'
import { keepPreferences } from '../keep-preferences.ts'
import { library } from '../library.ts'
import type { PushState } from '../push.ts'
import { pushState, switchPush } from '../push.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { sectionStyles } from './settings-styles.ts'

/** What is told of one's account is told in every way. */
const KINDS = ['ready', 'failed', 'approved', 'declined', 'leavingSoon'] as const satisfies readonly TitleKind[]
const OF_ADMINS = ['approvalWanted', 'consentWanted'] as const satisfies readonly TitleKind[]
const CHANNELS = ['app', 'push', 'mail'] as const satisfies readonly Channel[]
const SYMBOLS = { 'on': 'bell', 'off': 'bell', 'blocked': 'alert', 'insecure': 'lock', 'unsupported': 'alert', 'not-offered': 'alert', 'unreachable': 'offline' } as const

export class SettingsNotifications extends LitElement {
  static override properties = { push: { state: true }, busy: { state: true } }
  /** Of this browser; undefined until it is known. */
  declare push: PushState | undefined
  declare busy: boolean
  protected live = new Live(this)
  private email = new Question<EmailAnswer>(this, (signal) => account.email(signal))

  constructor() {
    super()
    this.busy = false
  }

  static override styles = [controls, sectionStyles, css`
    table { inline-size: 100%; border-collapse: collapse; }
    th { text-align: start; font-weight: 400; }
    thead th { padding-block-end: var(--space-2); font-size: var(--size-1); color: var(--ink-faint); }
    thead th:not(:first-child), td { inline-size: 5.5rem; text-align: center; }
    tbody tr { border-block-start: 1px solid var(--line); }
    tbody th { padding-block: var(--space-3); }
    td label { display: grid; place-content: center; min-block-size: var(--target); cursor: pointer; }
    input[type='checkbox'] { inline-size: 1.3rem; block-size: 1.3rem; margin: 0; accent-color: var(--now); cursor: inherit; }
    .switch { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); font-weight: 600; cursor: pointer; }
    .bone { block-size: var(--target); }
    .hours { display: flex; flex-wrap: wrap; gap: var(--space-4); margin: 0; padding: 0; border: 0; min-inline-size: 0; }
    .hours .input { inline-size: auto; }
    @media (width < 44rem) { thead th:not(:first-child), td { inline-size: 3.6rem; } }
    section { container-type: inline-size; }
    /* With large letters on a phone: what it is about above its three boxes. */
    @container (width < 14rem) { tr { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); } thead th:first-child { position: absolute; } tbody th { grid-column: 1 / -1; } thead th:not(:first-child), td { inline-size: auto; } }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    void this.look()
    addEventListener('online', this.look)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('online', this.look)
  }

  override willUpdate(): void {
    this.email.about('email')
  }

  private look = async () => { this.push = await pushState() }

  private choose(kind: TitleKind, channel: Channel, wanted: boolean): void {
    const told = (on: boolean) => t(on ? 'settings.notifications.wanted' : 'settings.notifications.unwanted', { what: t(`settings.notifications.kind.${kind}`), how: t(`settings.notifications.${channel}`) })
    void keepPreferences({ notifications: { [kind]: { [channel]: wanted } } }, { notifications: { [kind]: { [channel]: !wanted } } }, { done: told(wanted), undone: told(!wanted) })
  }

  /** The zone is that of the device on which they were set last. */
  private rest(change: Partial<QuietHours>): void {
    const before = library.preferences().quietHours
    const hours = { ...before, ...change, zone: new Intl.DateTimeFormat().resolvedOptions().timeZone }
    const told = ({ on, from, to }: QuietHours) => on ? t('settings.quiet.on', { from, to }) : t('settings.quiet.off')
    void keepPreferences({ quietHours: hours }, { quietHours: before }, { done: told(hours), undone: told(before) })
  }

  private async switch(wanted: boolean): Promise<void> {
    this.busy = true
    try {
      this.push = await switchPush(wanted)
    } catch {
      // Whatever stood in the way: the browser, its push service, or the server.
      this.push = await pushState()
      showToast({ text: t('settings.push.failed'), tone: 'bad' })
    }
    this.busy = false
  }

  private async test(): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      await account.testPush()
      showToast({ text: t('settings.push.tested') })
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      showToast({ text: error.kind === 'offline' ? t('settings.push.unreachable') : error.message, tone: 'bad' })
      if (error.kind === 'not-found') this.push = await pushState()
    }
    this.busy = false
  }

  override render() {
    return html`${this.wishes()}${this.browser()}${this.quiet()}`
  }

  private wishes() {
    const kinds = [...KINDS, ...library.mayApprove() ? OF_ADMINS : []]
    return html`<section class="part" aria-labelledby="what"><div><h3 id="what">${t('settings.notifications.what')}</h3><p class="lead">${t('settings.notifications.lead')}</p></div>
      <table><thead><tr><th scope="col"><span class="hidden-text">${t('settings.notifications.what')}</span></th>${CHANNELS.map((channel) => html`<th scope="col">${t(`settings.notifications.${channel}`)}</th>`)}</tr></thead>
        <tbody>${kinds.map((kind) => html`<tr><th scope="row">${t(`settings.notifications.kind.${kind}`)}</th>${CHANNELS.map((channel) => this.wish(kind, channel))}</tr>`)}</tbody></table>${this.mails()}</section>`
  }

  /** Whether mails can come at all; offline nobody knows, and the wish is kept all the same. */
  private mails() {
    const { answer } = this.email.reply
    if (answer && !answer.mail) return html`<p class="soft small">${t('settings.notifications.mail.off')}</p>`
    if (answer && answer.address === null) return html`<p class="soft small">${t('settings.notifications.mail.none')} <a href="/settings/security">${t('settings.notifications.mail.add')}</a></p>`
    return html`<p class="soft small">${t('settings.notifications.mail.lead')}</p>`
  }

  private wish(kind: TitleKind, channel: Channel) {
    const wanted = channelsOf(library.preferences().notifications, kind)[channel]
    return html`<td><label><input type="checkbox" .checked=${wanted} aria-label="${t(`settings.notifications.kind.${kind}`)}: ${t(`settings.notifications.${channel}`)}"
      @change=${(event: Event) => this.choose(kind, channel, (event.target as HTMLInputElement).checked)}></label></td>`
  }

  private browser() {
    const { push } = this
    return html`<section class="part" aria-labelledby="here"><div><h3 id="here">${t('settings.push')}</h3><p class="lead">${t('settings.push.lead')}</p></div>
      ${push === undefined ? html`<div class="bone" aria-busy="true"></div>`
        : push === 'on' || push === 'off' ? html`<label class="switch"><input type="checkbox" .checked=${push === 'on'} ?disabled=${this.busy} @change=${(event: Event) => void this.switch((event.target as HTMLInputElement).checked)}>${t('settings.push.switch')}</label>`
        : html`<div class="notice" role="status">${icon(SYMBOLS[push])}<p>${t(`settings.push.${push}`)}</p></div>`}
      ${push === 'on' ? html`<div class="row"><button class="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => void this.test()}>${icon('bell', 18)}${t('settings.push.test')}</button></div>` : nothing}</section>`
  }

  private quiet() {
    const { on, from, to, zone } = library.preferences().quietHours
    const time = (name: 'from' | 'to', value: string) => html`<label class="field"><span>${t(`settings.quiet.${name}`)}</span>
      <input class="input" type="time" required .value=${value} @change=${(event: Event) => { const input = event.target as HTMLInputElement; if (input.validity.valid) this.rest({ [name]: input.value }) }}></label>`
    return html`<section class="part" aria-labelledby="quiet"><div><h3 id="quiet">${t('settings.quiet')}</h3><p class="lead">${t('settings.quiet.lead')}</p></div>
      <label class="switch"><input type="checkbox" .checked=${on} @change=${(event: Event) => this.rest({ on: (event.target as HTMLInputElement).checked })}>${t('settings.quiet.switch')}</label>
      ${on ? html`<fieldset class="hours" aria-labelledby="quiet">${time('from', from)}${time('to', to)}</fieldset><p class="soft small">${t('settings.quiet.zone', { zone: zone.replaceAll('_', ' ') })}</p>` : nothing}</section>`
  }
}

customElements.define('settings-notifications', SettingsNotifications)
declare global { interface HTMLElementTagNameMap { 'settings-notifications': SettingsNotifications } }
