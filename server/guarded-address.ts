/**
 * Where what a person typed may lead. A name is looked up once and what it leads to is what is connected to, so that a name which leads elsewhere the
 * next time (DNS rebinding) gains nothing. Ranges are those of IANA's registries (RFC 6890), as ipaddr.js names them; what is not known to be public is not.
 */

import { isIP } from 'node:net'
import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import type { Said } from '../projections/said.ts'
import { say } from '../projections/said.ts'

/** Addresses of a host, in the order to try them; rejects where there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>

export const resolveHost: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address)

const OWN_NETWORK: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'])
/** What clouds tell their machines' secrets at, besides the link-local range; nobody's indexer is there. */
const NEVER: ReadonlySet<string> = new Set(['fd00:ec2::254', '100.100.100.200'])

export class AddressError extends Error {
  override readonly name = 'AddressError'
  /** UNKNOWN_HOST: no address is known of it. OWN_NETWORK: it would be allowed if the connection were. REFUSED: it is nobody's. NOT_PERMITTED: the process was started without leave to go there. */
  readonly code: 'UNKNOWN_HOST' | 'OWN_NETWORK' | 'REFUSED' | 'NOT_PERMITTED'
  readonly said: Said
  constructor(code: AddressError['code'], values: { readonly host: string; readonly address?: string }, options?: ErrorOptions) {
    const told = say(`ADDRESS_${code}`, { address: '', ...values })
    super(told.message, options)
    this.code = code
    this.said = told
  }
}

/** The addresses of `host` that may be connected to. Throws `AddressError` where there is none. */
export async function allowedAddresses(host: string, ownNetwork: boolean, resolve: Resolve): Promise<readonly string[]> {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const found = isIP(bare) ? [bare] : await resolve(bare).catch((error: unknown) => {
    throw notPermitted(error, bare) ?? new AddressError('UNKNOWN_HOST', { host: bare }, { cause: error })
  })
  const reaches = found.map((address) => ({ address, reach: reachOf(address) }))
  const allowed = reaches.filter(({ reach }) => reach === 'internet' || ownNetwork && reach === 'own network')
  if (allowed.length > 0) return allowed.map(({ address }) => address)
  const [first] = reaches
  if (!first) throw new AddressError('UNKNOWN_HOST', { host: bare })
  if (reaches.some(({ reach }) => reach === 'own network')) throw new AddressError('OWN_NETWORK', { host: bare, address: first.address })
  throw new AddressError('REFUSED', { host: bare, address: first.address })
}

/** Where it was Deno that said no, by an error of its own or as the resolver tells it. */
export function notPermitted(error: unknown, host: string): AddressError | undefined {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown }
  if (name !== 'NotCapable' && code !== 'EPERM') return undefined
  return new AddressError('NOT_PERMITTED', { host }, { cause: error })
}

function reachOf(address: string): 'internet' | 'own network' | 'none' {
  if (isIP(address) === 0) return 'none'
  // An IPv4 address written as an IPv6 one is that IPv4 address.
  const parsed = ipaddr.process(address)
  if (NEVER.has(parsed.toString())) return 'none'
  const range = parsed.range()
  return range === 'unicast' ? 'internet' : OWN_NETWORK.has(range) ? 'own network' : 'none'
}
