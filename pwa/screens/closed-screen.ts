/** In the place of a screen that somebody's role does not open: it says so, and nothing is asked of the server. */

import { LitElement, html } from 'lit'
import { t as ofRoles } from '../strings/role.ts'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'

export class ClosedScreen extends LitElement {
  static override properties = { forAdmins: { type: Boolean } }
  declare forAdmins: boolean

  constructor() {
    super()
    this.forAdmins = false
  }

  static override styles = [controls, screenFrame]

  override render() {
    return html`<div class="intertitle"><h1 tabindex="-1">${ofRoles('role.closed')}</h1><p>${ofRoles(this.forAdmins ? 'role.closed.admin' : 'role.closed.viewer')}</p><a class="button now" href="/">${t('error.home')}</a></div>`
  }
}

customElements.define('closed-screen', ClosedScreen)
declare global { interface HTMLElementTagNameMap { 'closed-screen': ClosedScreen } }
