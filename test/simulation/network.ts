/**
 * The line between one browser and the server: slow, cut in one direction or both, with requests that arrive twice, answers
 * that are lost or break off, and sockets that hang. TCP keeps the order of a socket; between requests there is none.
 */

import type { Socket } from '../../pwa/sync/environment.ts'
import type { LiveMessage, SyncPage } from '../../projections/wire.ts'
import type { Cookies, TestServer } from '../support/sync-server.ts'
import type { Seen } from './history.ts'
import type { VirtualTime } from './virtual-time.ts'

/** What may be wrong with a line. `offline`: the browser knows. */
export interface Weather { offline: boolean; noWayOut: boolean; noWayIn: boolean; slow: boolean; twice: boolean; torn: boolean; jumbled: boolean }
export const FINE: Weather = { offline: false, noWayOut: false, noWayIn: false, slow: false, twice: false, torn: false, jumbled: false }

export interface Line {
  readonly weather: Weather
  fetch: typeof fetch
  openSocket(): Socket
  /** What hung in the line comes through, as TCP sees to. */
  changed(): void
  /** The server was restarted: every socket ends. */
  cutSockets(): void
}

interface Ports {
  readonly server: TestServer
  readonly cookies: Cookies
  readonly time: VirtualTime
  readonly random: () => number
  readonly received: (events: readonly Seen[]) => void
}

const DELAY_MS = 40
const SLOW_DELAY_MS = 3_000

export function createLine({ server, cookies, time, random, received }: Ports): Line {
  const weather: Weather = { ...FINE }
  const sockets = new Set<{ end(): void; drain(): void }>()
  const delay = () => (weather.slow ? SLOW_DELAY_MS : DELAY_MS) * random()
  /** Requests and answers that hang in the line. */
  const hanging = new Set<() => void>()

  /** The way there or back: it takes its time, and where there is no way, until there is one again or nobody waits any more. */
  const travel = (blocked: 'noWayOut' | 'noWayIn', signal?: AbortSignal | null) => new Promise<void>((resolve, reject) => {
    const go = () => {
      if (weather[blocked]) return
      hanging.delete(go)
      resolve()
    }
    const giveUp = () => {
      hanging.delete(go)
      reject(aborted())
    }
    if (signal?.aborted) return giveUp()
    signal?.addEventListener('abort', giveUp, { once: true })
    hanging.add(go)
    time.after(delay(), go)
  })

  async function request(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const path = String(input)
    if (weather.offline) throw new TypeError('No network')
    await travel('noWayOut', init.signal)
    const sent = { ...cookies }
    if (weather.twice && path === '/api/commands') time.after(SLOW_DELAY_MS * 10 * random(), () => void server.answer(path, init, sent))
    const answer = await server.answer(path, init, cookies)
    await travel('noWayIn', init.signal)
    if (weather.offline) throw new TypeError('No network')
    return await arrived(path, answer)
  }

  /** Notes the events that come in; of a torn answer only the whole lines count. */
  async function arrived(path: string, answer: Response): Promise<Response> {
    if (!path.startsWith('/api/sync') || !answer.ok) return answer
    const whole = await answer.text()
    const text = weather.torn ? whole.slice(0, Math.floor(whole.length * random())) : whole
    received(text.split('\n').slice(0, -1).flatMap((line) => (JSON.parse(line) as SyncPage).events as unknown as Seen[]))
    return new Response(text, { headers: answer.headers })
  }

  function openSocket(): Socket {
    const socket: Socket = { onopen: null, onmessage: null, onclose: null, onerror: null, send: (text) => out(() => accepted?.say(text)), close: () => end() }
    const coming: (() => void)[] = []
    let going: (() => void)[] = []
    let accepted: ReturnType<TestServer['accept']> | undefined
    let over = false

    function out(run: () => void): void {
      going.push(run)
      time.after(delay(), drain)
    }
    function into(run: () => void): void {
      const luck = weather.jumbled ? random() : 1
      if (luck < 0.2) return
      if (luck < 0.4) coming.push(run)
      if (luck < 0.6) coming.unshift(run)
      else coming.push(run)
      time.after(delay(), drain)
    }
    function drain(): void {
      if (over || weather.offline) return
      if (!weather.noWayOut) for (const run of going.splice(0)) run()
      if (!weather.noWayIn) for (const run of coming.splice(0)) run()
    }
    function hear(message: LiveMessage): void {
      const text = JSON.stringify(message)
      into(() => {
        if (message.type === 'rows') received(message.events as unknown as Seen[])
        socket.onmessage?.({ data: text })
      })
    }
    function end(): void {
      over = true
      going = []
      sockets.delete(held)
      accepted?.close()
    }
    const held = {
      drain,
      end() {
        end()
        time.after(delay(), () => socket.onclose?.())
      },
    }
    sockets.add(held)
    out(() => {
      accepted = server.accept({ ...cookies }, hear, held.end)
      into(() => socket.onopen?.())
    })
    return socket
  }

  return {
    weather, fetch: request as typeof fetch, openSocket,
    changed() {
      for (const go of [...hanging]) time.after(delay(), go)
      for (const socket of [...sockets]) socket.drain()
    },
    cutSockets: () => { for (const socket of [...sockets]) socket.end() },
  }
}

function aborted(): DOMException {
  return new DOMException('The request was given up', 'AbortError')
}
