/** Makes a mail of its order, when it goes out: the address as it is then, the link anew, in the person's language. */

import type { UserId } from '../../domain/event.ts'
import type { EmailAddresses, Reach } from '../auth/email-addresses.ts'
import type { ResetLinks } from '../auth/reset-links.ts'
import type { SentCodes } from '../auth/sent-codes.ts'
import type { Database } from '../db/database.ts'
import type { EventStore } from '../event-store/event-store.ts'
import { limits } from '../limits.ts'
import { preferencesOf } from '../preferences-of.ts'
import type { Mail } from './mailer.ts'
import type { MailOrder } from './mail-order.ts'
import type { MailLanguage, Words } from './mail-texts.ts'
import { isMailLanguage, MAIL_LANGUAGES } from './mail-texts.ts'
import { renderMail } from './render-mail.ts'

export interface MakeMailPorts {
  readonly database: Pick<Database, 'kysely'>
  readonly store: Pick<EventStore, 'readStream'>
  readonly emailAddresses: Pick<EmailAddresses, 'reach' | 'linkFor' | 'unsealed'>
  readonly resetLinks: Pick<ResetLinks, 'offer'>
  readonly sentCodes: Pick<SentCodes, 'make'>
  /** Where browsers find Rewind. */
  readonly origin: () => string
}

/** Null where nobody waits for it any more. */
export type MakeMail = (order: MailOrder) => Promise<Mail | null>

const HOURS = { verify: limits.mailLinkMs / 3_600_000, reset: limits.resetLinkMs / 3_600_000 } as const

export function mailMaker(ports: MakeMailPorts): MakeMail {
  const { database: { kysely }, emailAddresses, resetLinks, sentCodes, origin } = ports
  return async (order) => {
    const { userId } = order
    const account = await kysely.selectFrom('accounts').select(['username', 'disabledAt']).where('userId', '=', userId).executeTakeFirst()
    if (!account) return null
    const told = async ({ address, language: entered }: Reach, wordsIn: (texts: (typeof MAIL_LANGUAGES)[MailLanguage]) => Words, path: string): Promise<Mail> => {
      const language = await languageOf(ports, userId, entered)
      return renderMail({ to: address, language, username: account.username, origin: origin(), words: wordsIn(MAIL_LANGUAGES[language]), href: `${origin()}${path}`, unsubscribe: null })
    }
    if (order.about === 'verify') {
      const link = await emailAddresses.linkFor(userId, order.receiver)
      return link && await told(link, ({ verify }) => verify(HOURS.verify), `/email#${link.token}`)
    }
    if (order.about === 'code') {
      const made = await sentCodes.make(userId, 'email', null)
      return made && await told(made, ({ code }) => code(made.code, limits.sentCodeMs / 60_000), '/')
    }
    const reach = await emailAddresses.reach(userId)
    switch (order.about) {
      case 'reset':
        if (!reach || account.disabledAt !== null) return null
        return await told(reach, ({ reset }) => reset(HOURS.reset), `/reset#${(await resetLinks.offer(userId, { secondFactor: false }, 'system')).token}`)
      case 'password': return reach && await told(reach, ({ password }) => password, '/')
      case 'change': return reach && await told(reach, ({ change }) => change(order.change), '/settings/security')
      case 'test': return reach && await told(reach, ({ test }) => test, '/')
      case 'email': {
        const address = await emailAddresses.unsealed(userId, order.formerSealed)
        return address === null ? null : await told({ address, language: order.language ?? reach?.language ?? null }, ({ email }) => email, '/')
      }
    }
  }
}

/** What they chose for the app, else what their browser spoke when they entered the address. */
export async function languageOf({ store }: Pick<MakeMailPorts, 'store'>, userId: UserId, entered: string | null): Promise<MailLanguage> {
  const { language } = await preferencesOf(store, userId)
  return [language, entered].find(isMailLanguage) ?? 'en'
}
