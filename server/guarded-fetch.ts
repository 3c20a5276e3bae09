/**
 * `fetch` for addresses that a person typed: it connects to what the name was found to lead to, and nowhere that is not allowed. Over Node's client, because
 * that can be told the address while TLS checks the name; Deno's `fetch` cannot.
 */

import type { IncomingMessage } from 'node:http'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import type { Resolve } from './guarded-address.ts'
import { allowedAddresses, notPermitted, resolveHost } from './guarded-address.ts'
import type { System } from './system.ts'

const NO_BODY = [204, 205, 304]

/**
 * GET, and POST of a body that is held whole, over http and https alone. Redirects are the caller's to follow, each by a call of its own, so that each is looked at. Rejects with `AddressError` for what
 * may not be connected to, with the signal's reason, else with Node's error, whose `code` says what is wrong with a certificate.
 */
export function guardedFetch(ownNetwork: boolean, resolve: Resolve = resolveHost): typeof fetch {
  return async (input, init = {}) => {
    const asking = new Request(input, init)
    const { url, method, headers, signal } = asking
    if (method !== 'GET' && method !== 'POST') throw new TypeError(`${method} is not for addresses that somebody typed`)
    const body = method === 'POST' ? new Uint8Array(await asking.arrayBuffer()) : undefined
    const { protocol, hostname } = new URL(url)
    const addresses = await allowedAddresses(hostname, ownNetwork, resolve)
    signal.throwIfAborted()
    // Asked for by the client where it would look the name up; an address needs no look.
    const lookup = ((_name, { all }, done) => {
      const found = addresses.map((address) => ({ address, family: isIP(address) }))
      if (all) done(null, found)
      else done(null, found[0]!.address, found[0]!.family)
    }) as LookupFunction
    const request = protocol === 'https:' ? https.request : http.request
    return await new Promise<Response>((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(body.byteLength) }
      const asked = request(url, { method, lookup, agent: false, headers: { 'accept-encoding': 'identity', ...Object.fromEntries(headers), ...length } }, (answer) => {
        try {
          resolve(responseOf(answer))
        } catch (error) {
          // Of a status that `Response` has no place for, for one: nobody else is here to catch it.
          reject(error as Error)
          asked.destroy()
        }
      })
      // Also where it ended in neither an answer nor an error, as after an upgrade that nobody asked for.
      asked.on('close', () => reject(new Error('The connection was closed without an answer')))
      asked.on('error', (error) => reject(signal.aborted ? signal.reason as Error : notPermitted(error, hostname) ?? error))
      signal.addEventListener('abort', () => asked.destroy(signal.reason as Error), { once: true })
      asked.end(body)
    })
  }
}

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode!
  const headers = Object.entries(answer.headersDistinct).flatMap(([name, values]) => values!.map((value): [string, string] => [name, value]))
  if (NO_BODY.includes(status)) {
    answer.resume()
    return new Response(null, { status, headers })
  }
  return new Response(Readable.toWeb(answer) as ReadableStream, { status, headers })
}

/** The same system to somebody who asks at an address that a person typed. */
export function guarded<S extends Pick<System, 'fetch'>>(system: S, { ownNetwork }: { readonly ownNetwork: boolean }): S {
  return { ...system, fetch: guardedFetch(ownNetwork) }
}
