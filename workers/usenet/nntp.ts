/**
 * One NNTP connection (RFC 3977, login by RFC 4643) that fetches article bodies with several requests under way (RFC 3977, 3.5).
 *
 * Answers come in the order of the requests. Whatever breaks that order (an unexpected status, an endless line or article, a
 * stall, a cut) closes the connection with an error; the caller takes back the articles that were not answered. So an answer
 * is never taken for another article's.
 */

import type { Connection } from '../../server/dial.ts'
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import { meantBy, NntpError, WORDS } from './nntp-error.ts'
import type { YencPart } from './yenc.ts'
import { ArticleTooLarge, YencDecoder } from './yenc.ts'
import { giveBackRoom, takeRoom } from './yenc-decode.ts'

export interface NntpTimeouts { readonly connectMs: number; readonly idleMs: number; readonly articleMs: number }
export const nntpTimeouts: NntpTimeouts = { connectMs: limits.nntpConnectTimeoutMs, idleMs: limits.nntpIdleTimeoutMs, articleMs: limits.nntpArticleTimeoutMs }

/**
 * The part's bytes are valid only during the call that gives them. `there` and `unasked` answer who only asks whether there is one;
 * `unasked`: the server does not know that question.
 */
export type ArticleOutcome = { readonly kind: 'part'; readonly part: YencPart } | { readonly kind: 'missing' | 'there' | 'unasked' }

/** Its words are printable ASCII, and may be anything: a server might repeat what it was sent. */
export interface NntpAnswer { readonly code: number; readonly text: string }

export interface ArticleSource<A> {
  /** The next article to ask for, or undefined when there is none now. */
  take(): A | undefined
  messageIdOf(article: A): string
  /** `STAT` only asks whether the server has it. */
  commandFor(article: A): 'BODY' | 'STAT'
  /** Requests that may be under way at once. */
  readonly depth: number
  /** Called once per answered article, in the order they were taken. */
  answered(article: A, outcome: ArticleOutcome): void
}

/** Told what has come; a promise lets it wait with reading on. */
export type Pace = (bytes: number) => Promise<void> | undefined

type Ports = Pick<System, 'dial' | 'now' | 'sleep'>
const encoder = new TextEncoder()
const LF = 10

export class NntpConnection {
  readonly #server: NewsServerSettings
  readonly #system: Ports
  readonly #timeouts: NntpTimeouts
  readonly #connection: Connection
  readonly #pace: Pace
  readonly #stopped = new AbortController()
  readonly #room = takeRoom()
  readonly #window = this.#room.window
  readonly #decoder = new YencDecoder({ articleBytesMax: limits.articleBytesMax, fileBytesMax: limits.mediaFileBytesMax }, this.#room.output)
  #from = 0
  #to = 0
  #reading = false
  /** Why the connection was closed by us, for those who wait on it. */
  #failure: NntpError | undefined
  /** When the peer was last heard while we waited for it, and since when it owes the present answer. */
  #waitingSince: number | undefined
  #answerSince = 0
  #receivedBytes = 0

  private constructor(server: NewsServerSettings, connection: Connection, system: Ports, timeouts: NntpTimeouts, pace: Pace) {
    this.#server = server
    this.#connection = connection
    this.#system = system
    this.#timeouts = timeouts
    this.#pace = pace
  }

  /** Connects, reads the greeting and logs in. */
  static async open(server: NewsServerSettings, system: Ports, signal: AbortSignal, timeouts = nntpTimeouts, pace: Pace = () => undefined): Promise<NntpConnection> {
    const self = new NntpConnection(server, await connect(server, system, signal, timeouts.connectMs), system, timeouts, pace)
    signal.addEventListener('abort', () => self.close(), { once: true, signal: self.#stopped.signal })
    void self.#watch()
    try {
      if (signal.aborted) throw new NntpError('CLOSED', `${server.name}: stopped`)
      const greeting = await self.#status()
      if (greeting.code !== 200 && greeting.code !== 201) throw self.#unexpected(greeting, 'greeting')
      await self.#login()
      return self
    } catch (error) {
      self.close()
      throw error
    }
  }

  /** Bytes that came from the server, commands' answers included. */
  get receivedBytes(): number {
    return this.#receivedBytes
  }

  /** One command whose answer is a single line, such as DATE or STAT; not while articles are fetched. Throws `NntpError`, and is closed then. */
  async ask(command: string): Promise<NntpAnswer> {
    try {
      if (/[\r\n]/.test(command)) throw new NntpError('PROTOCOL', 'A command is one line')
      await this.#send(`${command}\r\n`)
      return await this.#status()
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** Asks for articles until the source has none and all are answered. Throws `NntpError`, and is closed then. */
  async fetch<A>(source: ArticleSource<A>): Promise<void> {
    const underWay: A[] = []
    try {
      for (;;) {
        let commands = ''
        while (underWay.length < source.depth) {
          const article = source.take()
          if (article === undefined) break
          underWay.push(article)
          commands += `${source.commandFor(article)} <${source.messageIdOf(article)}>\r\n`
        }
        if (commands) await this.#send(commands)
        const article = underWay[0]
        if (article === undefined) return
        const messageId = source.messageIdOf(article)
        const outcome = source.commandFor(article) === 'STAT' ? await this.#presence(messageId) : await this.#article(messageId)
        underWay.shift()
        source.answered(article, outcome)
      }
    } catch (error) {
      this.close()
      throw error
    }
  }

  close(): void {
    if (!this.#stopped.signal.aborted && !this.#reading) giveBackRoom(this.#room)
    // The room may be another's from here on: what lay in it is not read any more.
    this.#from = this.#to = 0
    this.#stopped.abort()
    this.#connection.close()
  }

  async #login(): Promise<void> {
    const { name, username, password } = this.#server
    if (username === undefined) return
    if (/[\r\n\0]/.test(username + (password ?? ''))) throw new NntpError('LOGIN', `${name}: user name or password has a line break in it`)
    await this.#send(`AUTHINFO USER ${username}\r\n`)
    let answer = await this.#status()
    if (answer.code === 381) {
      await this.#send(`AUTHINFO PASS ${password ?? ''}\r\n`)
      answer = await this.#status()
    }
    if (answer.code === 281) return
    // The server's words are left out: they might repeat what was sent.
    const meant = meantBy(answer.text)
    throw new NntpError(meant ?? (answer.code === 400 ? 'REFUSED' : 'LOGIN'), `${name} ${meant ? WORDS[meant] : 'refused the login'} (${answer.code})`)
  }

  async #presence(messageId: string): Promise<ArticleOutcome> {
    const status = await this.#status()
    switch (status.code) {
      case 223: this.#checkAnswered(status.text, messageId); return { kind: 'there' }
      case 420: case 423: case 430: case 451: return { kind: 'missing' }
      case 500: case 501: case 503: return { kind: 'unasked' }
      case 480: throw new NntpError('LOGIN', `${this.#server.name} wants a login`)
      default: throw this.#unexpected(status, 'article')
    }
  }

  async #article(messageId: string): Promise<ArticleOutcome> {
    const status = await this.#status()
    switch (status.code) {
      // 220 is ARTICLE's code: what some servers say to BODY. The decoder passes over headers.
      case 220: case 222: break
      // 451 is what is said of articles taken down.
      case 420: case 423: case 430: case 451: return { kind: 'missing' }
      case 480: throw new NntpError('LOGIN', `${this.#server.name} wants a login`)
      default: throw this.#unexpected(status, 'article')
    }
    this.#checkAnswered(status.text, messageId)
    this.#decoder.reset()
    try {
      while (!this.#decoder.ended) {
        if (this.#from === this.#to) await this.#fill()
        this.#from = this.#decoder.write(this.#window, this.#from, this.#to)
      }
    } catch (error) {
      if (error instanceof ArticleTooLarge) throw new NntpError('PROTOCOL', `${this.#server.name}: ${error.message}`, { cause: error })
      throw error
    }
    return { kind: 'part', part: this.#decoder.part() }
  }

  #checkAnswered(text: string, messageId: string): void {
    const named = /<([^<>\s]+)>/.exec(text)?.[1]
    if (named !== undefined && named !== messageId) throw new NntpError('PROTOCOL', `${this.#server.name} answered for another article than was asked for`)
  }

  #unexpected({ code, text }: NntpAnswer, what: string): NntpError {
    const refused = code === 400 || code === 481 || code === 482 || code === 502
    const meant = refused ? meantBy(text) : undefined
    if (meant) return new NntpError(meant, `${this.#server.name} ${WORDS[meant]} (${code})`)
    return new NntpError(refused ? 'REFUSED' : 'PROTOCOL', `${this.#server.name} answered ${code} ${text.slice(0, 100)} (${what})`)
  }

  async #send(commands: string): Promise<void> {
    this.#answerSince = this.#waitingSince = this.#system.now()
    try {
      await this.#connection.write(encoder.encode(commands))
    } catch (error) {
      throw this.#failure ?? new NntpError('CLOSED', `${this.#server.name} closed the connection`, { cause: error })
    }
  }

  /** A status line (RFC 3977, 3.2): three digits and words. */
  async #status(): Promise<NntpAnswer> {
    this.#answerSince = this.#system.now()
    let line = ''
    for (;;) {
      if (this.#from === this.#to) await this.#fill()
      const newline = this.#window.subarray(this.#from, this.#to).indexOf(LF)
      const end = newline === -1 ? this.#to : this.#from + newline
      if (line.length + end - this.#from > limits.nntpLineBytesMax) throw new NntpError('PROTOCOL', `${this.#server.name} sent a line without end`)
      line += String.fromCharCode(...this.#window.subarray(this.#from, end))
      this.#from = newline === -1 ? end : end + 1
      if (newline !== -1) break
    }
    const code = /^\d{3}(?!\d)/.exec(line)?.[0]
    if (code === undefined) throw new NntpError('PROTOCOL', `${this.#server.name} sent a line that is no answer`)
    return { code: Number(code), text: line.slice(3).replace(/[^\x20-\x7e]/g, '').trim() }
  }

  async #fill(): Promise<void> {
    if (this.#stopped.signal.aborted) throw this.#failure ?? new NntpError('CLOSED', `${this.#server.name}: the connection is closed`)
    this.#waitingSince = this.#system.now()
    this.#reading = true
    let count: number | null
    try {
      count = await this.#connection.read(this.#window)
    } catch (error) {
      throw this.#failure ?? new NntpError('CLOSED', `${this.#server.name}: the connection broke`, { cause: error })
    } finally {
      this.#waitingSince = undefined
      this.#reading = false
      if (this.#stopped.signal.aborted) giveBackRoom(this.#room)
    }
    // What came in the moment of closing lies in a room that is another's by now.
    if (count === null || this.#stopped.signal.aborted) throw this.#failure ?? new NntpError('CLOSED', `${this.#server.name} closed the connection`)
    this.#from = 0
    this.#to = count
    this.#receivedBytes += count
    const wait = this.#pace(count)
    if (!wait) return
    const from = this.#system.now()
    await wait
    // What we let wait, the server does not owe.
    this.#answerSince += this.#system.now() - from
  }

  /** One slow timer per connection instead of one per read: at full rate there are thousands of reads a second. */
  async #watch(): Promise<void> {
    const { idleMs, articleMs } = this.#timeouts
    const signal = this.#stopped.signal
    const lookMs = Math.min(1_000, idleMs / 4)
    let now = this.#system.now()
    while (!signal.aborted) {
      const due = now + lookMs
      await this.#system.sleep(lookMs, signal)
      now = this.#system.now()
      // A machine that was asleep, or had no time for us, has read nothing meanwhile: that silence is not the server's. What was asked since it woke waits from then on.
      const stoodMs = now - due > lookMs ? now - due : 0
      this.#answerSince = Math.min(now, this.#answerSince + stoodMs)
      if (this.#waitingSince !== undefined) this.#waitingSince = Math.min(now, this.#waitingSince + stoodMs)
      if (this.#waitingSince === undefined || now - this.#waitingSince < idleMs && now - this.#answerSince < articleMs) continue
      this.#failure = new NntpError('TIMEOUT', `${this.#server.name} stopped answering`)
      this.close()
    }
  }
}

async function connect(server: NewsServerSettings, system: Ports, signal: AbortSignal, timeoutMs: number): Promise<Connection> {
  const gaveUp = new AbortController()
  const connected = new AbortController()
  void system.sleep(timeoutMs, connected.signal).then(() => gaveUp.abort())
  try {
    return await system.dial(server, AbortSignal.any([signal, gaveUp.signal]))
  } catch (error) {
    const code = gaveUp.signal.aborted && !signal.aborted ? 'TIMEOUT' : 'CONNECT'
    // By its name alone: this comes into the story of a download, and where it is is for admins.
    throw new NntpError(code, `${server.name} cannot be reached`, { cause: error })
  } finally {
    connected.abort()
  }
}
