/** What a person was told, newest first. Opening one reads it. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { NotificationRow } from '../../projections/notifications.ts'
import { acts } from '../acts.ts'
import { icon } from '../elements/icon.ts'
import { notificationFilm, notificationPath, tellNotification } from '../elements/notification-bell.ts'
import { intertitle } from '../elements/notices.ts'
import '../elements/poster.ts'
import '../elements/push-switch.ts'
import { Live, replica } from '../house.ts'
import { library } from '../library.ts'
import { ago } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import { actsFor } from './downloads-groups.ts'

/** Further back nobody reads; the history of each film says what became of it. */
const shownMax = 200

export class NotificationsScreen extends LitElement {
  protected live = new Live(this)

  static override styles = [controls, screenFrame, css`
    ul { display: grid; gap: var(--space-2); max-inline-size: 54rem; }
    .bone { block-size: 5rem; }
    li { display: grid; grid-template-columns: 3rem minmax(0, 1fr) auto; gap: var(--space-4); align-items: center; padding: var(--space-3) var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); }
    li.unread { background: var(--raise); border-inline-start: 3px solid var(--now); }
    li a { text-decoration: none; }
    li a:hover { text-decoration: underline; }
    li.unread a { font-weight: 600; }
    .acts { display: flex; flex-wrap: wrap; align-items: center; justify-content: end; gap: var(--space-2); }
    .notice { max-inline-size: 54rem; margin-block-end: var(--space-4); }
  `]

  override render() {
    const rows = library.notifications()
    return html`<div class="head"><h1 tabindex="-1">${t('nav.notifications')}</h1><push-switch></push-switch>
        ${library.unreadCount() === 0 ? nothing : html`<button class="button" @click=${() => acts.markAllRead()}>${icon('check', 18)}${t('notifications.markAll')}</button>`}</div>
      ${library.link().online || library.link().syncing ? nothing : html`<div class="notice">${icon('offline')}<p>${t('notifications.offline')}</p></div>`}
      ${rows.length === 0 && !this.live.whole ? html`<ul aria-busy="true">${[0, 1, 2].map(() => html`<li class="bone"></li>`)}</ul>`
        : rows.length === 0 ? intertitle(t('notifications.empty'), t('notifications.empty.lead'))
        : html`<ul>${repeat(rows.slice(0, shownMax), ({ key }) => key, (row) => this.row(row))}</ul>`}`
  }

  private row(row: NotificationRow) {
    const film = notificationFilm(row)
    const told = tellNotification(row)
    const unread = row.readAt === null
    return html`<li class=${unread ? 'unread' : ''}>
      <rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="3rem"></rewind-poster>
      <p><a href=${notificationPath(row)} @click=${() => { if (unread) acts.markRead(row.key) }}>${told}</a><br><span class="soft small">${ago(row.at, Date.now())}</span></p>
      <div class="acts">${this.keep(row)}${unread ? html`<button class="button round plain" aria-label=${t('notifications.markRead', { what: told })} title=${t('notifications.markRead', { what: told })} @click=${() => acts.markRead(row.key)}>${icon('check', 20)}</button>` : nothing}</div></li>`
  }

  /** In time, while it is still here. */
  private keep({ kind, key, movieId }: NotificationRow) {
    const job = kind === 'leavingSoon' ? library.jobOf(movieId) : undefined
    const session = replica()?.session
    if (!job || !session || !actsFor(job, session).includes('keep')) return nothing
    return html`<button class="button" @click=${() => void import('../job-acts.ts').then(({ doToJobs }) => doToJobs('keep', [job])).then((kept) => { if (kept) acts.markRead(key) })}>${icon('lock', 18)}${t('job.keep')}</button>`
  }
}

customElements.define('notifications-screen', NotificationsScreen)
declare global { interface HTMLElementTagNameMap { 'notifications-screen': NotificationsScreen } }
