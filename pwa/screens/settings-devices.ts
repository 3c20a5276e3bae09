/** Settings: the devices one is signed in on; their names, and signing them out. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { SessionInfo } from '../../projections/wire.ts'
import { account } from '../account.ts'
import { acts } from '../acts.ts'
import { CatalogueFailure } from '../catalogue.ts'
import { deviceNameOf } from '../device-name.ts'
import '../elements/account-story.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { showToast } from '../elements/show-toast.ts'
import { Live } from '../house.ts'
import { deviceName, namedDevices } from '../known-devices.ts'
import { library } from '../library.ts'
import { ago, calendarDate, listed } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { tellRefusal } from '../strings/refusal.ts'
import { t } from '../strings/settings.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { sectionStyles } from './settings-styles.ts'

/** A session on a device, or a device that is known without the server: all that there is offline. */
type Place = { readonly deviceId: string | null; readonly session?: SessionInfo }
/** What is to be signed out: one, or all but this one. */
type Leaving = SessionInfo | 'others'

const regions = new Intl.DisplayNames(locale, { type: 'region' })

export class SettingsDevices extends LitElement {
  static override properties = { renaming: { state: true }, leaving: { state: true }, busy: { state: true } }
  /** The device whose name is being written. */
  declare renaming: string | undefined
  declare leaving: Leaving | undefined
  declare busy: boolean
  protected live = new Live(this)
  private sessions = new Question<readonly SessionInfo[]>(this, (signal) => account.sessions(signal))

  constructor() {
    super()
    this.busy = false
  }

  static override styles = [controls, dialogFrame, sectionStyles, css`
    ul { display: grid; gap: var(--space-3); }
    li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--space-2) var(--space-4); align-items: center; padding: var(--space-4) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
    li.bone { block-size: 6rem; }
    .symbol { display: grid; place-content: center; inline-size: min(3rem, 15vw); block-size: min(3rem, 15vw); border-radius: var(--round-2); background: var(--raise-2); color: var(--ink-soft); }
    .here .symbol { background: var(--now-tint); color: var(--now-strong); }
    h3 { overflow-wrap: anywhere; color: var(--ink); }
    .what { display: grid; gap: 0.15rem; min-inline-size: 0; font-size: var(--size-2); color: var(--ink-soft); }
    .what p { overflow-wrap: anywhere; }
    .mark { color: var(--then); font-weight: 600; }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); justify-content: end; }
    form.name { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
    form.name .field { flex: 1 1 14rem; }
    dialog p + label, dialog label { margin-block-start: var(--space-4); }
    .check { display: grid; grid-template-columns: auto 1fr; gap: var(--space-1) var(--space-3); align-items: start; cursor: pointer; }
    .check input { inline-size: 1.25rem; block-size: 1.25rem; margin-block-start: 0.15rem; accent-color: var(--now); }
    .check small { grid-column: 2; color: var(--ink-soft); }
    @media (width < 44rem) { li { padding: var(--space-4); }  li:not(.here) .acts { grid-column: 2 / -1; justify-content: start; } }
    :host { container-type: inline-size; }
    /* With large letters on a phone. */
    @container (width < 15rem) { li { grid-template-columns: minmax(0, 1fr); } li .symbol { display: none; } li .acts, li:not(.here) .acts { grid-column: 1; justify-content: start; } }
  `]

  override willUpdate(): void {
    this.sessions.about('sessions')
  }

  /** This one first, then by when they were last seen. */
  private places(): readonly Place[] {
    const { answer } = this.sessions.reply
    const here = library.thisDevice()
    const places: readonly Place[] = answer ? answer.map((session) => ({ deviceId: session.deviceId, session })) : namedDevices().map(({ deviceId }) => ({ deviceId }))
    const isHere = ({ deviceId, session }: Place) => session ? session.current : deviceId === here
    return [...places.filter(isHere), ...places.filter((place) => !isHere(place))]
  }

  private nameOf({ deviceId, session }: Place): string {
    const named = deviceId !== null && namedDevices().some((device) => device.deviceId === deviceId)
    return named || !session ? deviceName(deviceId) : deviceNameOf(session.userAgent ?? '')
  }

  private async rename(event: SubmitEvent, deviceId: string): Promise<void> {
    event.preventDefault()
    const before = deviceName(deviceId)
    const name = String(new FormData(event.target as HTMLFormElement).get('name')).trim()
    const taken = await acts.nameDevice(deviceId, name)
    if (taken?.status === 'refused') return showToast({ text: tellRefusal(taken.code, taken.message), tone: 'bad' })
    this.stopRenaming(deviceId)
    if (taken?.changed) showToast({ text: t('settings.devices.renamed', { name }), action: { label: t('settings.undo'), icon: 'undo', run: () => void acts.nameDevice(deviceId, before) }, holds: () => deviceName(deviceId) === name })
  }

  private async startRenaming(deviceId: string): Promise<void> {
    this.renaming = deviceId
    await this.updateComplete
    this.renderRoot.querySelector<HTMLInputElement>('form.name input')?.select()
  }

  private stopRenaming(deviceId: string): void {
    this.renaming = undefined
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-rename="${deviceId}"]`)?.focus())
  }

  private async askToLeave(leaving: Leaving): Promise<void> {
    this.leaving = leaving
    await this.updateComplete
    this.renderRoot.querySelector('dialog')!.showModal()
  }

  private async leave(event: SubmitEvent): Promise<void> {
    const { leaving } = this
    if (!leaving || this.busy) return
    const remove = new FormData(event.target as HTMLFormElement).has('remove')
    this.busy = true
    try {
      await (leaving === 'others' ? account.endOthers(remove) : account.endSession(leaving.id, remove))
      showToast({ text: leaving === 'others' ? t('settings.devices.allOut') : t('settings.devices.out', { name: this.nameOf({ deviceId: leaving.deviceId, session: leaving }) }) })
    } catch (error) {
      if (!(error instanceof CatalogueFailure)) throw error
      // It was ended already: the list says so in a moment.
      if (error.kind !== 'not-found') showToast({ text: error.kind === 'offline' ? t('settings.devices.offline.act') : error.message, tone: 'bad' })
    }
    this.busy = false
    this.sessions.again()
  }

  override render() {
    const { reply } = this.sessions
    const places = this.places()
    const others = reply.answer?.some(({ current }) => !current) === true
    const offline = reply.state === 'failed' && reply.failure.kind === 'offline'
    return html`<p class="lead">${t('settings.devices.lead')}</p>
      ${offline ? html`<div class="notice" role="status">${icon('offline')}<p>${t('settings.devices.offline')}</p></div>` : reply.state === 'failed' ? failureNotice(reply.failure, () => this.sessions.again()) : nothing}
      ${reply.state === 'waiting' && !reply.answer ? html`<ul aria-busy="true" aria-label=${t('settings.devices.loading')}><li class="bone"></li><li class="bone"></li></ul>`
        : html`<ul>${repeat(places, ({ deviceId, session }) => session?.id ?? deviceId, (place) => this.place(place))}</ul>`}
      ${others ? html`<div class="row"><button class="button" @click=${() => void this.askToLeave('others')}>${icon('out', 18)}${t('settings.devices.others')}</button></div>` : nothing}
      <account-story></account-story>
      ${this.dialog()}`
  }

  private place(place: Place) {
    const { deviceId, session } = place
    const here = session ? session.current : deviceId === library.thisDevice()
    const name = this.nameOf(place)
    const mobile = /iPhone|iPad|Android/.test(session?.userAgent ?? name)
    return html`<li class=${here ? 'here' : ''}><span class="symbol">${icon(mobile ? 'phone' : 'laptop', 24)}</span>
      <div class="what"><h3>${name}</h3>${session ? this.facts(session, name) : nothing}
        ${here && library.link().unsent > 0 ? html`<p>${t('settings.devices.unsent', { count: library.link().unsent })}</p>` : nothing}</div>
      <div class="acts">${deviceId === null || this.renaming === deviceId ? nothing : html`<button class="button round plain" data-rename=${deviceId} aria-label=${t('settings.devices.rename', { name })} title=${t('settings.devices.rename', { name })} @click=${() => void this.startRenaming(deviceId)}>${icon('pen', 20)}</button>`}
        ${session && !here ? html`<button class="button" aria-label=${t('settings.devices.signOut.of', { name })} @click=${() => void this.askToLeave(session)}>${t('settings.devices.signOut')}</button>` : nothing}</div>
      ${deviceId !== null && this.renaming === deviceId ? this.nameForm(deviceId, name) : nothing}</li>`
  }

  private facts({ current, connected, userAgent, address, country, lastSeenAt, createdAt, pushed }: SessionInfo, name: string) {
    const browser = deviceNameOf(userAgent ?? '')
    const where = listed([address, country && (regions.of(country) ?? country)])
    return html`<p>${current ? html`<span class="mark">${t('settings.devices.this')}</span>` : connected ? html`<span class="mark">${t('settings.devices.connected')}</span>` : t('settings.devices.seen', { when: ago(lastSeenAt, Date.now()) })}${browser === name ? nothing : html` · ${browser}`}</p>
      <p class="small">${where === '' ? nothing : html`${where} · `}${t('settings.devices.since', { date: calendarDate(createdAt) })}${pushed ? html` · ${t('settings.devices.pushed')}` : nothing}</p>`
  }

  private nameForm(deviceId: string, name: string) {
    return html`<form class="name" @submit=${(event: SubmitEvent) => void this.rename(event, deviceId)} @keydown=${(event: KeyboardEvent) => { if (event.key === 'Escape') this.stopRenaming(deviceId) }}>
      <label class="field"><span>${t('settings.devices.name')}</span><input class="input" name="name" required maxlength="60" autocomplete="off" .value=${name}></label>
      <button class="button now">${t('settings.devices.save')}</button><button type="button" class="button" @click=${() => this.stopRenaming(deviceId)}>${t('settings.cancel')}</button></form>`
  }

  private dialog() {
    const { leaving } = this
    if (!leaving) return nothing
    const title = leaving === 'others' ? t('settings.devices.others.title') : t('settings.devices.signOut.title', { name: this.nameOf({ deviceId: leaving.deviceId, session: leaving }) })
    const removable = leaving === 'others' || leaving.deviceId !== null
    return html`<dialog aria-labelledby="leaving" @close=${() => { this.leaving = undefined }}><form method="dialog" @submit=${this.leave}><h2 id="leaving">${title}</h2>
      <p>${t('settings.devices.signOut.lead')}</p>
      ${removable ? html`<label class="check"><input type="checkbox" name="remove"><b>${t('settings.devices.remove')}</b><small>${t('settings.devices.remove.lead')}</small></label>` : nothing}
      <div class="row"><button type="button" class="button" autofocus @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('settings.cancel')}</button><button class="button now">${t('settings.devices.signOut')}</button></div></form></dialog>`
  }
}

customElements.define('settings-devices', SettingsDevices)
declare global { interface HTMLElementTagNameMap { 'settings-devices': SettingsDevices } }
