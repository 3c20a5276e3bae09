/** One mail of all that a person is to be told by mail and has not read meanwhile. */

import { sql } from 'kysely'
import type { DomainEvent } from '../../domain/index.ts'
import type { Recorded, UserId } from '../../domain/event.ts'
import { channelsOf } from '../../domain/notification-wishes.ts'
import type { NotificationEvent, NotificationsState } from '../../domain/notifications.ts'
import { notificationsDecider, notificationsStream } from '../../domain/notifications.ts'
import { playableOf } from '../../domain/playable.ts'
import { titleKey } from '../../domain/title.ts'
import { cards } from '../../projections/cards.ts'
import type { EmailAddresses, Unsubscribing } from '../auth/email-addresses.ts'
import type { Database } from '../db/database.ts'
import { readModelTable } from '../db/read-model.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import { preferencesOf } from '../preferences-of.ts'
import type { Mail } from './mailer.ts'
import type { DigestOrder } from './mail-order.ts'
import type { MailTexts } from './mail-texts.ts'
import { MAIL_LANGUAGES } from './mail-texts.ts'
import { languageOf } from './make-mail.ts'
import { renderMail } from './render-mail.ts'

export interface MakeDigestPorts {
  readonly database: Pick<Database, 'kysely'>
  readonly store: Pick<EventStore, 'readStream'>
  readonly emailAddresses: Pick<EmailAddresses, 'reach'>
  readonly unsubscribing: Pick<Unsubscribing, 'of'>
  /** Where browsers find Rewind. */
  readonly origin: () => string
}

/** Null where there is nothing left to tell, or nowhere to. */
export type MakeDigest = (userId: UserId, orders: readonly DigestOrder[]) => Promise<Mail | null>

export function digestMaker(ports: MakeDigestPorts): MakeDigest {
  const { database: { kysely }, store, emailAddresses, unsubscribing, origin } = ports
  return async (userId, orders) => {
    const account = await kysely.selectFrom('accounts').select(['username', 'disabledAt']).where('userId', '=', userId).executeTakeFirst()
    const reach = account && account.disabledAt === null ? await emailAddresses.reach(userId) : null
    if (!account || !reach) return null
    const [{ notifications }, unread] = [await preferencesOf(store, userId), await unreadOf(store, userId)]
    const fresh = orders.filter(({ kind, notificationId }) => unread.has(notificationId) && channelsOf(notifications, kind).mail)
    if (fresh.length === 0) return null
    const language = await languageOf(ports, userId, reach.language)
    const texts = MAIL_LANGUAGES[language]
    const lines: string[] = []
    for (const order of fresh.slice(0, limits.mailDigestLinesMax)) lines.push(texts.told[order.kind](await titleOf(kysely, order, texts)))
    return renderMail({ to: reach.address, language, username: account.username, origin: origin(), words: texts.digest(lines, fresh.length - lines.length), href: `${origin()}/notifications`, unsubscribe: `${origin()}/email#${await unsubscribing.of(userId)}` })
  }
}

async function unreadOf(store: Pick<EventStore, 'readStream'>, userId: UserId): Promise<ReadonlySet<string>> {
  let state: NotificationsState = notificationsDecider.initial
  for await (const event of store.readStream(notificationsStream(userId))) state = notificationsDecider.evolve(state, event as DomainEvent as Recorded<NotificationEvent>)
  return new Set(state.unread)
}

async function titleOf(kysely: Database['kysely'], order: DigestOrder, { episode, somewhat }: MailTexts): Promise<string> {
  const playable = playableOf(order)
  const { rows } = await sql<{ title: string }>`select title from ${sql.table(readModelTable(cards))} where key = ${titleKey(playable)}`.execute(kysely)
  const title = rows[0]?.title ?? somewhat
  return playable.mediaType === 'tv' ? episode(title, playable.season, playable.episode) : title
}
