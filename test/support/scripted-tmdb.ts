/** An upstream over HTTP that answers as the test says, badly too, and remembers what it was asked. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

export type Script = (request: IncomingMessage, response: ServerResponse) => void

export interface ScriptedTmdb {
  readonly url: string
  /** Path and query of every request, in order. */
  readonly asked: readonly string[]
  /** How it answers from now on. */
  answer(script: Script): void
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Script {
  return (_request, response) => { response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value)) }
}

export function bytes(body: Uint8Array | string, status = 200, headers: Record<string, string> = {}): Script {
  return (_request, response) => { response.writeHead(status, headers).end(body) }
}

/** One script after the other; the last one stays. */
export function inTurn(...scripts: readonly Script[]): Script {
  let next = 0
  return (request, response) => scripts[Math.min(next++, scripts.length - 1)]!(request, response)
}

/** By the beginning of the path; 404 as TMDB says it for the rest. */
export function byPath(scripts: Readonly<Record<string, Script>>): Script {
  return (request, response) => {
    const path = Object.keys(scripts).filter((prefix) => request.url!.startsWith(prefix)).sort((a, b) => b.length - a.length)[0]
    if (path === undefined) json({ success: false, status_code: 34, status_message: 'The resource you requested could not be found.' }, 404)(request, response)
    else scripts[path]!(request, response)
  }
}

export async function scriptedTmdb(t: { teardown(run: () => unknown): unknown }, script: Script = json({}, 404)): Promise<ScriptedTmdb> {
  let current = script
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    current(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer(script) { current = script },
  }
}
