/**
 * A certificate authority and a server certificate for 127.0.0.1 and localhost, made at run time: the repository holds no
 * private key. Two certificates, because rustls refuses an authority that is used as a server (CaUsedAsEndEntity).
 * DER by hand (X.690, RFC 5280): nothing in Node or Deno issues certificates.
 */

import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync, sign } from 'node:crypto'

export interface ServerIdentity {
  readonly keyPem: string
  /** The leaf, then the authority. */
  readonly chainPem: string
  /** What a client must trust. */
  readonly authorityPem: string
}

const VALID_DAYS = 30
const ECDSA_WITH_SHA256 = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const COMMON_NAME = oid(0x55, 0x04, 0x03)
const SUBJECT_ALT_NAME = oid(0x55, 0x1d, 0x11)
const BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13)
const KEY_USAGE = oid(0x55, 0x1d, 0x0f)
const EXTENDED_KEY_USAGE = oid(0x55, 0x1d, 0x25)
const SERVER_AUTH = oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01)
const TRUE = der(0x01, Buffer.of(0xff))

/** `serial` gives the certificates' numbers: 16 random bytes. */
export function makeServerIdentity(nowMs: number, serial: Uint8Array): ServerIdentity {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const authorityName = name('Rewind demo authority')
  const validity = der(0x30, utcTime(nowMs - 3_600_000), utcTime(nowMs + VALID_DAYS * 86_400_000))

  const authorityPem = certificate({
    serial: Buffer.of(1, ...serial),
    issuer: authorityName,
    subject: authorityName,
    validity,
    publicKey: authority.publicKey,
    signWith: authority.privateKey,
    extensions: [
      extension(BASIC_CONSTRAINTS, der(0x30, TRUE), true),
      extension(KEY_USAGE, der(0x03, Buffer.of(1, 0x06)), true), // keyCertSign, cRLSign
    ],
  })
  const leafPem = certificate({
    serial: Buffer.of(2, ...serial),
    issuer: authorityName,
    subject: name('localhost'),
    validity,
    publicKey: server.publicKey,
    signWith: authority.privateKey,
    extensions: [
      extension(BASIC_CONSTRAINTS, der(0x30), true),
      extension(KEY_USAGE, der(0x03, Buffer.of(7, 0x80)), true), // digitalSignature
      extension(EXTENDED_KEY_USAGE, der(0x30, SERVER_AUTH)),
      extension(SUBJECT_ALT_NAME, der(0x30, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1)))),
    ],
  })
  return {
    keyPem: server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    chainPem: leafPem + authorityPem,
    authorityPem,
  }
}

interface Certificate {
  readonly serial: Buffer
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly validity: Buffer
  readonly publicKey: KeyObject
  readonly signWith: KeyObject
  readonly extensions: readonly Buffer[]
}

function certificate(fields: Certificate): string {
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))), // X.509 version 3
    der(0x02, fields.serial),
    ECDSA_WITH_SHA256,
    fields.issuer,
    fields.validity,
    fields.subject,
    fields.publicKey.export({ type: 'spki', format: 'der' }) as Buffer,
    der(0xa3, der(0x30, ...fields.extensions)),
  )
  const signature = sign('sha256', body, fields.signWith)
  const whole = der(0x30, body, ECDSA_WITH_SHA256, der(0x03, Buffer.of(0), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g)!
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function extension(id: Buffer, value: Buffer, critical = false): Buffer {
  return der(0x30, id, ...(critical ? [TRUE] : []), der(0x04, value))
}

function name(commonName: string): Buffer {
  return der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from(commonName, 'utf8')))))
}

function utcTime(ms: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
}

function oid(...bytes: number[]): Buffer {
  return der(0x06, Buffer.from(bytes))
}

/** One element: tag, length (X.690, 8.1.3), content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const size = body.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.of(tag, ...length), body])
}
