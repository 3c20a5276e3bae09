/** Notifications as a person counts them: a season that was asked for at once is told of at once, not episode by episode. Pure. */

import type { AccountKind, NotificationKind } from '../domain/notification-kinds.ts'
import type { NotificationRow } from '../projections/notifications.ts'

/** Newest first, never empty. */
export type NotificationGroup = readonly [NotificationRow, ...NotificationRow[]]
/** Of the others each is about one film, or an account. */
export type EpisodesKind = Exclude<NotificationKind, 'consentWanted' | AccountKind>

/** What comes so long after the one before it is news of its own. */
const apartMs = 6 * 3_600_000

/** Which series it is news of, and of which sort; undefined for what is told by itself. */
export function newsOf({ kind, seriesId }: { readonly kind: string; readonly seriesId?: number | null }): string | undefined {
  return seriesId == null || kind === 'consentWanted' ? undefined : `${kind} ${seriesId}`
}

/** `rows`: newest first. A group stands where its newest one does; what was read is not told of together with what was not. */
export function groupsOf(rows: readonly NotificationRow[]): readonly NotificationGroup[] {
  const groups: [NotificationRow, ...NotificationRow[]][] = []
  const last = new Map<string, [NotificationRow, ...NotificationRow[]]>()
  for (const row of rows) {
    const news = newsOf(row)
    const key = news && `${news} ${row.readAt === null}`
    const group = key === undefined ? undefined : last.get(key)
    if (group && Date.parse(group.at(-1)!.at) - Date.parse(row.at) <= apartMs) {
      group.push(row)
      continue
    }
    const own: [NotificationRow, ...NotificationRow[]] = [row]
    if (key !== undefined) last.set(key, own)
    groups.push(own)
  }
  return groups
}
