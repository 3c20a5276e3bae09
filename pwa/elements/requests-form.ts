/** What people may ask for, by role. Says `requests-save` with what was chosen. */

import { LitElement, css, html, nothing } from 'lit'
import type { Quota, RequestRules } from '../../domain/request-rules.ts'
import { t } from '../strings/downloads.ts'
import { controls } from '../styles/controls.ts'

export class RequestsSaveEvent extends Event {
  readonly rules: RequestRules
  constructor(rules: RequestRules) {
    super('requests-save')
    this.rules = rules
  }
}

const GIGABYTE = 1e9

export class RequestsForm extends LitElement {
  static override properties = { rules: { attribute: false }, busy: { type: Boolean }, changed: { state: true } }
  declare rules: RequestRules
  declare busy: boolean
  declare changed: boolean

  static override styles = [controls, css`
    form { display: grid; gap: var(--space-5); }
    fieldset { display: grid; gap: var(--space-3); border: 0; margin: 0; padding: 0; min-inline-size: 0; }
    legend { padding: 0; font: 600 var(--size-3) / 1.3 var(--text); margin-block-end: var(--space-2); }
    .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 8rem), 1fr)); gap: 0 var(--space-4); }
    .field { grid-row: span 2; grid-template-rows: subgrid; align-items: end; gap: var(--space-2); padding-block-end: var(--space-3); }
    .check { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); font-size: var(--size-2); }
    .check input { inline-size: 1.25rem; block-size: 1.25rem; accent-color: var(--now); }
    .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); }
  `]

  override willUpdate(changed: Map<string, unknown>): void {
    // The same again, asked for because something else was saved, leaves what is being typed.
    if (changed.has('rules') && JSON.stringify(changed.get('rules')) !== JSON.stringify(this.rules)) this.changed = false
  }

  private save(event: SubmitEvent): void {
    event.preventDefault()
    if (!this.changed || this.busy) return
    const form = new FormData(event.target as HTMLFormElement)
    const number = (name: string) => { const text = String(form.get(name) ?? '').trim(); return text === '' ? null : Number(text) }
    const quotaOf = (role: 'viewer' | 'member'): Quota => {
      const gigabytes = number(`${role}.gigabytes`)
      return { requestsPerWeek: number(`${role}.requestsPerWeek`), bytes: gigabytes === null ? null : Math.round(gigabytes * GIGABYTE), unwatched: number(`${role}.unwatched`) }
    }
    this.dispatchEvent(new RequestsSaveEvent({ membersNeedApproval: form.get('membersNeedApproval') !== null, quotas: { viewer: quotaOf('viewer'), member: quotaOf('member') } }))
  }

  override render() {
    return html`<form @submit=${this.save} @input=${() => { this.changed = true }}>
      ${this.ofRole('member')}${this.ofRole('viewer')}
      <label class="check"><input type="checkbox" name="membersNeedApproval" .checked=${this.rules.membersNeedApproval}>${t('requests.approval')}</label>
      <div class="row"><button class="button now" aria-disabled=${this.changed && !this.busy ? 'false' : 'true'}>${t('admin.storage.save')}</button>${this.changed ? html`<span class="soft small" role="status">${t('admin.storage.unsaved')}</span>` : nothing}</div></form>`
  }

  private ofRole(role: 'viewer' | 'member') {
    const { requestsPerWeek, bytes, unwatched } = this.rules.quotas[role]
    const field = (name: 'requestsPerWeek' | 'unwatched' | 'gigabytes', value: number | null, step = '1') => html`<label class="field"><span>${t(`requests.${name}`)}</span><input class="input figures" type="number" inputmode="numeric" name="${role}.${name}" min="0" step=${step} placeholder=${t('rules.unbounded')} .value=${value === null ? '' : String(value)}></label>`
    return html`<fieldset><legend>${t(`requests.role.${role}`)}</legend><p class="soft small">${t(`requests.role.${role}.lead`)}</p>
      <div class="fields">${field('requestsPerWeek', requestsPerWeek)}${field('unwatched', unwatched)}${field('gigabytes', bytes === null ? null : bytes / GIGABYTE, 'any')}</div></fieldset>`
  }
}

customElements.define('requests-form', RequestsForm)
declare global { interface HTMLElementTagNameMap { 'requests-form': RequestsForm } interface HTMLElementEventMap { 'requests-save': RequestsSaveEvent } }
