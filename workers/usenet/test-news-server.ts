/** Whether a news server works as it is set up: connected to, signed in at, asked a question, and how many connections it really gives. Nothing is downloaded. */

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

interface Told { readonly message: string; readonly advice: string | null }

/** `signal` ends it early; then it has failed. */
export async function testNewsServer(server: NewsServerSettings, system: Pick<System, 'dial' | 'now' | 'sleep'>, signal: AbortSignal, timeouts: NntpTimeouts = nntpTimeouts): Promise<ConnectionTest> {
  const startedAt = system.now()
  const steps: ConnectionTestStep[] = []
  const open: NntpConnection[] = []
  const step = async <T>(name: string, act: () => Promise<T>, told: (result: T, ms: number) => string): Promise<T> => {
    const from = system.now()
    const result = await act()
    steps.push({ name, ok: true, detail: told(result, system.now() - from) })
    return result
  }
  const answer = (ok: boolean, { message, advice }: Told): ConnectionTest => ({ ok, tookMs: system.now() - startedAt, message, advice, steps })
  try {
    const first = await step('Connect and sign in', () => NntpConnection.open(server, system, signal, timeouts), (_connection, ms) => `${server.tls ? 'Over TLS, with a certificate that is good for the name' : 'Without TLS: what is asked for can be read on the way'}. ${server.username === undefined ? 'Nobody signs in' : 'The sign-in is accepted'}. ${ms} ms.`)
    open.push(first)
    await step('Ask for an article', () => first.ask(`STAT ${NOBODYS}`), ({ code }, ms) => {
      if (code === 480) throw new NntpError('LOGIN', `${server.name} wants a login`)
      if (code !== 430 && code !== 423 && code !== 420) throw new NntpError('PROTOCOL', `${server.name} answered ${code} when it was asked for an article that does not exist`)
      return `It answers as it should. ${ms} ms there and back.`
    })
    const wanted = Math.min(server.connections, limits.testConnectionsMax)
    const refusal = await openMore(open, wanted, () => NntpConnection.open(server, system, signal, timeouts))
    signal.throwIfAborted()
    const all = open.length === wanted
    steps.push({ name: 'Open all connections', ok: all, detail: `${open.length} of ${wanted} at once.${all ? '' : ` The next one: ${refusal}.`}` })
    return answer(true, all ? { message: 'It works.', advice: adviceOn(server) } : {
      message: `It works, with ${open.length} of ${wanted} connections.`,
      advice: `Set ${open.length} connections, unless others are in use now: by downloads, another program, or before the provider has noticed that they were closed.`,
    })
  } catch (error) {
    if (!(error instanceof NntpError) && !signal.aborted) throw error
    const told = error instanceof NntpError && !signal.aborted ? explained(error, server) : { message: `It did not answer in time.`, advice: 'See whether the server and port are right, and whether this machine may reach it.' }
    steps.push({ name: steps.length === 0 ? 'Connect and sign in' : 'Ask for an article', ok: false, detail: told.message })
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

function adviceOn({ tls }: NewsServerSettings): string | null {
  return tls ? null : 'Providers offer TLS, usually at port 563: with it nobody on the way sees what is asked for, nor the password.'
}

function explained({ code, message, cause }: NntpError, server: NewsServerSettings): Told {
  const told = `${message}.`
  switch (code) {
    case 'CONNECT': return unreachable(told, cause, server)
    case 'TIMEOUT': case 'CLOSED': return { message: told, advice: server.tls
      ? 'See whether the server and port are right (563 is usual with TLS), and whether this machine may reach it.'
      : 'See whether the server and port are right (119 is usual without TLS). A port for TLS says nothing to who does not speak it.' }
    case 'PROTOCOL': return { message: told, advice: 'Something answers there, but no news server. See whether the server and port are right.' }
    case 'LOGIN': return { message: told, advice: 'Type the user name and password once more, as the provider gave them: often they are not those of its website.' }
    case 'ACCOUNT': return { message: told, advice: 'The sign-in is right. See at the provider whether the account is paid for, blocked, or its block of data used up.' }
    case 'BUSY': return { message: told, advice: 'All connections are in use: by downloads now, another program, or before the provider has noticed that they were closed. Try again in a few minutes.' }
    case 'REFUSED': return { message: told, advice: 'The server does not want anybody now. Try again later, or see the provider\'s status page.' }
  }
}

/** What went wrong below NNTP: names and addresses, sockets, certificates. */
function unreachable(told: string, cause: unknown, { tls, port }: NewsServerSettings): Told {
  if (cause instanceof AddressError) return { message: cause.message, advice: adviceOnAddress(cause) }
  const { name = '', message = '' } = cause instanceof Error ? cause : {}
  if (/UnknownIssuer|SelfSigned|BadSignature|UnknownCA|CaUsedAsEndEntity/i.test(message)) return { message: 'Its certificate is not one that anybody vouches for.', advice: 'Somebody may be listening in between, or the server is somebody\'s own. Ask the provider for the right name; nothing was sent.' }
  if (/NotValidForName/i.test(message)) return { message: 'Its certificate is for another name.', advice: 'Use the name that the provider gives, not an address or an alias of it; nothing was sent.' }
  if (/Expired|NotValidYet/i.test(message)) return { message: 'Its certificate is not valid today.', advice: 'See whether the clock of this machine is right. If it is, the provider has to renew the certificate; nothing was sent.' }
  if (tls && /InvalidContentType|corrupt|InvalidMessage|unexpected eof|alert/i.test(message)) return { message: 'What answers there does not speak TLS.', advice: `Port ${port} is probably one without TLS: 563 is usual with it.` }
  if (name === 'ConnectionRefused') return { message: 'Nothing listens there.', advice: `See whether the port is right: ${tls ? '563 is usual with TLS' : '119 is usual without TLS'}.` }
  return { message: told, advice: 'See whether the server and port are right, whether it is up, and whether this machine may reach it.' }
}
