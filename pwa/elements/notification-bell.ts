/** How many notifications are unread, as a link to them; what comes while the app is open is also told at once. */

import { LitElement, css, html, nothing } from 'lit'
import { isOfAccount } from '../../domain/notification-kinds.ts'
import { playableOf } from '../../domain/playable.ts'
import type { NotificationRow } from '../../projections/notifications.ts'
import { acts } from '../acts.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import type { NotificationGroup } from '../notification-groups.ts'
import { groupsOf } from '../notification-groups.ts'
import { playablePath, seasonPath } from '../paths.ts'
import { goTo, titlePath } from '../routes.ts'
import { t as several } from '../strings/news.ts'
import { t } from '../strings/shell.ts'
import { withCommas } from '../strings/with-commas.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { showToast } from './show-toast.ts'

/** What is older was told before, or happened while nobody was here: the count says so. */
const newsMs = 120_000
const countMax = 99

/** Undefined of what is about no title. */
export function notificationFilm(row: NotificationRow) {
  return isOfAccount(row.kind) ? undefined : library.film(playableOf(row))
}

export function tellNotifications(group: NotificationGroup): string {
  const [{ kind, who, ...about }] = group
  if (isOfAccount(kind)) return several(`news.${kind}`, { name: library.personName(who ?? '') })
  if (group.length > 1 && kind !== 'consentWanted') return several(`news.${kind}`, { count: group.length, title: library.film(playableOf(about)).title })
  return t(`notifications.${kind}`, { title: library.called(playableOf(about)) })
}

/** Where one decides about it, or else the film, the episode, or the season or series of several. */
export function notificationPath(group: NotificationGroup): string {
  const [row] = group
  if (row.kind === 'approvalWanted') return '/downloads'
  if (row.kind === 'consentWanted') return '/admin/storage'
  if (isOfAccount(row.kind)) return row.kind === 'resetUsed' ? '/admin/people' : '/settings/security'
  const playable = playableOf(row)
  if (group.length === 1 || playable.mediaType === 'movie') return playablePath(playable)
  return group.every(({ season }) => season === row.season) ? seasonPath(playable.tmdbId, playable.season) : titlePath(playable)
}

export function markRead(group: NotificationGroup): void {
  for (const { key, readAt } of group) if (readAt === null) acts.markRead(key)
}

export class NotificationBell extends LitElement {
  protected live = new Live(this)
  /** Keys of those that have been told or were there already. */
  #known: ReadonlySet<string> | undefined

  static override styles = [controls, css`
    :host { display: contents; }
    a { position: relative; display: inline-grid; place-content: center; inline-size: var(--target); block-size: var(--target); border-radius: var(--pill); color: var(--ink-soft); }
    a:focus-visible { border-radius: var(--pill); }
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
    const news = groupsOf(rows).find((group) => group.some(({ key, readAt, at }) => readAt === null && this.#known?.has(key) === false && Date.now() - Date.parse(at) < newsMs))
    this.#known = new Set(rows.map(({ key }) => key))
    if (news) this.tell(news)
  }

  private tell(group: NotificationGroup): void {
    const run = () => { markRead(group); goTo(notificationPath(group)) }
    showToast({ text: tellNotifications(group), action: { label: t('notifications.show'), run }, holds: () => library.notifications().some(({ key, readAt }) => key === group[0].key && readAt === null) })
  }

  override render() {
    const unread = groupsOf(library.notifications()).filter(([{ readAt }]) => readAt === null).length
    const label = unread === 0 ? t('nav.notifications') : withCommas(t('nav.notifications'), t('notifications.unread', { count: unread }))
    return html`<a href="/notifications" aria-label=${label} title=${label}>${icon('bell', 22)}
      ${unread === 0 ? nothing : html`<span class="count figures" aria-hidden="true">${unread > countMax ? `${countMax}+` : unread}</span>`}</a>`
  }
}

customElements.define('notification-bell', NotificationBell)
declare global { interface HTMLElementTagNameMap { 'notification-bell': NotificationBell } }
