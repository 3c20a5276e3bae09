/** Settings: the end of an account. */

import { LitElement, html } from 'lit'
import { askToErase } from '../elements/erase-account-dialog.ts'
import { icon } from '../elements/icon.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { sectionStyles } from './settings-styles.ts'

export class SettingsErase extends LitElement {
  static override styles = [controls, sectionStyles]

  private async erase(): Promise<void> {
    await askToErase()
    this.renderRoot.querySelector('button')?.focus()
  }

  override render() {
    return html`<div class="part"><p class="lead">${t('settings.account.lead')}</p>
      <div class="row"><button class="button" @click=${this.erase}>${icon('bin', 18)}${t('settings.account.erase')}</button></div></div>`
  }
}

customElements.define('settings-erase', SettingsErase)
declare global { interface HTMLElementTagNameMap { 'settings-erase': SettingsErase } }
