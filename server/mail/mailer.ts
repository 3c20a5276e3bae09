/**
 * Hands mails over. Over SMTP where a mail server is set; printed to the log in the demo, which speaks with nobody; else there is no mail.
 *
 * MA1 Nobody's address, and nothing of what a mail says, is in a line of the log or in an error; but for the demo's own.
 * MA2 What is said to a mail server with a password goes through TLS, unless that server is this machine.
 * MA3 A repetition has the same Message-ID, by which receivers know it.
 */

import { createTransport } from 'nodemailer'
import { said } from '../../projections/said.ts'
import type { Config } from '../config.ts'
import { isLoopback } from '../loopback.ts'
import { limits } from '../limits.ts'
import type { Log } from '../log.ts'
import type { System } from '../system.ts'
import type { LastTry } from '../watched-sender.ts'
import { watchedSender } from '../watched-sender.ts'
import { readMailSender, readSmtpAddress } from './smtp-address.ts'

export interface Mail {
  /** One address. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Where one says that one wants no more of this kind. */
  readonly unsubscribe: string | null
}

/** `MAIL_REFUSED`: this mail or its receiver is not taken, and would not be later; the rest may be over by the next try. */
export type MailCode = 'MAIL_UNREACHABLE' | 'MAIL_TLS' | 'MAIL_SIGN_IN' | 'MAIL_BUSY' | 'MAIL_REFUSED'

export class MailError extends Error {
  override readonly name = 'MailError'
  readonly code: MailCode
  constructor(code: MailCode) {
    super(said[code])
    this.code = code
  }
}

export interface Mailer {
  /** `off`: there is no mail here, and nothing is to be sent. */
  readonly way: 'smtp' | 'log' | 'off'
  /** The mail server's host and port; empty where there is none. */
  readonly where: string
  last(): LastTry<MailCode>
  /** Rejects with `MailError`, or with the signal's reason. `id` is the same for a repetition. */
  send(mail: Mail, id: string, signal: AbortSignal): Promise<void>
}

interface MailerPorts {
  readonly log: Pick<Log, 'info'>
  readonly system: Pick<System, 'now'>
  /** For the figures. */
  readonly counted: (outcome: MailCode | 'taken', seconds: number) => void
}

export function mailerOf(config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'demo'>, { log, system, counted }: MailerPorts): Mailer {
  return watchedSender(unwatched(config, log), { system, counted, codeOf: (error) => error instanceof MailError ? error.code : 'MAIL_UNREACHABLE' })
}

function unwatched({ smtpUrl, mailFrom, demo }: Pick<Config, 'smtpUrl' | 'mailFrom' | 'demo'>, log: Pick<Log, 'info'>): Omit<Mailer, 'last'> {
  if (smtpUrl !== null && mailFrom !== null) return smtpMailer(smtpUrl, mailFrom)
  if (!demo) return { way: 'off', where: '', send: () => Promise.reject(new MailError('MAIL_UNREACHABLE')) }
  // The demo is somebody's own machine: its log is the letter box.
  return { way: 'log', where: '', send: async ({ subject, text }, id) => { log.info({ id, subject, text }, 'a mail, as it would be sent with SMTP_URL') } }
}

function smtpMailer(smtpUrl: string, mailFrom: string): Omit<Mailer, 'last'> {
  const { host, port, tls, credentials } = readSmtpAddress(smtpUrl)
  const from = readMailSender(mailFrom)
  const transport = () => createTransport({
    host, port, secure: tls, requireTLS: credentials !== null && !isLoopback(host), ...credentials ? { auth: credentials } : {},
    connectionTimeout: limits.mailStepMs, greetingTimeout: limits.mailStepMs, socketTimeout: limits.mailStepMs, dnsTimeout: limits.mailStepMs, disableFileAccess: true, disableUrlAccess: true,
  })
  return {
    way: 'smtp', where: `${host}:${port}`,
    async send({ to, subject, text, html, unsubscribe }, id, signal) {
      signal.throwIfAborted()
      const own = transport()
      const aborted = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))
      try {
        await Promise.race([aborted, own.sendMail({
          from, to: { name: '', address: to }, subject, text, html, messageId: `<${id}@${from.address.split('@')[1]}>`,
          headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribe === null ? {} : { 'List-Unsubscribe': { prepared: true, value: `<${unsubscribe}>` } } },
        })])
      } catch (error) {
        signal.throwIfAborted()
        // The error itself may hold the receiver's address, and goes no further.
        throw new MailError(codeOf(error as { readonly code?: string; readonly responseCode?: number; readonly message: string }))
      } finally {
        own.close()
      }
    },
  }
}

function codeOf({ code, responseCode, message }: { readonly code?: string; readonly responseCode?: number; readonly message: string }): MailCode {
  if (code === 'EAUTH' || responseCode === 530 || responseCode === 535) return 'MAIL_SIGN_IN'
  if (code === 'ETLS' || code === 'EREQUIRETLS' || /certificate|self.signed|TLS/i.test(message)) return 'MAIL_TLS'
  if (responseCode !== undefined) return responseCode >= 500 ? 'MAIL_REFUSED' : 'MAIL_BUSY'
  return code === 'EENVELOPE' || code === 'EMESSAGE' ? 'MAIL_REFUSED' : 'MAIL_UNREACHABLE'
}
