/** What a person wants to be told, and how. Pure. */

import type { NotificationKind } from './notification-kinds.ts'
import { NOTIFICATION_KINDS } from './notification-kinds.ts'
import type { Infer, Optional } from './schema.ts'
import { boolean, object, optional } from './schema.ts'

/** `app`: in the app's own list, with the bell. `push`: by the browsers that were told to, while the app is closed. `mail`: to a proved address, several in one. */
export const CHANNELS = ['app', 'push', 'mail'] as const
export type Channel = (typeof CHANNELS)[number]
export type Channels = Readonly<Record<Channel, boolean>>

const channels = object({ app: optional(boolean), push: optional(boolean), mail: optional(boolean) })
/** By kind; what is not named is as it is by itself, or stays as it is. */
export type NotificationWishes = { readonly [Kind in NotificationKind]?: Infer<typeof channels> }
export const notificationWishes = object(Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, optional(channels)])) as Record<NotificationKind, Optional<typeof channels>>)

/** By itself everything is told, in every way but by mail: that is for who asks for it. */
export function channelsOf(wishes: NotificationWishes, kind: NotificationKind): Channels {
  return { app: true, push: true, mail: false, ...wishes[kind] }
}

/** What of a change is not so already. */
export function newWishes(before: NotificationWishes, change: NotificationWishes): NotificationWishes {
  return Object.fromEntries(NOTIFICATION_KINDS.flatMap((kind) => {
    const now = channelsOf(before, kind)
    const fresh = Object.entries(change[kind] ?? {}).filter(([channel, wanted]) => wanted !== now[channel as Channel])
    return fresh.length === 0 ? [] : [[kind, Object.fromEntries(fresh)]]
  }))
}

const clock = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' } as const
export const quietHours = object({ on: boolean, from: clock, to: clock, zone: { type: 'string', minLength: 1, maxLength: 60 } })
/** While they last nothing is pushed, only listed. `from` and `to` as clocks of the IANA `zone` show, over midnight where `to` is the earlier. */
export type QuietHours = Infer<typeof quietHours>

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export function isQuiet({ on, from, to, zone }: QuietHours, instant: string): boolean {
  if (!on || from === to) return false
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant))
  return from < to ? from <= shown && shown < to : from <= shown || shown < to
}
