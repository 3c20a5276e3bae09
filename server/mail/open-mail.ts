/** All there is of mail and SMS, put together. */

import type { AskForCode } from '../auth/ask-for-code.ts'
import { askForCodeIn } from '../auth/ask-for-code.ts'
import type { SentCodes } from '../auth/sent-codes.ts'
import type { Config } from '../config.ts'
import { isLoopback } from '../loopback.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { MakeSms } from '../sms/make-sms.ts'
import { smsMaker } from '../sms/make-sms.ts'
import type { SmsSender } from '../sms/sms-sender.ts'
import { smsSenderOf } from '../sms/sms-sender.ts'
import type { System } from '../system.ts'
import type { AskForMail } from './ask-for-mail.ts'
import { askForMailIn } from './ask-for-mail.ts'
import type { Mailer } from './mailer.ts'
import { mailerOf } from './mailer.ts'
import type { MakeDigest, MakeDigestPorts } from './make-digest.ts'
import { digestMaker } from './make-digest.ts'
import type { MakeMail, MakeMailPorts } from './make-mail.ts'
import { mailMaker } from './make-mail.ts'

export interface MailParts {
  readonly mailer: Mailer
  readonly makeMail: MakeMail
  readonly makeDigest: MakeDigest
  readonly askForMail: AskForMail
  readonly smsSender: SmsSender
  readonly makeSms: MakeSms
  readonly askForCode: AskForCode
  /** `ring`: called when somebody has asked for a mail or an SMS. */
  readonly onMailAsked: (ring: () => void) => void
}

interface Ports extends Omit<MakeMailPorts & MakeDigestPorts, 'origin'> {
  readonly config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'smsUrl' | 'smsFrom' | 'demo' | 'publicUrl' | 'host' | 'port'>
  readonly sentCodes: SentCodes
  readonly metrics: Pick<Metrics, 'mailSent' | 'smsSent' | 'codeAsked'>
  /** Where it listens by now. */
  readonly listens: () => string | { readonly port: number } | null
  readonly system: System
  readonly log: Log
}

export function openMail({ config, metrics, listens, system, log, ...ports }: Ports): MailParts {
  const bells: (() => void)[] = []
  const origin = () => config.publicUrl ?? originOf(config, listens())
  const [mailer, smsSender] = [mailerOf(config, { log, system, counted: metrics.mailSent }), smsSenderOf(config, { log, system, counted: metrics.smsSent })]
  const ring = () => bells.forEach((each) => each())
  return {
    mailer, smsSender,
    makeSms: smsMaker({ ...ports, origin }),
    askForCode: askForCodeIn({ ...ports, mailer, smsSender, counted: metrics.codeAsked, system }, ring),
    makeMail: mailMaker({ ...ports, origin }),
    makeDigest: digestMaker({ ...ports, origin }),
    askForMail: askForMailIn(ports.database, system, ring),
    onMailAsked: (bell) => { bells.push(bell) },
  }
}

/** Of who has not said where browsers find it: this machine, at the port that was free. */
function originOf({ host, port }: Pick<Config, 'host' | 'port'>, address: string | { readonly port: number } | null): string {
  const own = isLoopback(host) && host.includes(':') ? `[${host}]` : isLoopback(host) ? host : 'localhost'
  return `http://${own}:${address !== null && typeof address === 'object' ? address.port : port}`
}
