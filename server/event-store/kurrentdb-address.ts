/**
 * Connection strings of KurrentDB (its documentation, "Connection string"): one server, several of a cluster, or a DNS name to
 * discover a cluster by (`+discover`).
 */

import { resolve } from 'node:path'
import type { Reader } from '../setting.ts'

export interface KurrentdbAddress {
  /** What the client is given: without the name and the password, which its messages might repeat and its native half does not decode. */
  readonly connectionString: string
  readonly credentials: { readonly username: string; readonly password: string } | undefined
  /** `host:port` each; where discovery starts, for a cluster. */
  readonly hosts: readonly string[]
  /** The members of the cluster are asked for, and may be others than the hosts. */
  readonly discovers: boolean
  /** Certificates and keys that it names. */
  readonly files: readonly string[]
}

const SCHEME = /^(?:kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\//i
const SHAPE = /^[a-z]+(\+discover)?:\/\/(?:([^:@/?]+:[^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/i
const HOST = /^[\w.-]+(:\d{1,5})?$/
const FILES = ['tlscafile', 'usercertfile', 'userkeyfile']
const OPTIONS = [
  ...FILES, 'tls', 'tlsverifycert', 'nodepreference', 'connectionname', 'defaultdeadline', 'discoveryinterval', 'gossiptimeout', 'maxdiscoverattempts', 'keepaliveinterval', 'keepalivetimeout',
]

export const isKurrentdb = (text: string): boolean => SCHEME.test(text)

/** For `EVENT_STORE_URL`. */
export const kurrentdbUrl: Reader<string> = (text) => {
  const [, , credentials, hosts = '', query = ''] = SHAPE.exec(text) ?? []
  if (!hosts.split(',').every((host) => HOST.test(host))) {
    return { problem: 'must be a connection string such as kurrentdb://user:password@host:2113?tls=true, with host names separated by commas for a cluster; encode what is special in a password' }
  }
  const options = optionsOf(query)
  const unknown = options.find(([name, value]) => !OPTIONS.includes(name) || !value)
  if (unknown) return { problem: `has an option that cannot be used here: ${unknown[0]}` }
  const given = new Map(options)
  // Followers may be behind: what was just written would not be read (ES3).
  if ((given.get('nodepreference') ?? 'leader').toLowerCase() !== 'leader') return { problem: 'must leave nodePreference out: events are read from the leader' }
  if (given.get('tls') === 'false' && credentials) return { problem: 'has a user name, which would travel for all to read: leave tls=false out, or the name and the password' }
  return { value: text }
}

export function kurrentdbAddress(text: string): KurrentdbAddress {
  const [, discover = '', credentials, hosts, query = ''] = SHAPE.exec(text)!
  const [username, password] = (credentials ?? '').split(':').map(decodeURIComponent)
  const members = hosts!.split(',').map((host) => host.includes(':') ? host : `${host}:2113`)
  return {
    connectionString: `kurrentdb${discover}://${members.join()}?${query}`,
    credentials: username === undefined || password === undefined ? undefined : { username, password },
    hosts: members,
    discovers: discover !== '' || members.length > 1,
    files: optionsOf(query).filter(([name]) => FILES.includes(name)).map(([, value]) => resolve(decodeURIComponent(value))),
  }
}

function optionsOf(query: string): [name: string, value: string][] {
  return query.split('&').filter(Boolean).map((pair) => {
    const [name = '', value = ''] = pair.split('=')
    return [name.toLowerCase().replace(/[_-]/g, ''), value]
  })
}
