/** Settings: which language the app speaks. */

import { LitElement, html } from 'lit'
import '../elements/language-choice.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { sectionStyles } from './settings-styles.ts'

export class SettingsLanguage extends LitElement {
  static override styles = [controls, sectionStyles]

  override render() {
    return html`<div class="part"><p class="lead">${t('settings.language.lead')}</p><language-choice></language-choice></div>`
  }
}

customElements.define('settings-language', SettingsLanguage)
declare global { interface HTMLElementTagNameMap { 'settings-language': SettingsLanguage } }
