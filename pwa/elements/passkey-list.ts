/** One's passkeys: made, named, removed. Says `security-changed` when that happened. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { PasskeyInfo } from '../../projections/wire-security.ts'
import { account } from '../account.ts'
import { deviceNameOf } from '../device-name.ts'
import { makePasskey, passkeysWorkHere } from '../passkeys.ts'
import { sectionStyles } from '../screens/settings-styles.ts'
import { ago, calendarDate } from '../strings/format.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { SecurityAttempt } from './security-attempt.ts'
import { showToast } from './show-toast.ts'

type Open = 'making' | { readonly renaming: string } | { readonly removing: string }

export class PasskeyList extends LitElement {
  static override properties = { passkeys: { attribute: false }, open: { state: true } }
  declare passkeys: readonly PasskeyInfo[]
  declare open: Open | undefined

  private attempt = new SecurityAttempt(this, 'settings.security.offline')

  static override styles = [controls, sectionStyles, css`
    li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-2) var(--space-3); align-items: center; padding-block: var(--space-3); border-block-end: 1px solid var(--line); }
    li h4 { margin: 0; font: 600 var(--size-2) / 1.3 var(--text); overflow-wrap: anywhere; }
    li form, li .row { grid-column: 1 / -1; }
    form { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
    form .field { flex: 1 1 12rem; }
    .acts { display: flex; gap: var(--space-1); }
  `]

  private changed(text: string): void {
    this.open = undefined
    showToast({ text })
    this.dispatchEvent(new Event('security-changed'))
  }

  private make(event: SubmitEvent): void {
    event.preventDefault()
    const fields = new FormData(event.target as HTMLFormElement)
    void this.attempt.make(async () => {
      const made = await makePasskey(String(fields.get('password')), String(fields.get('name')))
      if (typeof made === 'string') this.attempt.problem = t(`settings.passkeys.${made}`)
      else this.changed(t('settings.passkeys.made', { name: made.name }))
    })
  }

  private rename(event: SubmitEvent, id: string): void {
    event.preventDefault()
    const name = String(new FormData(event.target as HTMLFormElement).get('name'))
    void this.attempt.make(async () => {
      await account.renamePasskey(id, name)
      this.changed(t('settings.passkeys.renamed', { name }))
    })
  }

  private drop({ id, name }: PasskeyInfo): void {
    void this.attempt.make(async () => {
      await account.removePasskey(id)
      this.changed(t('settings.passkeys.removed', { name }))
    })
  }

  override render() {
    const here = passkeysWorkHere()
    return html`<section class="part" aria-labelledby="passkeys"><div><h3 id="passkeys">${t('settings.passkeys')}</h3><p class="lead">${t('settings.passkeys.lead')}</p></div>
      ${this.passkeys.length === 0 ? nothing : html`<ul>${repeat(this.passkeys, ({ id }) => id, (passkey) => this.row(passkey))}</ul>`}
      ${this.attempt.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.attempt.problem}</p></div>` : nothing}
      ${!here ? html`<div class="notice">${icon('alert')}<p>${t('settings.passkeys.nowhere')}</p></div>`
        : this.open === 'making' ? html`<form @submit=${this.make}>
          <label class="field"><span>${t('settings.passkeys.name')}</span><input class="input" name="name" required maxlength="60" autocomplete="off" .value=${deviceNameOf(navigator.userAgent)}></label>
          <label class="field"><span>${t('settings.password.now')}</span><input class="input" name="password" type="password" required autocomplete="current-password"></label>
          <button class="button now" ?disabled=${this.attempt.busy}>${t('settings.passkeys.go')}</button><button type="button" class="button" @click=${() => { this.open = undefined }}>${t('settings.cancel')}</button></form>`
        : html`<div class="row"><button class="button" @click=${() => { this.open = 'making' }}>${icon('plus', 18)}${t('settings.passkeys.add')}</button></div>`}</section>`
  }

  private row(passkey: PasskeyInfo) {
    const { id, name, createdAt, lastUsedAt, synced } = passkey
    const open = typeof this.open === 'object' ? this.open : {}
    return html`<li><div><h4>${name}</h4><p class="soft small">${t('settings.passkeys.since', { date: calendarDate(createdAt) })} · ${lastUsedAt ? t('settings.passkeys.used', { when: ago(lastUsedAt, Date.now()) }) : t('settings.passkeys.unused')}${synced ? html` · ${t('settings.passkeys.synced')}` : nothing}</p></div>
      <div class="acts"><button class="button round plain" aria-label=${t('settings.devices.rename', { name })} title=${t('settings.devices.rename', { name })} @click=${() => { this.open = { renaming: id } }}>${icon('pen', 20)}</button>
        <button class="button round plain" aria-label=${t('settings.passkeys.remove', { name })} title=${t('settings.passkeys.remove', { name })} @click=${() => { this.open = { removing: id } }}>${icon('bin', 20)}</button></div>
      ${'renaming' in open && open.renaming === id ? html`<form @submit=${(event: SubmitEvent) => this.rename(event, id)}><label class="field"><span>${t('settings.passkeys.name')}</span><input class="input" name="name" required maxlength="60" autocomplete="off" .value=${name}></label>
        <button class="button now" ?disabled=${this.attempt.busy}>${t('settings.devices.save')}</button><button type="button" class="button" @click=${() => { this.open = undefined }}>${t('settings.cancel')}</button></form>` : nothing}
      ${'removing' in open && open.removing === id ? html`<div class="row"><p class="small">${t('settings.passkeys.remove.sure')}</p><button class="button now" ?disabled=${this.attempt.busy} @click=${() => this.drop(passkey)}>${t('settings.passkeys.remove', { name })}</button><button class="button" @click=${() => { this.open = undefined }}>${t('settings.cancel')}</button></div>` : nothing}</li>`
  }
}

customElements.define('passkey-list', PasskeyList)
declare global { interface HTMLElementTagNameMap { 'passkey-list': PasskeyList } }
