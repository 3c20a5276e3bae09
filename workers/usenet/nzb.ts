/**
 * NZB 1.1 (https://sabnzbd.org/wiki/extra/nzb-spec): which articles make up which files. Written by strangers: everything is
 * checked before it is used, and what is unusable is counted as missing rather than guessed.
 */

import { gunzipSync } from 'node:zlib'
import { limits } from '../../server/limits.ts'
import type { XmlElement } from '../../server/xml.ts'
import { attribute, child, children, childText, decodeXmlBytes, parseXml, textOf, XmlError } from '../../server/xml.ts'

export interface NzbSegment {
  /** Without angle brackets; safe to send as it is. */
  readonly messageId: string
  /** From 1. */
  readonly number: number
  /** Encoded size as the poster told it; 0 when unknown. */
  readonly sizeBytes: number
}

export interface NzbFile {
  /** As told by the subject; null where none can be read from it. Never a path. */
  readonly name: string | null
  readonly subject: string
  /** Milliseconds since the Unix epoch; null when it is not told. */
  readonly postedAt: number | null
  readonly groups: readonly string[]
  /** Sorted by number, each number and each message once. */
  readonly segments: readonly NzbSegment[]
  /** Segments that the numbers or the subject's `(1/n)` say there are, beyond those listed. */
  readonly missingSegments: number
  readonly sizeBytes: number
}

export interface Nzb {
  readonly files: readonly NzbFile[]
  /** Of several of one type the last. */
  readonly meta: Readonly<Record<string, string>>
  /** To be tried in this order. */
  readonly passwords: readonly string[]
}

export class NzbError extends Error {
  override readonly name = 'NzbError'
  readonly code: 'TOO_LARGE' | 'NOT_GZIP' | 'MALFORMED' | 'DTD_FORBIDDEN' | 'NOT_NZB' | 'NO_FILES' | 'NO_SEGMENTS'
  constructor(code: NzbError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** `fileName` is what the NZB was called: it may carry the password as `name{{password}}.nzb`, and `.gz` promises gzip. */
export function parseNzb(bytes: Uint8Array, fileName = ''): Nzb {
  const root = nzbElement(decodeXmlBytes(inflate(bytes, fileName)))
  const elements = children(root, 'file')
  if (elements.length === 0) throw new NzbError('NO_FILES', 'The NZB lists no files')
  const files = elements.map(fileOf).filter((file) => file.segments.length > 0)
  if (files.length === 0) throw new NzbError('NO_SEGMENTS', 'The NZB lists no usable articles')
  const meta = metaOf(root)
  return { files, meta: Object.fromEntries(meta), passwords: passwordsIn(meta, fileName) }
}

function inflate(bytes: Uint8Array, fileName: string): Uint8Array {
  if (bytes.length > limits.nzbBytesMax) throw new NzbError('TOO_LARGE', `The NZB has more than ${limits.nzbBytesMax} bytes`)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    if (fileName.endsWith('.gz')) throw new NzbError('NOT_GZIP', 'The NZB is called .gz and is not compressed')
    return bytes
  }
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.nzbBytesMax })
  } catch (error) {
    const tooLarge = error instanceof RangeError || (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE'
    throw tooLarge ? new NzbError('TOO_LARGE', `The unpacked NZB has more than ${limits.nzbBytesMax} bytes`, { cause: error })
      : new NzbError('NOT_GZIP', 'The compressed NZB is damaged', { cause: error })
  }
}

function nzbElement(text: string): XmlElement {
  let document: XmlElement
  try {
    document = parseXml(text)
  } catch (error) {
    if (error instanceof XmlError) throw new NzbError(error.code, `The NZB cannot be read: ${error.message}`, { cause: error })
    throw error
  }
  const root = child(document, 'nzb')
  if (!root) throw new NzbError('NOT_NZB', 'The document is no NZB')
  return root
}

function metaOf(root: XmlElement): readonly (readonly [type: string, value: string])[] {
  const head = child(root, 'head')
  if (!head) return []
  const pairs = children(head, 'meta').map((meta) => [attribute(meta, 'type') ?? '', textOf(meta)] as const)
  return pairs.filter(([type, value]) => type !== '' && value !== '')
}

/** Those it tells, of which archives of one release may want different ones, and that of its name. */
function passwordsIn(meta: ReturnType<typeof metaOf>, fileName: string): readonly string[] {
  const told = meta.filter(([type]) => type.toLowerCase() === 'password').map(([, value]) => value)
  const named = /\{\{([^{}]+)\}\}/.exec(fileName)?.[1]
  return [...new Set([...told, ...named === undefined ? [] : [named]])].slice(0, limits.nzbPasswordsMax)
}

function fileOf(element: XmlElement): NzbFile {
  const subject = (attribute(element, 'subject') ?? '').slice(0, 1_000)
  const groups = child(element, 'groups')
  const list = child(element, 'segments')
  const segments = segmentsOf(list ? children(list, 'segment') : [])
  const declared = Number(/\((?:\d{1,7})\/(\d{1,7})\)[^()]*$/.exec(subject)?.[1] ?? 0)
  return {
    name: fileNameOf(subject),
    subject,
    postedAt: postedAtOf(attribute(element, 'date')),
    groups: groups ? children(groups, 'group').map(textOf).filter((group) => group !== '') : [],
    segments,
    missingSegments: Math.max(declared, segments.at(-1)?.number ?? 0) - segments.length,
    sizeBytes: segments.reduce((sum, segment) => sum + segment.sizeBytes, 0),
  }
}

/** Seconds since the Unix epoch. */
function postedAtOf(date: string | undefined): number | null {
  return date !== undefined && /^\d{1,11}$/.test(date) && Number(date) > 0 ? Number(date) * 1_000 : null
}

function segmentsOf(elements: readonly XmlElement[]): NzbSegment[] {
  const byNumber = new Map<number, NzbSegment>()
  const seen = new Set<string>()
  for (const element of elements) {
    const messageId = textOf(element).replace(/^<(.*)>$/, '$1')
    const number = Number(attribute(element, 'number'))
    const bytes = Number(attribute(element, 'bytes'))
    // The id becomes part of a command: a space or a line break in it would be another command (RFC 3977, 3.6).
    if (!/^[\x21-\x3b\x3d\x3f-\x7e]{1,248}$/.test(messageId) || !Number.isInteger(number) || number < 1 || number > limits.segmentsPerFileMax) continue
    if (byNumber.has(number) || seen.has(messageId)) continue
    seen.add(messageId)
    byNumber.set(number, { messageId, number, sizeBytes: Number.isInteger(bytes) && bytes > 0 && bytes <= limits.articleBytesMax ? bytes : 0 })
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number)
}

/** `[2/5] - "A Name.mkv" yEnc (1/3)`: what is quoted; else what follows a counter or a bracket and a dash, up to an extension; else the last word with an extension; else nothing. */
export function fileNameOf(subject: string): string | null {
  const quoted = /"([^"]+)"/.exec(subject)?.[1]
  const dashed = /[\])] ?- ?([\p{L}\p{N}][^"<>|?*]{0,250}?\.[A-Za-z0-9]{2,5})(?=\s+(?:-|yEnc|\(\d)|\s*$)/u.exec(subject)?.[1]
  const name = quoted ?? dashed ?? [...subject.matchAll(/[^\s"'<>()[\]]+\.[A-Za-z0-9]{2,5}(?=[\s"')\]]|$)/g)].at(-1)?.[0]
  const last = name?.split(/[\\/]/).at(-1)?.trim()
  return last ? last : null
}
