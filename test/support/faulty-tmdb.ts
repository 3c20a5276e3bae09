/** TMDB over the starter catalogue, in its bad moments: every way in which an upstream over HTTP can fail to answer, drawn by a seed. */

import { Buffer } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { tmdbAnswer } from '../../demo/tmdb/routes.ts'
import type { Script } from './scripted-tmdb.ts'
import { scriptedTmdb } from './scripted-tmdb.ts'

export const FAULTS = [
  'slow down', 'slow down, in a minute', 'slow down, by a date', 'down', 'down, back in 5 s', 'bad gateway', 'slow', 'hanging', 'stuck in the middle', 'cut short', 'wrong types', 'a login page', 'nothing', 'empty',
  'emptied', 'reset', 'reset in the middle', 'longer than it said', 'shorter than it said', 'bomb', 'huge', 'redirect', 'not JSON', 'says no',
] as const
export type Fault = (typeof FAULTS)[number]

export interface FaultyTmdb {
  readonly url: string
  /** How likely a fault is, from 0 to 1, and which they are. */
  storm(chance: number, faults: readonly Fault[]): void
  /** How often each fault struck, and how often all was well. */
  readonly counts: Readonly<Record<Fault | 'well', number>>
  /** Requests that hang just now: nothing comes of them any more. */
  readonly hanging: number
  /** Requests that reached what a redirect led to. */
  readonly lured: number
}

export interface FaultyTmdbOptions { readonly random: () => number; readonly now: () => number }

const bomb = gzipSync(Buffer.alloc(32 * 1_048_576, 32))
const huge = Buffer.alloc(6 * 1_048_576, 32)

export async function faultyTmdb(t: { teardown(run: () => unknown): unknown }, { random, now }: FaultyTmdbOptions): Promise<FaultyTmdb> {
  let [chance, faults]: [number, readonly Fault[]] = [0, FAULTS]
  let hanging = 0
  const counts = Object.fromEntries([...FAULTS, 'well'].map((fault) => [fault, 0])) as Record<Fault | 'well', number>
  const lure = await scriptedTmdb(t, (_request, response) => { response.end('{"id": 1, "title": "stolen"}') })

  const hang = (request: IncomingMessage) => {
    hanging++
    request.socket.once('close', () => { hanging-- })
  }

  const script: Script = (request, response) => {
    const url = new URL(request.url!, 'http://tmdb')
    const { status, body } = tmdbAnswer(url.pathname.replace(/^\/3/, ''), url.searchParams, now(), 'http://tmdb/t/p')
    const well = JSON.stringify(body)
    const fault = random() < chance ? faults[Math.floor(random() * faults.length)]! : 'well'
    counts[fault]++
    if (fault === 'well') response.writeHead(status, { 'content-type': 'application/json' }).end(well)
    else answerBadly(fault, { request, response, well, hang, lureUrl: lure.url, nowMs: now() })
  }
  const { url } = await scriptedTmdb(t, script)
  return {
    url, counts,
    storm(newChance, newFaults) { [chance, faults] = [newChance, newFaults] },
    get hanging() { return hanging },
    get lured() { return lure.asked.length },
  }
}

interface Moment {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly well: string
  readonly hang: (request: IncomingMessage) => void
  readonly lureUrl: string
  readonly nowMs: number
}

function answerBadly(fault: Fault, { request, response, well, hang, lureUrl, nowMs }: Moment): void {
  const send = (status: number, body: string | Uint8Array, headers: Record<string, string> = {}) => { response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body) }
  const half = well.slice(0, Math.floor(well.length / 2))
  const raw = (text: string) => request.socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n${text}`)
  const ways: Readonly<Record<Fault, () => unknown>> = {
    'slow down': () => send(429, '{"success":false,"status_code":25}'),
    'slow down, in a minute': () => send(429, '{}', { 'retry-after': '60' }),
    'slow down, by a date': () => send(429, '{}', { 'retry-after': new Date(nowMs + 4_000).toUTCString() }),
    'down': () => send(503, 'upstream connect error'),
    'down, back in 5 s': () => send(503, '{}', { 'retry-after': '5' }),
    'bad gateway': () => send(502, '<html><h1>502 Bad Gateway</h1></html>', { 'content-type': 'text/html' }),
    'slow': () => setTimeout(() => send(200, well), 15),
    'hanging': () => hang(request),
    'stuck in the middle': () => {
      hang(request)
      response.writeHead(200, { 'content-length': String(Buffer.byteLength(well)) }).write(half)
    },
    'cut short': () => send(200, half),
    'wrong types': () => send(200, well.replace(/"(id|results|title|name|genres|seasons|cast|page)":/g, '"$1":"x","$1_":')),
    'a login page': () => send(200, '<!doctype html><title>Welcome to the hotel</title>', { 'content-type': 'text/html' }),
    'nothing': () => send(200, ''),
    'empty': () => send(200, '{}'),
    'emptied': () => send(200, well.replace(/"(results|cast|crew|genres|episodes)":\[.*?\]/g, '"$1":[]')),
    'reset': () => request.socket.destroy(),
    'reset in the middle': () => {
      response.writeHead(200, { 'content-length': String(Buffer.byteLength(well)) }).write(half)
      setTimeout(() => request.socket.destroy(), 2)
    },
    'longer than it said': () => raw(`content-length: ${Buffer.byteLength(half)}\r\n\r\n${well}`),
    'shorter than it said': () => raw(`content-length: ${Buffer.byteLength(well) + 100}\r\n\r\n${well}`),
    'bomb': () => send(200, bomb, { 'content-encoding': 'gzip' }),
    'huge': () => send(200, huge),
    'redirect': () => send(302, '', { location: `${lureUrl}/latest/meta-data` }),
    'not JSON': () => send(200, Buffer.from([0xff, 0xfe, 0x00, 0x7b])),
    'says no': () => send(200, '{"success":false,"status_code":7,"status_message":"Invalid API key"}'),
  }
  ways[fault]()
}
