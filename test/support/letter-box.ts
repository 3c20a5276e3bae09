/** A mail server of its own, over real SMTP on a socket, that keeps what it is sent. */

import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { eventually } from './eventually.ts'

export interface Letter {
  readonly to: string
  readonly from: string
  readonly headers: string
  readonly text: string
  readonly html: string
}

export interface LetterBox {
  /** For `SMTP_URL`, with the name and the password that it wants. */
  readonly url: string
  readonly letters: readonly Letter[]
  /** What it says to the next mails instead of taking them; undefined: it takes them. */
  refuse(status: number | undefined): void
  /** The newest to this address whose subject or text matches, waited for; `after`: how many letters there were before. */
  letterTo(address: string, what: RegExp, after?: number): Promise<Letter>
}

/** `tls`: STARTTLS with a certificate that nobody trusts. */
export async function openLetterBox(t: { teardown(run: () => unknown): void }, { tls = false } = {}): Promise<LetterBox> {
  const letters: Letter[] = []
  let refusal: number | undefined
  const server = new SMTPServer({
    logger: false, disabledCommands: tls ? [] : ['STARTTLS'], disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) => username === 'rewind' && password === 'p@ss' ? done(null, { user: 'rewind' }) : done(new Error('Who are you?')),
    onRcptTo: (_address, _session, done) => refusal === undefined ? done() : done(Object.assign(new Error('Not now'), { responseCode: refusal })),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        letters.push(letterOf(Buffer.concat(chunks).toString(), { to: envelope.rcptTo[0]!.address, from: envelope.mailFrom === false ? '' : envelope.mailFrom.address }))
        done()
      })
    },
  })
  // Who ends a connection in the midst of a handshake is what some tests are about.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  t.teardown(() => new Promise<void>((resolve) => { server.close(resolve) }))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://rewind:p%40ss@127.0.0.1:${port}`, letters,
    refuse(status) { refusal = status },
    letterTo: (address, what, after = 0) => eventually(`a mail to ${address} that says ${what}`, () => letters.slice(after).findLast(({ to, text, headers }) => to.toLowerCase() === address.toLowerCase() && what.test(`${headers}\n${text}`))),
  }
}

function letterOf(raw: string, envelope: Pick<Letter, 'to' | 'from'>): Letter {
  const headers = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll('\r\n ', ' ')
  const boundary = /boundary="([^"]+)"/.exec(headers)![1]!
  const parts = raw.split(`--${boundary}`).map((part) => part.trimStart())
  const partOf = (kind: string) => bodyOf(parts.find((part) => part.startsWith(`Content-Type: ${kind}`)) ?? '')
  return { ...envelope, headers, text: partOf('text/plain'), html: partOf('text/html') }
}

function bodyOf(part: string): string {
  const at = part.indexOf('\r\n\r\n')
  const body = part.slice(at + 4).trimEnd()
  if (/transfer-encoding: base64/i.test(part.slice(0, at))) return Buffer.from(body, 'base64').toString()
  if (!/transfer-encoding: quoted-printable/i.test(part.slice(0, at))) return body.replaceAll('\r\n', '\n')
  return Buffer.from(body.replaceAll('=\r\n', '').replaceAll('\r\n', '\n').replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString()
}
