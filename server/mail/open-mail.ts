/** All there is of mail, put together. */

import type { Config } from '../config.ts'
import { isLoopback } from '../config.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
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
  /** `ring`: called when somebody has asked for a mail. */
  readonly onMailAsked: (ring: () => void) => void
}

interface Ports extends Omit<MakeMailPorts & MakeDigestPorts, 'origin'> {
  readonly config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'demo' | 'publicUrl' | 'host' | 'port'>
  readonly metrics: Pick<Metrics, 'mailSent'>
  /** Where it listens by now. */
  readonly listens: () => string | { readonly port: number } | null
  readonly system: System
  readonly log: Log
}

export function openMail({ config, metrics, listens, system, log, ...ports }: Ports): MailParts {
  const bells: (() => void)[] = []
  const origin = () => config.publicUrl ?? originOf(config, listens())
  return {
    mailer: mailerOf(config, { log, system, counted: metrics.mailSent }),
    makeMail: mailMaker({ ...ports, origin }),
    makeDigest: digestMaker({ ...ports, origin }),
    askForMail: askForMailIn(ports.database, system, () => bells.forEach((ring) => ring())),
    onMailAsked: (ring) => { bells.push(ring) },
  }
}

/** Of who has not said where browsers find it: this machine, at the port that was free. */
function originOf({ host, port }: Pick<Config, 'host' | 'port'>, address: string | { readonly port: number } | null): string {
  const own = isLoopback(host) && host.includes(':') ? `[${host}]` : isLoopback(host) ? host : 'localhost'
  return `http://${own}:${address !== null && typeof address === 'object' ? address.port : port}`
}
