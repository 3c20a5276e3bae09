/** Settings: in which country a person watches. */

import { LitElement, css, html, nothing } from 'lit'
import type { CountriesAnswer } from '../../projections/wire-catalogue.ts'
import { acts } from '../acts.ts'
import { askKept } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { locale } from '../strings/language.ts'
import { t } from '../strings/settings.ts'
import { controls } from '../styles/controls.ts'
import { sectionStyles } from './settings-styles.ts'

const regions = new Intl.DisplayNames(locale, { type: 'region' })

export class SettingsCountry extends LitElement {
  protected live = new Live(this)
  private countries = new Question<CountriesAnswer>(this, (signal, early) => askKept<CountriesAnswer>('/api/countries', signal, early))

  static override styles = [controls, sectionStyles, css`select { max-inline-size: 24rem; inline-size: 100%; }`]

  override willUpdate(): void {
    this.countries.about('countries')
  }

  /** By name, as the person's language has it; the one that is chosen is there whatever has come. */
  private options(): readonly (readonly [code: string, name: string])[] {
    const chosen = library.country()
    const codes = new Set([...(this.countries.reply.answer?.countries ?? []).map(({ code }) => code), ...chosen ? [chosen] : []])
    return [...codes].map((code) => [code, regions.of(code) ?? code] as const).sort(([, a], [, b]) => a.localeCompare(b, locale))
  }

  override render() {
    const { reply } = this.countries
    const chosen = library.country()
    return html`<div class="part"><p class="lead" id="lead">${t('settings.country.lead')}</p>
      <label class="field"><span>${t('settings.country.label')}</span>
        <select aria-describedby="lead" @change=${(event: Event) => void acts.keepCountry((event.target as HTMLSelectElement).value || null)}>
          <option value="" ?selected=${chosen === null}>${t('settings.country.anywhere')}</option>
          ${this.options().map(([code, name]) => html`<option value=${code} ?selected=${code === chosen}>${name}</option>`)}</select></label>
      ${reply.state !== 'failed' || reply.answer ? nothing : reply.failure.kind === 'offline' ? html`<div class="notice" role="status">${icon('offline')}<p>${t('settings.country.offline')}</p></div>` : failureNotice(reply.failure, () => this.countries.again())}
    </div>`
  }
}

customElements.define('settings-country', SettingsCountry)
declare global { interface HTMLElementTagNameMap { 'settings-country': SettingsCountry } }
