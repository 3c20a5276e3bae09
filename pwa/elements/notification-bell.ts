/** How many notifications are unread, as a link to them; what comes while the app is open is also told at once. */

import { LitElement, css, html, nothing } from 'lit'
import { playableOf } from '../../domain/playable.ts'
import type { NotificationRow } from '../../projections/notifications.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { playablePath } from '../paths.ts'
import { goTo } from '../routes.ts'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { showToast } from './show-toast.ts'

/** What is older was told before, or happened while nobody was here: the count says so. */
const newsMs = 120_000
const countMax = 99

export function notificationFilm(row: NotificationRow) {
  return library.film(playableOf(row))
}

export function tellNotification(row: NotificationRow): string {
  return t(`notifications.${row.kind}`, { title: library.called(playableOf(row)) })
}

/** Where one decides about it, or else the film or the episode. */
export function notificationPath(row: NotificationRow): string {
  return row.kind === 'approvalWanted' ? '/downloads' : row.kind === 'consentWanted' ? '/admin/storage' : playablePath(playableOf(row))
}

export class NotificationBell extends LitElement {
  protected live = new Live(this)
  /** Keys of those that have been told or were there already. */
  #known: ReadonlySet<string> | undefined

  static override styles = [controls, css`
    :host { display: contents; }
    a { position: relative; display: inline-grid; place-content: center; inline-size: var(--target); block-size: var(--target); border-radius: var(--pill); color: var(--ink-soft); }
    a:hover { background: color-mix(in oklch, var(--ink) 9%, transparent); }
    .count { position: absolute; inset-block-start: 0.25rem; inset-inline-end: 0.15rem; min-inline-size: 1.15rem; padding-inline: 0.25rem; border-radius: var(--pill); background: var(--now); color: var(--on-now); font: 700 0.7rem / 1.15rem var(--text); text-align: center; }
    @media (forced-colors: active) { .count { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    // Where even the file cannot be had: at the next start.
    void import('../push.ts').then(({ renewPush }) => renewPush()).catch(() => undefined)
  }

  override updated(): void {
    if (!this.live.ready) return
    const rows = library.notifications()
    const news = rows.filter(({ key, readAt, at }) => readAt === null && this.#known?.has(key) === false && Date.now() - Date.parse(at) < newsMs)
    this.#known = new Set(rows.map(({ key }) => key))
    const [newest] = news
    if (newest) this.tell(newest)
  }

  private tell(row: NotificationRow): void {
    const run = () => { acts.markRead(row.key); goTo(notificationPath(row)) }
    showToast({ text: tellNotification(row), action: { label: t('notifications.show'), run } })
  }

  override render() {
    const unread = library.unreadCount()
    const label = unread === 0 ? t('nav.notifications') : `${t('nav.notifications')}, ${t('notifications.unread', { count: unread })}`
    return html`<a href="/notifications" aria-label=${label} title=${label}>${icon('bell', 22)}
      ${unread === 0 ? nothing : html`<span class="count figures" aria-hidden="true">${unread > countMax ? `${countMax}+` : unread}</span>`}</a>`
  }
}

customElements.define('notification-bell', NotificationBell)
declare global { interface HTMLElementTagNameMap { 'notification-bell': NotificationBell } }
