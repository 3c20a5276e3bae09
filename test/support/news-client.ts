/** A small news reader for the demo's own tests: it shares no code with the server nor with the downloader. */

import { crc32 } from 'node:zlib'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface NewsClient {
  readonly greeting: string
  /** Sends the lines in one packet. */
  send(...lines: string[]): void
  /** The next single-line answer. */
  line(): Promise<string>
  /** The next answer with its block, unstuffed, when the status says that one follows. */
  block(): Promise<{ status: string; block: Buffer }>
  ask(command: string): Promise<string>
  readonly socket: Socket
  close(): void
}

export async function newsClient(
  server: { host: string; port: number; tls: boolean; authorityPem: string | undefined },
): Promise<NewsClient> {
  const socket: Socket = server.tls
    ? connectTls({ host: server.host, port: server.port, ca: server.authorityPem, servername: 'localhost' })
    : connectPlain({ host: server.host, port: server.port })
  let received = Buffer.alloc(0)
  let ended = false
  let wake = (): void => {}
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    wake()
  })
  socket.on('close', () => {
    ended = true
    wake()
  })
  const problem = new Promise<never>((_, reject) => socket.once('error', reject))
  problem.catch(() => {}) // Told to whoever waits; nobody may be waiting.
  await Promise.race([once(socket, server.tls ? 'secureConnect' : 'connect'), problem])

  const upTo = async (mark: string): Promise<Buffer> => {
    for (let from = 0;;) {
      const at = received.indexOf(Buffer.from(mark), from)
      if (at !== -1) {
        const found = received.subarray(0, at + mark.length)
        received = received.subarray(at + mark.length)
        return found
      }
      if (ended) throw new Error(`closed after ${received.length} bytes without the end`)
      from = Math.max(0, received.length - mark.length)
      await Promise.race([
        new Promise<void>((resolve) => {
          wake = resolve
        }),
        problem,
      ])
    }
  }
  const line = async (): Promise<string> => (await upTo('\r\n')).toString('utf8').slice(0, -2)
  const send = (...lines: string[]): void => void socket.write(lines.map((text) => `${text}\r\n`).join(''))
  return {
    greeting: await line(),
    socket,
    line,
    send,
    async block() {
      const status = await line()
      if (!/^(101|220|221|222) /.test(status)) return { status, block: Buffer.alloc(0) }
      const stuffed = await upTo('\r\n.\r\n')
      const lines = stuffed.subarray(0, -3).toString('latin1').split('\r\n')
      return {
        status,
        block: Buffer.from(lines.map((text) => text.startsWith('.') ? text.slice(1) : text).join('\r\n'), 'latin1'),
      }
    },
    ask(command) {
      send(command)
      return line()
    },
    close: () => void socket.destroy(),
  }
}

export interface DecodedPart {
  readonly name: string
  readonly fileSizeBytes: number
  readonly part: number
  readonly offset: number
  readonly bytes: Buffer
  readonly checksumRight: boolean
  readonly longestLine: number
}

/** Decodes an article's body by the letter of yEnc 1.3. */
export function decodeYenc(body: Buffer): DecodedPart {
  const lines = body.toString('latin1').split('\r\n')
  const start = lines.findIndex((text) => text.startsWith('=ybegin '))
  const end = lines.findIndex((text) => text.startsWith('=yend '))
  const field = (text: string, key: string): string => new RegExp(`(?:^| )${key}=(\\S+)`).exec(text)![1]!
  const [begin, part, yend] = [lines[start]!, lines[start + 1]!, lines[end]!]
  const bytes: number[] = []
  let longestLine = 0
  for (const text of lines.slice(start + 2, end)) {
    longestLine = Math.max(longestLine, text.length)
    for (let at = 0; at < text.length; at++) {
      const escaped = text[at] === '='
      if (escaped) at++
      bytes.push(text.charCodeAt(at) - 42 - (escaped ? 64 : 0) & 0xff)
    }
  }
  const decoded = Buffer.from(bytes)
  const offset = Number(field(part, 'begin')) - 1
  return {
    name: /name=(.*)$/.exec(begin)![1]!,
    fileSizeBytes: Number(field(begin, 'size')),
    part: Number(field(begin, 'part')),
    offset,
    bytes: decoded,
    checksumRight: Number.parseInt(field(yend, 'pcrc32'), 16) === crc32(decoded) &&
      Number(field(yend, 'size')) === decoded.length && Number(field(part, 'end')) === offset + decoded.length,
    longestLine,
  }
}
