/** What this device holds and what it still has to say: the outbox, refusals and why, the last sync, the space used. */

import { LitElement, css, html, nothing } from 'lit'
import { icon } from '../elements/icon.ts'
import '../elements/saved-list.ts'
import { showToast } from '../elements/show-toast.ts'
import type { Parcel } from '../replica.ts'
import { acts } from '../acts.ts'
import { Live, replica } from '../house.ts'
import { deviceName } from '../known-devices.ts'
import { library, subjectOfParcel } from '../library.ts'
import { ago, bytes } from '../strings/format.ts'
import { tellRefusal } from '../strings/refusal.ts'
import { t as ts } from '../strings/saved.ts'
import { t } from '../strings/t.ts'
import { tellCommand } from '../strings/told-command.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import type { Totals } from '../sync/kept-answers.ts'

export class OfflineScreen extends LitElement {
  static override properties = { storage: { state: true }, kept: { state: true } }
  declare storage: StorageEstimate | undefined
  declare kept: Totals | undefined
  protected live = new Live(this)

  static override styles = [controls, screenFrame, css`
    .body { display: grid; gap: var(--space-6); max-inline-size: 54rem; }
    .switch { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: var(--space-4); padding: var(--space-4) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); cursor: pointer; }
    .switch input { appearance: none; position: relative; inline-size: 3.25rem; block-size: 1.9rem; margin: 0; border-radius: var(--pill); background: var(--raise-2); border: 1px solid var(--edge); cursor: pointer; transition: background var(--quick); }
    .switch input::after { content: ''; position: absolute; inset-block: 3px; inset-inline-start: 3px; aspect-ratio: 1; border-radius: 50%; background: var(--ink-soft); transition: inset-inline-start var(--quick), background var(--quick); }
    .switch input:checked { background: var(--then); }
    .switch input:checked::after { inset-inline-start: calc(100% - 1.6rem); background: var(--on-then); }
    .switch input:focus-visible { border-radius: var(--pill); }
    dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(11rem, 42%), 1fr)); gap: var(--space-4); }
    dl div { padding-block-start: var(--space-3); border-block-start: 2px solid var(--then); }
    dt { color: var(--ink-faint); font-size: var(--size-2); }
    dd { font: 400 var(--size-4) / 1.3 var(--display); }
    /* Also of those who tell in two lines, a moment later. */
    dd { min-block-size: 3.1rem; }
    dd small { display: block; font: 400 var(--size-2) / 1.4 var(--text); color: var(--ink-soft); }
    .called { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
    .called .field { flex: 0 1 22rem; }
    .bone { block-size: 2.6rem; }
    saved-list { min-block-size: 13.9rem; align-content: start; }
    section h2 { margin-block-end: var(--space-3); }
    li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-1) var(--space-4); align-items: center; min-block-size: var(--target); padding-block: var(--space-3); border-block-end: 1px solid var(--line); }
    li p { font-size: var(--size-2); }
    .why { color: var(--bad); }
    @media (forced-colors: active) { .switch input { appearance: auto; } }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    void navigator.storage?.estimate?.().then((estimate) => { this.storage = estimate })
  }

  override updated(): void {
    // At once, or as soon as the replica is open.
    if (this.#counting || !replica()) return
    this.#counting = true
    void replica()?.kept?.then((answers) => answers.totals()).then((totals) => { this.kept = totals })
  }

  #counting = false

  override render() {
    const link = library.link()
    const parcels = library.outbox()
    const waiting = parcels.filter(({ state }) => state === 'waiting')
    const refused = parcels.filter(({ state }) => state === 'refused')
    const parked = parcels.filter(({ state }) => state === 'parked')
    return html`<div class="head"><div><h1 tabindex="-1">${t('offline.title')}</h1><p class="soft">${t('offline.lead')}</p></div></div>
      <div class="body">
        ${link.storage === 'kept' ? nothing : html`<div class="notice bad" role="alert">${icon('alert')}<p>${ts(`storage.${link.storage}`)}</p></div>`}
        <label class="switch"><span><b>${t('offline.switch')}</b><br><span class="soft small" id="switch-lead">${t('offline.switch.lead')}</span></span>
          <input type="checkbox" role="switch" aria-label=${t('offline.switch')} aria-describedby="switch-lead" .checked=${link.manual} @change=${(event: Event) => acts.workOffline((event.target as HTMLInputElement).checked)}></label>
        <dl class="figures">
          <div><dt>${t('offline.sync')}</dt><dd>${link.lastSyncAt ? ago(link.lastSyncAt, Date.now()) : t('offline.sync.never')}</dd></div>
          <div><dt>${t('offline.held')}</dt><dd>${t('offline.held.titles', { count: library.shelved().length })}</dd></div>
          <div><dt>${t('offline.readable')}</dt><dd>${this.kept ? html`${t('offline.readable.pages', { count: this.kept.count })}<small>${bytes(this.kept.bytes)}</small>` : html`<div class="bone"></div>`}</dd></div>
          <div><dt>${t('offline.storage')}</dt><dd>${this.space()}</dd></div>
        </dl>
        <form class="called" @submit=${this.rename}><label class="field"><span>${t('offline.device')}</span>
          <input class="input" name="name" required maxlength="60" autocomplete="off" .value=${deviceName(library.thisDevice())}></label><button class="button">${t('offline.device.save')}</button></form>
        ${library.isGuest() ? nothing : html`<section><h2>${ts('saved.title')}</h2><saved-list></saved-list></section>`}
        <section><h2>${t('offline.waiting')}</h2>${waiting.length === 0 ? html`<p class="soft">${t('offline.waiting.none')}</p>` : this.list(waiting)}</section>
        ${refused.length === 0 ? nothing : html`<section><h2>${t('offline.refused')}</h2><p class="soft">${t('offline.refused.lead')}</p>${this.list(refused)}</section>`}
        ${parked.length === 0 ? nothing : html`<section><h2>${t('offline.parked')}</h2><p class="soft">${t('offline.parked.lead')}</p>${this.list(parked)}</section>`}
      </div>`
  }

  private rename = async (event: SubmitEvent) => {
    event.preventDefault()
    const taken = await acts.nameDevice(library.thisDevice(), String(new FormData(event.target as HTMLFormElement).get('name')))
    if (taken) showToast(taken.status === 'refused' ? { text: tellRefusal(taken.code, taken.message), tone: 'bad' } : { text: t('offline.device.saved') })
  }

  private space() {
    if (this.storage === undefined && 'storage' in navigator) return html`<div class="bone"></div>`
    if (this.storage?.usage === undefined) return t('offline.storage.unknown')
    return html`${bytes(this.storage.usage)}${this.storage.quota ? html`<small>${t('offline.storage.of', { used: bytes(this.storage.usage), quota: bytes(this.storage.quota) })}</small>` : nothing}`
  }

  private list(parcels: readonly Parcel[]) {
    return html`<ul>${parcels.map((parcel) => html`<li><div><b>${nameOf(parcel)}</b><p class="soft">${tellCommand(parcel.type, parcel.data, parcel.issuedAt, library.names)} · ${ago(parcel.issuedAt, Date.now())}</p>
      ${parcel.message ? html`<p class=${parcel.state === 'refused' ? 'why' : 'soft'}>${tellRefusal(parcel.code ?? '', parcel.message)}</p>` : nothing}</div>
      ${parcel.state === 'refused' ? html`<button class="button" @click=${() => acts.discard(parcel)}>${t('offline.refused.discard')}</button>` : icon(parcel.state === 'parked' ? 'clock' : 'sync', 18)}</li>`)}</ul>`
  }
}

/** What a person calls what a command is about. */
function nameOf(parcel: Parcel): string {
  const subject = subjectOfParcel(parcel)
  return subject === undefined ? String((parcel.data as { readonly name?: string }).name ?? t('history.subject.other')) : library.nameOf(subject)
}

customElements.define('offline-screen', OfflineScreen)
declare global { interface HTMLElementTagNameMap { 'offline-screen': OfflineScreen } }
