/** `s3://host:port/bucket/prefix?region=…&tls=false`: where an S3 server is, without the keys to it. */

import type { Reading } from '../setting.ts'

export interface S3Address {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly bucket: string
  /** Before each key; empty, or ending in a slash. */
  readonly prefix: string
  readonly region: string
}

const BUCKET = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const PREFIX = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/
const FORM = 'must be like s3://s3.example.org/films, with ?region= where it is not us-east-1 and &tls=false for a server without TLS'

export const isS3 = (url: string): boolean => url.startsWith('s3:')

export function readS3Address(text: string): Reading<S3Address> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 's3:' || url.hostname === '') return { problem: FORM }
  if (url.username || url.password) return { problem: 'must not hold keys: OBJECT_STORE_ACCESS_KEY and OBJECT_STORE_SECRET_KEY are for them' }
  const { searchParams, hostname, port, pathname } = url
  const unknown = [...searchParams.keys()].filter((name) => name !== 'region' && name !== 'tls')
  const tls = searchParams.get('tls') ?? 'true'
  const region = searchParams.get('region') ?? 'us-east-1'
  if (unknown.length > 0 || !/^(true|false)$/.test(tls) || !/^[a-z0-9-]{1,40}$/.test(region)) return { problem: FORM }
  const [bucket = '', ...folders] = pathname.replace(/^\/|\/$/g, '').split('/')
  if (!BUCKET.test(bucket)) return { problem: 'must name a bucket behind the host, such as s3://s3.example.org/films' }
  if (folders.length > 0 && !PREFIX.test(folders.join('/'))) return { problem: 'may have folders behind the bucket, of letters, digits and ._- only' }
  return {
    value: {
      host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (tls === 'true' ? 443 : 80) : Number(port), tls: tls === 'true', bucket,
      prefix: folders.length > 0 ? `${folders.join('/')}/` : '', region,
    },
  }
}
