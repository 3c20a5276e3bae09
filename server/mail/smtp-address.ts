/** The address of a mail server, as `SMTP_URL` says it: `smtp://` (587 and STARTTLS) or `smtps://` (465 and TLS at once), with a name and a password where it wants them. */

import type { Reader } from '../setting.ts'

export interface SmtpAddress {
  readonly host: string
  readonly port: number
  /** TLS before anything is said. */
  readonly tls: boolean
  readonly credentials: { readonly user: string; readonly pass: string } | null
}

const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const

export const smtpUrl: Reader<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !Object.hasOwn(PORTS, url.protocol) || url.hostname === '') return { problem: 'must be the address of a mail server, such as smtps://name:password@mail.example.org or smtp://mail.example.org:25' }
  if ((url.username === '') !== (url.password === '')) return { problem: 'must hold both a name and a password, or neither' }
  try {
    readSmtpAddress(text)
  } catch {
    return { problem: 'must have what is special in its name and password written with %, such as %40 for @' }
  }
  return { value: text }
}

/** Of what `smtpUrl` took. */
export function readSmtpAddress(text: string): SmtpAddress {
  const { protocol, hostname, port, username, password } = new URL(text)
  return {
    host: decodeURIComponent(hostname).replace(/^\[|\]$/g, ''), port: port === '' ? PORTS[protocol as keyof typeof PORTS] : Number(port), tls: protocol === 'smtps:',
    credentials: username === '' ? null : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
  }
}

/** Who mails are from: an address alone, or with a name before it. */
export const mailSender: Reader<string> = (text) => /^(?:[^<>"@,\r\n]* )?<?[^\s<>@",]+@[^\s<>@",]+>?$/.test(text) && text.includes('<') === text.includes('>') ? { value: text } : { problem: 'must be an address, such as films@example.org or Films <films@example.org>' }

export function readMailSender(text: string): { readonly name: string; readonly address: string } {
  const [, name = '', address = ''] = /^(?:(.*) )?<?([^\s<>]+@[^\s<>]+?)>?$/.exec(text) ?? []
  return { name: name.trim() || 'Rewind', address }
}
