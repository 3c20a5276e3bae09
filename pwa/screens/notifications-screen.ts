/** What a person was told, newest first. Opening one reads it. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { NotificationKind } from '../../domain/notification-kinds.ts'
import { playableOf } from '../../domain/playable.ts'
import type { NotificationRow } from '../../projections/notifications.ts'
import { acts } from '../acts.ts'
import { icon } from '../elements/icon.ts'
import { markRead, notificationFilm, notificationPath, tellNotifications } from '../elements/notification-bell.ts'
import { intertitle } from '../elements/notices.ts'
import '../elements/poster.ts'
import { Live, replica } from '../house.ts'
import { library } from '../library.ts'
import type { NotificationGroup } from '../notification-groups.ts'
import { groupsOf } from '../notification-groups.ts'
import { ago } from '../strings/format.ts'
import { t as ofRoles } from '../strings/role.ts'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import { actsFor } from './downloads-groups.ts'

/** At first, and with each wish for more. */
const shownStep = 100

type Filter = 'unread' | 'films' | 'requests'
const KINDS: Readonly<Record<Exclude<Filter, 'unread'>, readonly NotificationKind[]>> = { films: ['ready', 'failed', 'leavingSoon', 'consentWanted'], requests: ['approvalWanted', 'approved', 'declined'] }
const filterOf = (show: string | null): Filter | null => show === 'unread' || show === 'films' || show === 'requests' ? show : null
const isShown = ({ kind, readAt }: NotificationRow, filter: Filter | null) => filter === null || (filter === 'unread' ? readAt === null : KINDS[filter].includes(kind))

export class NotificationsScreen extends LitElement {
  static override properties = { show: {}, shown: { state: true } }
  /** Of the address. */
  declare show: string | null
  declare shown: number
  protected live = new Live(this)

  constructor() {
    super()
    this.show = null
    this.shown = shownStep
  }

  static override styles = [controls, screenFrame, css`
    ul { display: grid; gap: var(--space-2); max-inline-size: 54rem; }
    .bone { block-size: 5rem; }
    li { display: grid; grid-template-columns: 3rem minmax(0, 1fr) auto; gap: var(--space-4); align-items: center; padding: var(--space-3) var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); }
    li.unread { background: var(--raise); border-inline-start: 3px solid var(--now); }
    li a { text-decoration: none; }
    li a:hover { text-decoration: underline; }
    li.unread a { font-weight: 600; }
    .sign { display: grid; place-content: center; min-block-size: 4.5rem; color: var(--ink-soft); }
    @media (width >= 75rem) { .head { max-inline-size: 54rem; padding-inline-end: 0; } }
    .acts { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
    .pills { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-block-end: var(--space-4); }
    .pills a[aria-current] { border-color: var(--now); background: var(--now-tint); }
    .more { margin-block-start: var(--space-4); }
    .notice { max-inline-size: 54rem; margin-block-end: var(--space-4); }
  `]

  override render() {
    const all = library.notifications()
    const filter = filterOf(this.show)
    const groups = groupsOf(all.filter((row) => isShown(row, filter)))
    return html`<div class="head"><h1 tabindex="-1">${t('nav.notifications')}</h1><div class="acts">${library.isGuest() ? nothing : html`<a class="button" href="/settings/notifications">${icon('settings', 18)}${t('notifications.settings')}</a>`}
        ${library.unreadCount() === 0 ? nothing : html`<button class="button" @click=${() => acts.markAllRead()}>${icon('check', 18)}${t('notifications.markAll')}</button>`}</div></div>
      ${library.link().online || library.link().syncing ? nothing : html`<div class="notice">${icon('offline')}<p>${t('notifications.offline')}</p></div>`}
      ${all.length === 0 && !this.live.whole ? html`<ul aria-busy="true">${[0, 1, 2].map(() => html`<li class="bone"></li>`)}</ul>`
        : all.length === 0 ? intertitle(t('notifications.empty'), library.isGuest() ? ofRoles('role.guest.lead') : t('notifications.empty.lead'))
        : html`${this.pills(all, filter)}${groups.length === 0 ? html`<p class="soft" role="status">${t(filter === 'unread' ? 'notifications.none.unread' : 'notifications.none')}</p>`
          : html`<ul>${repeat(groups.slice(0, this.shown), ([{ key }]) => key, (group) => this.row(group))}</ul>`}
          ${groups.length <= this.shown ? nothing : html`<button class="button more" @click=${() => { this.shown += shownStep }}>${t('notifications.more')}</button>`}`}`
  }

  private pills(all: readonly NotificationRow[], filter: Filter | null) {
    const pill = (to: Filter | null) => html`<a class="button" href=${to === null ? '/notifications' : `/notifications?show=${to}`} aria-current=${to === filter ? 'page' : nothing}>
      ${t(`notifications.filter.${to ?? 'all'}`)} <span class="figures soft">${groupsOf(all.filter((row) => isShown(row, to))).length}</span></a>`
    return html`<nav class="pills" aria-label=${t('notifications.filter')}>${([null, 'unread', 'films', 'requests'] as const).map(pill)}</nav>`
  }

  private row(group: NotificationGroup) {
    const [row] = group
    const film = notificationFilm(row)
    const told = tellNotifications(group)
    const unread = row.readAt === null
    return html`<li class=${unread ? 'unread' : ''}>
      ${film ? html`<rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="3rem"></rewind-poster>` : html`<span class="sign">${icon('lock', 24)}</span>`}
      <p><a href=${notificationPath(group)} @click=${() => markRead(group)}>${told}</a><br><span class="soft small">${ago(row.at, Date.now())}</span></p>
      <div class="acts">${this.keep(group)}${unread ? html`<button class="button round plain" aria-label=${t('notifications.markRead', { what: told })} title=${t('notifications.markRead', { what: told })} @click=${() => markRead(group)}>${icon('check', 20)}</button>` : nothing}</div></li>`
  }

  /** In time, while it is still here. */
  private keep(group: NotificationGroup) {
    const session = replica()?.session
    const jobs = group[0].kind !== 'leavingSoon' || !session ? [] : group.flatMap((row) => library.jobOf(playableOf(row)) ?? []).filter((job) => actsFor(job, session).includes('keep'))
    if (jobs.length === 0) return nothing
    return html`<button class="button" @click=${() => void import('../job-acts.ts').then(({ doToJobs }) => doToJobs('keep', jobs)).then((kept) => { if (kept) markRead(group) })}>${icon('lock', 18)}${t('job.keep')}</button>`
  }
}

customElements.define('notifications-screen', NotificationsScreen)
declare global { interface HTMLElementTagNameMap { 'notifications-screen': NotificationsScreen } }
