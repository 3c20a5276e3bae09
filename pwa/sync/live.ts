/** The WebSocket: hello, welcome, then what changes. Anything unexpected closes it; a pull finds what was missed. */

import type { LiveMessage, LiveRequest } from '../../projections/wire.ts'
import type { Environment } from './environment.ts'
import { limits } from './limits.ts'

export type Heard = Exclude<LiveMessage, { type: 'ping' }> | { readonly type: 'closed' }

const TYPES = new Set(['welcome', 'rows', 'resync', 'ping', 'signedOut', 'erased'])

/** `closed` is heard once, after everything else; not after the returned function, which closes the socket. */
export function listenLive({ openSocket, after }: Pick<Environment, 'openSocket' | 'after'>, cursor: string | null, hear: (message: Heard) => void): () => void {
  const socket = openSocket()
  let over = false
  // A socket whose network has gone stays silent, without an error and without an end.
  let silent = after(limits.socketOpenMs, fail)

  function end(): void {
    over = true
    silent()
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
    socket.close()
  }
  function fail(): void {
    if (over) return
    end()
    hear({ type: 'closed' })
  }
  const say = (request: LiveRequest) => socket.send(JSON.stringify(request))

  socket.onopen = () => say({ type: 'hello', cursor })
  socket.onclose = fail
  socket.onerror = fail
  socket.onmessage = ({ data }) => {
    silent()
    silent = after(limits.socketSilenceMaxMs, fail)
    const message = parse(data)
    // A newer server may say what this app does not know.
    if (message === undefined) return
    if (message.type === 'ping') say({ type: 'pong' })
    else hear(message)
  }
  return end
}

function parse(data: unknown): LiveMessage | undefined {
  const message = JSON.parse(String(data)) as LiveMessage
  return TYPES.has(message.type) ? message : undefined
}
