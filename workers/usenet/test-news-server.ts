/** Whether a news server works as it is set up: connected to, signed in at, asked a question, and how many connections it really gives. Nothing is downloaded. */

import type { Said } from '../../projections/said.ts'
import { say } from '../../projections/said.ts'
import type { ConnectionTest, ConnectionTestStep } from '../../projections/wire-connections.ts'
import { adviceOnAddress } from '../../server/connections/test-connections.ts'
import { AddressError } from '../../server/guarded-address.ts'
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import type { NntpTimeouts } from './nntp.ts'
import { NntpError } from './nntp-error.ts'
import { NntpConnection, nntpTimeouts } from './nntp.ts'

/** No server has it. */
const NOBODYS = '<is-anybody-there@rewind.invalid>'

interface Told { readonly message: Said; readonly advice: Said | null }

/** `signal` ends it early; then it has failed. */
export async function testNewsServer(server: NewsServerSettings, system: Pick<System, 'dial' | 'now' | 'sleep'>, signal: AbortSignal, timeouts: NntpTimeouts = nntpTimeouts): Promise<ConnectionTest> {
  const startedAt = system.now()
  const steps: ConnectionTestStep[] = []
  const open: NntpConnection[] = []
  const step = async <T>(name: Said, act: () => Promise<T>, told: (result: T, ms: number) => Said): Promise<T> => {
    const from = system.now()
    const result = await act()
    steps.push({ name, ok: true, detail: told(result, system.now() - from) })
    return result
  }
  const answer = (ok: boolean, { message, advice }: Told): ConnectionTest => ({ ok, tookMs: system.now() - startedAt, ...message, advice, steps })
  try {
    const first = await step(say('NEWS_STEP_SIGN_IN'), () => NntpConnection.open(server, system, signal, timeouts), 
      (_connection, ms) => say('NEWS_SIGNED_IN', { way: say(server.tls ? 'NEWS_TLS' : 'NEWS_NO_TLS'), login: say(server.username === undefined ? 'NEWS_NO_LOGIN' : 'NEWS_LOGIN_GOOD'), ms }))
    open.push(first)
    await step(say('NEWS_STEP_ASK'), () => first.ask(`STAT ${NOBODYS}`), ({ code }, ms) => {
      if (code === 480) throw new NntpError('LOGIN', `${server.name} wants a login`)
      if (code !== 430 && code !== 423 && code !== 420) throw new NntpError('PROTOCOL', `${server.name} answered ${code} when it was asked for an article that does not exist`)
      return say('NEWS_ASKED', { ms })
    })
    const wanted = Math.min(server.connections, limits.testConnectionsMax)
    const refusal = await openMore(open, wanted, () => NntpConnection.open(server, system, signal, timeouts))
    signal.throwIfAborted()
    const all = open.length === wanted
    const given = { count: open.length, wanted }
    steps.push({ name: say('NEWS_STEP_ALL'), ok: all, detail: all ? say('NEWS_ALL', given) : say('NEWS_FEWER', { ...given, told: refusal ?? '' }) })
    return answer(true, all ? { message: say('TEST_WORKS'), advice: adviceOn(server) } : { message: say('NEWS_WORKS_WITH', given), advice: say('NEWS_ADVICE_FEWER', { count: open.length }) })
  } catch (error) {
    if (!(error instanceof NntpError) && !signal.aborted) throw error
    const told = error instanceof NntpError && !signal.aborted ? explained(error, server) : { message: say('TEST_LATE'), advice: say('TEST_ADVICE_REACH') }
    steps.push({ name: say(steps.length === 0 ? 'NEWS_STEP_SIGN_IN' : 'NEWS_STEP_ASK'), ok: false, detail: told.message })
    return answer(false, told)
  } finally {
    for (const connection of open) connection.close()
  }
}

/** Side by side; answers why the first that was not given was not. */
async function openMore(open: NntpConnection[], wanted: number, dial: () => Promise<NntpConnection>): Promise<string | undefined> {
  const results = await Promise.allSettled(Array.from({ length: wanted - open.length }, dial))
  for (const result of results) if (result.status === 'fulfilled') open.push(result.value)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed && !(failed.reason instanceof NntpError)) throw failed.reason
  return failed && (failed.reason as NntpError).message
}

function adviceOn({ tls }: NewsServerSettings): Said | null {
  return tls ? null : say('NEWS_ADVICE_TLS')
}

function explained({ code, message, cause }: NntpError, server: NewsServerSettings): Told {
  const told = say(`NEWS_${code}`, { told: message })
  switch (code) {
    case 'CONNECT': return unreachable(told, cause, server)
    case 'TIMEOUT': case 'CLOSED': return { message: told, advice: say(server.tls ? 'NEWS_ADVICE_SILENT_TLS' : 'NEWS_ADVICE_SILENT_PLAIN') }
    case 'PROTOCOL': case 'LOGIN': case 'ACCOUNT': case 'BUSY': case 'REFUSED': return { message: told, advice: say(`NEWS_ADVICE_${code}`) }
  }
}

/** What went wrong below NNTP: names and addresses, sockets, certificates. */
function unreachable(told: Said, cause: unknown, { tls, port }: NewsServerSettings): Told {
  if (cause instanceof AddressError) return { message: cause.said, advice: adviceOnAddress(cause) }
  const { name = '', message = '' } = cause instanceof Error ? cause : {}
  if (/UnknownIssuer|SelfSigned|BadSignature|UnknownCA|CaUsedAsEndEntity/i.test(message)) return { message: say('NEWS_NOBODY_VOUCHES'), advice: say('NEWS_ADVICE_NOBODY_VOUCHES') }
  if (/NotValidForName/i.test(message)) return { message: say('NEWS_OTHER_NAME'), advice: say('NEWS_ADVICE_OTHER_NAME') }
  if (/Expired|NotValidYet/i.test(message)) return { message: say('NEWS_NOT_TODAY'), advice: say('NEWS_ADVICE_NOT_TODAY') }
  if (tls && /InvalidContentType|corrupt|InvalidMessage|unexpected eof|alert/i.test(message)) return { message: say('NEWS_SPEAKS_NO_TLS'), advice: say('NEWS_ADVICE_NO_TLS', { port: String(port) }) }
  if (name === 'ConnectionRefused') return { message: say('NEWS_NOBODY_LISTENS'), advice: say(tls ? 'NEWS_ADVICE_PORT_TLS' : 'NEWS_ADVICE_PORT_PLAIN') }
  return { message: told, advice: say('NEWS_ADVICE_UP') }
}
