/**
 * One reader's connection: RFC 3977 (NNTP) and RFC 4643 (AUTHINFO USER/PASS).
 * Commands may be pipelined: they are answered one at a time and in order, however many arrive in a packet.
 */

import type { PostedFile } from './article.ts'
import { GROUP, messageId, parseMessageId, partCount, POSTER } from './article.ts'
import { dotStuffed, yencPart } from './yenc.ts'

/** Decided per asking: `asked` counts how often this article was asked for before. */
export type ArticleTest = (messageId: string, asked: number) => boolean

/** What goes wrong, for tests. May be changed while the server runs. */
export interface NntpFaults {
  /** Answered 430. */
  missing?: ArticleTest
  /** A wrong pcrc32. */
  badCrc?: ArticleTest
  /** Half the article, then the connection is closed. */
  cut?: ArticleTest
  /** A few bytes of the article, then nothing more for as long as the client stays. */
  stall?: ArticleTest
  /** Every answer comes this long after its command; pipelined commands wait side by side, as on a long line. */
  latencyMs?: number
  /** Every login is answered 481. */
  refuseAuth?: boolean
  /** The greeting of a server that is full (400) or closed to us (502), after which it hangs up. */
  greeting?: 400 | 502
}

export interface NntpAccount {
  readonly username: string
  readonly password: string
}

export interface SessionContext {
  readonly account: NntpAccount | undefined
  readonly articleBytes: number
  readonly faults: NntpFaults
  file(name: string): Promise<PostedFile | undefined>
  /** Counts the asking and says how often it was asked before. */
  asked(messageId: string): number
  served(messageId: string): void
  now(): Date
}

/** What to send, and what to do with the connection after it. */
export interface Answer {
  readonly bytes: Uint8Array
  readonly then: 'go on' | 'close' | 'hang'
}

export interface Session {
  answer(line: string): Promise<Answer>
}

const LINE_OCTETS_MAX = 512
const HEAD_AND_BODY = { ARTICLE: 220, HEAD: 221, BODY: 222, STAT: 223 } as const
type ArticleCommand = keyof typeof HEAD_AND_BODY

export function line(text: string, then: Answer['then'] = 'go on'): Answer {
  return { bytes: Buffer.from(`${text}\r\n`, 'utf8'), then }
}

export function openSession(context: SessionContext): Session {
  let username: string | undefined
  let authenticated = context.account === undefined
  let inGroup = false

  return {
    async answer(text) {
      if (Buffer.byteLength(text) + 2 > LINE_OCTETS_MAX) return line('501 Line too long')
      const [word = '', ...rest] = text.trim().split(/\s+/)
      const command = word.toUpperCase()
      switch (command) {
        case 'QUIT':
          return line('205 Bye', 'close')
        case 'CAPABILITIES':
          return capabilities(authenticated)
        case 'MODE':
          return rest[0]?.toUpperCase() === 'READER' ? line('200 Reader mode') : line('501 Unknown mode')
        case 'AUTHINFO':
          return authenticate(rest)
        case 'DATE':
        case 'GROUP':
        case 'STAT':
        case 'HEAD':
        case 'BODY':
        case 'ARTICLE':
          break
        default:
          return line('500 What?')
      }
      if (!authenticated) return line('480 Authentication required')
      if (command === 'DATE') return line(`111 ${context.now().toISOString().replace(/\D/g, '').slice(0, 14)}`)
      if (command === 'GROUP') return group(rest)
      return await article(command as ArticleCommand, rest)
    },
  }

  function authenticate([kind, ...words]: string[]): Answer {
    const value = words.join(' ')
    const step = kind?.toUpperCase()
    if ((step !== 'USER' && step !== 'PASS') || value === '') {
      return line('501 AUTHINFO USER name or AUTHINFO PASS password')
    }
    if (authenticated) return line('502 Already authenticated')
    if (step === 'USER') {
      username = value
      return line('381 Password required')
    }
    if (username === undefined) return line('482 AUTHINFO USER comes first')
    authenticated = !context.faults.refuseAuth && username === context.account!.username &&
      value === context.account!.password
    username = undefined
    return authenticated ? line('281 Welcome') : line('481 Authentication failed')
  }

  function group([wanted]: string[]): Answer {
    if (wanted === undefined) return line('501 GROUP name')
    if (wanted !== GROUP) return line('411 No such newsgroup')
    inGroup = true
    // Articles are not numbered here: an empty group, as RFC 3977, 6.1.1.2 writes it.
    return line(`211 0 0 0 ${GROUP}`)
  }

  async function article(command: ArticleCommand, [id]: string[]): Promise<Answer> {
    if (id === undefined) return inGroup ? line('420 No current article') : line('412 No newsgroup selected')
    if (/^\d+$/.test(id)) return inGroup ? line('423 No article with that number') : line('412 No newsgroup selected')
    if (!/^<[^<>\s]{1,248}>$/.test(id)) return line('501 Not a message-id')
    const asked = context.asked(id)
    const { faults } = context
    const part = faults.missing?.(id, asked) ? undefined : await findPart(context, id)
    if (!part) return line('430 No such article')
    const status = Buffer.from(`${HEAD_AND_BODY[command]} 0 ${id}\r\n`)
    if (command === 'STAT') return { bytes: status, then: 'go on' }
    context.served(id)
    const head = headOf(part)
    if (command === 'HEAD') return { bytes: Buffer.concat([status, dotStuffed(Buffer.from(head))]), then: 'go on' }
    const body = yencPart({ ...part, bytes: await part.read() }, faults.badCrc?.(id, asked) ?? false)
    const block = command === 'BODY' ? body : Buffer.concat([Buffer.from(`${head}\r\n`), body])
    const bytes = Buffer.concat([status, dotStuffed(block)])
    if (faults.cut?.(id, asked)) return { bytes: bytes.subarray(0, bytes.length >> 1), then: 'close' }
    if (faults.stall?.(id, asked)) return { bytes: bytes.subarray(0, 200), then: 'hang' }
    return { bytes, then: 'go on' }
  }
}

function capabilities(authenticated: boolean): Answer {
  const names = ['VERSION 2', 'IMPLEMENTATION Rewind demo', 'READER', ...authenticated ? [] : ['AUTHINFO USER']]
  return line(['101 Capability list:', ...names, '.'].join('\r\n'))
}

interface FoundPart {
  readonly id: string
  readonly name: string
  readonly fileSizeBytes: number
  readonly part: number
  readonly parts: number
  readonly offset: number
  read(): Promise<Uint8Array>
}

async function findPart({ articleBytes, file: find }: SessionContext, id: string): Promise<FoundPart | undefined> {
  const wanted = parseMessageId(id)
  const file = wanted && await find(wanted.name)
  if (!file) return undefined
  const parts = partCount(file.sizeBytes, articleBytes)
  if (wanted.part > parts || messageId(file.name, wanted.part) !== id) return undefined
  const offset = (wanted.part - 1) * articleBytes
  return {
    id,
    name: file.name,
    fileSizeBytes: file.sizeBytes,
    part: wanted.part,
    parts,
    offset,
    read: () => file.read(offset, Math.min(articleBytes, file.sizeBytes - offset)),
  }
}

function headOf(part: FoundPart): string {
  return [
    'Path: demo.rewind.invalid!not-for-mail',
    `From: ${POSTER}`,
    `Newsgroups: ${GROUP}`,
    `Subject: [1/1] - "${part.name}" yEnc (${part.part}/${part.parts}) ${part.fileSizeBytes}`,
    'Date: Tue, 14 Nov 2023 22:13:20 +0000',
    `Message-ID: ${part.id}`,
    '',
  ].join('\r\n')
}
