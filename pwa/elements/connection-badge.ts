/** Where this device stands with the server, in one small link to the Offline page. Says nothing while all is well. */

import { LitElement, css, html, nothing } from 'lit'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'

export class ConnectionBadge extends LitElement {
  protected live = new Live(this)

  static override styles = [controls, css`
    :host { display: contents; }
    a { display: inline-flex; align-items: center; justify-content: center; gap: var(--space-2); min-inline-size: var(--target); min-block-size: var(--target); padding-inline: var(--space-3); border-radius: var(--pill); color: var(--ink-soft); font: 600 var(--size-1) / 1 var(--text); text-decoration: none; }
    a:hover { background: color-mix(in oklch, var(--ink) 9%, transparent); }
    a.loud { background: var(--then-tint); color: var(--then); }
    .turning { animation: turn 1.4s linear infinite; display: grid; }
    @keyframes turn { to { transform: rotate(1turn); } }
  `]

  override render() {
    const { online, manual, syncing, signedOut, unsent } = library.link()
    const away = manual || signedOut || (!online && !syncing)
    const state = manual ? t('link.manual') : signedOut ? t('link.signedOut') : away ? t('link.offline') : syncing ? t('link.syncing') : t('link.live')
    const waiting = unsent > 0 ? t('link.unsent', { count: unsent }) : ''
    return html`<a href="/offline" class=${away || unsent > 0 ? 'loud' : ''} aria-label="${t('link.badge', { state })}${waiting ? `, ${waiting}` : ''}" title=${state}>
      ${away ? icon('offline', 20) : syncing || unsent > 0 ? html`<span class="turning">${icon('sync', 20)}</span>` : icon('online', 20)}
      ${away ? html`<span class="wide">${state}</span>` : nothing}${waiting ? html`<span class="figures">${waiting}</span>` : nothing}</a>`
  }
}

customElements.define('connection-badge', ConnectionBadge)
declare global { interface HTMLElementTagNameMap { 'connection-badge': ConnectionBadge } }
