/** The language to speak, to choose: of the person on all devices, or at the door of this browser alone. */

import { LitElement, css, html, nothing } from 'lit'
import { icon } from './icon.ts'
import { speak, speakHere } from '../speak.ts'
import type { Language } from '../strings/language.ts'
import { chosenLanguage, isLanguage, languages, spokenOf } from '../strings/language.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'

export class LanguageChoice extends LitElement {
  static override properties = { here: { type: Boolean }, problem: { state: true } }
  /** Of this browser, before anybody is signed in. */
  declare here: boolean
  declare problem: string | undefined

  constructor() {
    super()
    this.here = false
    this.problem = undefined
  }

  static override styles = [controls, css`
    select { max-inline-size: 24rem; inline-size: 100%; }
  `]

  private async chosen(event: Event): Promise<void> {
    const { value } = event.target as HTMLSelectElement
    const wanted = isLanguage(value) ? value : null
    if (this.here) speakHere(wanted)
    else this.problem = await speak(wanted)
  }

  override render() {
    const now = chosenLanguage('person') ?? chosenLanguage('door')
    const ofBrowser = languages[spokenOf([], navigator.languages).language]
    // Each language is named as its own speakers name it, and read out in their voice.
    return html`<label class="field"><span>${t('language.title')}</span><select @change=${this.chosen}>
        <option value="" ?selected=${now === null}>${t('language.browser', { name: ofBrowser })}</option>
        ${(Object.keys(languages) as Language[]).map((each) => html`<option value=${each} lang=${each} ?selected=${each === now}>${languages[each]}</option>`)}</select></label>
      ${this.problem ? html`<div class="notice bad" role="alert">${icon('alert')}<p>${this.problem}</p></div>` : nothing}`
  }
}

customElements.define('language-choice', LanguageChoice)
declare global { interface HTMLElementTagNameMap { 'language-choice': LanguageChoice } }
