/** Settings: how films and episodes are played, on every device of a person. */

import { LitElement, css, html } from 'lit'
import { Live } from '../house.ts'
import { keepPreferences } from '../keep-preferences.ts'
import { library } from '../library.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { sectionStyles } from './settings-styles.ts'

export class SettingsPlayback extends LitElement {
  protected live = new Live(this)

  static override styles = [controls, sectionStyles, css`
    input[type='checkbox'] { inline-size: 1.3rem; block-size: 1.3rem; margin: 0; accent-color: var(--now); cursor: inherit; }
    .switch { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); font-weight: 600; cursor: pointer; }
  `]

  private choose(wanted: boolean): void {
    const told = (on: boolean) => t(on ? 'settings.playback.next.on' : 'settings.playback.next.off')
    void keepPreferences({ autoplayNext: wanted }, { autoplayNext: !wanted }, { done: told(wanted), undone: told(!wanted) })
  }

  override render() {
    return html`<section class="part" aria-labelledby="next"><div><h3 id="next">${t('settings.playback.next')}</h3><p class="lead" id="lead">${t('settings.playback.next.lead')}</p></div>
      <label class="switch"><input type="checkbox" aria-describedby="lead" .checked=${library.preferences().autoplayNext !== false} @change=${(event: Event) => this.choose((event.target as HTMLInputElement).checked)}>${t('settings.playback.next.switch')}</label></section>`
  }
}

customElements.define('settings-playback', SettingsPlayback)
declare global { interface HTMLElementTagNameMap { 'settings-playback': SettingsPlayback } }
