/** An address that leads nowhere. */

import { LitElement, html } from 'lit'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'

export class NotFoundScreen extends LitElement {
  static override styles = [controls, screenFrame]

  override render() {
    return html`<div class="intertitle"><h1 tabindex="-1">${t('nav.notFound')}</h1><p>${t('error.notFound')}</p><a class="button now" href="/">${t('error.home')}</a></div>`
  }
}

customElements.define('not-found-screen', NotFoundScreen)
declare global { interface HTMLElementTagNameMap { 'not-found-screen': NotFoundScreen } }
