/**
 * yEnc (http://www.yenc.org/yenc-draft.1.3.txt) as it comes out of an NNTP multi-line answer: fed in chunks cut anywhere,
 * decoded as it arrives, stopped exactly behind the line with the single dot.
 *
 * Headers are written by strangers: no size in them is ever allocated, only what has arrived. What they say wrongly is
 * told as a `problem`; the bytes are decoded all the same, because framing must not be lost for the articles behind.
 */

import { crc32 } from 'node:zlib'
import type { DataCursor } from './yenc-data.ts'
import { CONTROL, ENDED, ESCAPED, IN_LINE, LINE_START } from './yenc-data.ts'
import { decodeData } from './yenc-decode.ts'

export type YencProblem =
  /** No usable `=ybegin` line. */
  | 'NOT_YENC'
  /** A size, part or range that cannot be: negative, beyond the largest file, end before begin. */
  | 'HEADER_INVALID'
  /** The article ended without `=yend`. */
  | 'TRUNCATED'
  /** Another number of bytes than the headers promise. */
  | 'SIZE_MISMATCH'
  | 'CRC_MISMATCH'

export interface YencPart {
  /** As posted; for display and guessing, never for a path. Empty without a header. */
  readonly name: string
  /** What `=ybegin` says the whole file has; often wrong, null when it is no number. */
  readonly fileSizeBytes: number | null
  /** Where the bytes belong in the file, from 0. */
  readonly offset: number
  /** False for an article that is a whole file. */
  readonly multipart: boolean
  /** Which part of the file it says it is, from 1; null when it does not say. */
  readonly number: number | null
  /** A view on the decoder's own buffer: valid until the next `reset`. */
  readonly data: Uint8Array
  readonly crc32: number
  /** `absent` where the trailer has no checksum of this part. */
  readonly checksum: 'verified' | 'absent' | 'mismatch'
  /** The first thing wrong with it; undefined means that the bytes may be used. */
  readonly problem: YencProblem | undefined
}

export interface YencLimits {
  /** Bytes of one article, encoded; a longer one throws `ArticleTooLarge`. */
  readonly articleBytesMax: number
  /** The farthest byte of a file that a header may name. */
  readonly fileBytesMax: number
}

export class ArticleTooLarge extends Error {
  override readonly name = 'ArticleTooLarge'
}

interface Header { readonly name: string; readonly size: number | null; readonly part: number | null }
interface Range { readonly begin: number; readonly end: number }
interface Trailer { readonly crc: number | undefined; readonly partCrc: number | undefined }

/** Header and trailer lines are kept to this length; names of 255 bytes fit several times. */
const LINE_BYTES_MAX = 2_048
const FIRST_OUTPUT_BYTES = 65_536
const CR = 13, LF = 10, DOT = 46

export class YencDecoder {
  readonly #limits: YencLimits
  #output: Uint8Array
  readonly #line = new Uint8Array(LINE_BYTES_MAX)
  readonly #cursor: DataCursor
  #lineLength = 0
  /** Lines before `=ybegin` (article headers), encoded data, a line that began with `=y`, lines after `=yend`. */
  #mode: 'prelude' | 'data' | 'control' | 'epilogue' | 'ended' = 'prelude'
  #consumed = 0
  #header: Header | undefined
  #range: Range | 'invalid' | undefined
  #trailer: Trailer | undefined

  /** `output` is used as long as articles fit in. */
  constructor(limits: YencLimits, output: Uint8Array = new Uint8Array(FIRST_OUTPUT_BYTES)) {
    this.#limits = limits
    this.#output = output
    this.#cursor = { source: this.#line, from: 0, to: 0, target: this.#output, at: 0, state: LINE_START }
  }

  get ended(): boolean {
    return this.#mode === 'ended'
  }

  /** Bytes decoded so far. */
  get decodedBytes(): number {
    return this.#cursor.at
  }

  /** Makes ready for the next article; what `part` gave before is overwritten from here on. */
  reset(): void {
    this.#mode = 'prelude'
    this.#lineLength = this.#consumed = 0
    this.#header = this.#range = this.#trailer = undefined
    this.#cursor.at = 0
    this.#cursor.state = LINE_START
  }

  /** Takes `chunk` from `from` to `to`; returns how far it read: `to`, or less when the article ended before. */
  write(chunk: Uint8Array, from = 0, to = chunk.length): number {
    let at = from
    while (at < to && this.#mode !== 'ended') {
      const before = at
      at = this.#mode === 'data' ? this.#decode(chunk, at, to) : this.#collect(chunk, at, to)
      this.#consumed += at - before
      if (this.#consumed > this.#limits.articleBytesMax) throw new ArticleTooLarge(`An article of more than ${this.#limits.articleBytesMax} bytes`)
    }
    return at
  }

  /** What has been decoded; complete once `ended`. */
  part(): YencPart {
    const data = this.#output.subarray(0, this.#cursor.at)
    const actual = crc32(data)
    const expected = this.#header?.part != null && this.#range ? this.#trailer?.partCrc : this.#trailer?.crc ?? this.#trailer?.partCrc
    const checksum = expected === undefined ? 'absent' : expected === actual ? 'verified' : 'mismatch'
    const range = this.#range === 'invalid' ? undefined : this.#range
    return {
      name: this.#header?.name ?? '',
      fileSizeBytes: this.#header?.size ?? null,
      offset: range ? range.begin - 1 : 0,
      multipart: range !== undefined,
      number: this.#header?.part ?? null,
      data,
      crc32: actual,
      checksum,
      problem: this.#problemOf(data.length, checksum),
    }
  }

  #problemOf(length: number, checksum: YencPart['checksum']): YencProblem | undefined {
    const { fileBytesMax, articleBytesMax } = this.#limits
    if (!this.#header) return 'NOT_YENC'
    const size = this.#header.size
    // A part of a file without saying which part has no place to be written to.
    if (this.#range === 'invalid' || size === null || size < 0 || size > fileBytesMax || this.#header.part !== null && !this.#range) return 'HEADER_INVALID'
    if (this.#range && (this.#range.end > fileBytesMax || this.#range.end - this.#range.begin >= articleBytesMax)) return 'HEADER_INVALID'
    if (!this.#trailer) return 'TRUNCATED'
    // A lying file size is common and harmless; a range that does not fit its bytes is not.
    if (this.#range ? this.#range.end - this.#range.begin + 1 !== length : size !== length) return 'SIZE_MISMATCH'
    return checksum === 'mismatch' ? 'CRC_MISMATCH' : undefined
  }

  #decode(chunk: Uint8Array, from: number, to: number): number {
    const cursor = this.#cursor
    this.#reserve(to - from + 1)
    cursor.source = chunk
    cursor.from = from
    cursor.to = to
    decodeData(cursor)
    if (cursor.state === ENDED) this.#mode = 'ended'
    else if (cursor.state === CONTROL) {
      this.#mode = 'control'
      this.#line.set([0x3d, 0x79])
      this.#lineLength = 2
    }
    return cursor.from
  }

  #reserve(bytes: number): void {
    const needed = this.#cursor.at + bytes
    if (needed <= this.#output.length) return
    const larger = new Uint8Array(Math.max(needed, this.#output.length * 2))
    larger.set(this.#output.subarray(0, this.#cursor.at))
    this.#output = this.#cursor.target = larger
  }

  /** Gathers one line outside the data. Of a line that is too long only the beginning is kept. */
  #collect(chunk: Uint8Array, from: number, to: number): number {
    const newline = chunk.indexOf(LF, from)
    const end = newline === -1 || newline >= to ? to : newline + 1
    const kept = Math.min(end - from, LINE_BYTES_MAX - this.#lineLength)
    this.#line.set(chunk.subarray(from, from + kept), this.#lineLength)
    this.#lineLength += kept
    if (end === to && chunk[end - 1] !== LF) return end
    this.#lineDone()
    return end
  }

  #lineDone(): void {
    let length = this.#lineLength
    this.#lineLength = 0
    while (length > 0 && (this.#line[length - 1] === LF || this.#line[length - 1] === CR)) length--
    const line = this.#line.subarray(0, length)
    switch (this.#mode) {
      case 'prelude':
        if (length === 1 && line[0] === DOT) this.#mode = 'ended'
        else if ((this.#header = parseHeader(textOf(line)))) this.#beginData()
        return
      case 'control':
        this.#controlLine(line)
        return
      case 'epilogue':
        if (length === 1 && line[0] === DOT) this.#mode = 'ended'
        return
      case 'data': case 'ended':
        throw new Error(`No lines are gathered in mode ${this.#mode}`)
    }
  }

  #controlLine(line: Uint8Array): void {
    const text = textOf(line)
    if (/^=yend( |$)/.test(text)) {
      this.#trailer = parseTrailer(text)
      this.#mode = 'epilogue'
    } else if (text.startsWith('=ypart ') && this.#range === undefined && this.#cursor.at === 0) {
      this.#range = parseRange(text)
      this.#beginData()
    } else {
      // No encoder writes `=y` at the beginning of a line of data, but a line that is no header has to be something.
      this.#reserve(line.length + 1)
      Object.assign(this.#cursor, { source: line, from: 0, to: line.length, state: IN_LINE })
      decodeData(this.#cursor)
      const escaping = this.#cursor.state === ESCAPED
      this.#beginData()
      if (escaping) this.#cursor.state = LINE_START
    }
  }

  #beginData(): void {
    this.#mode = 'data'
    this.#cursor.state = LINE_START
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const latin1 = new TextDecoder('latin1')

/** Names are UTF-8 nowadays and were any 8-bit code before. */
function textOf(line: Uint8Array): string {
  try {
    return utf8.decode(line)
  } catch {
    return latin1.decode(line)
  }
}

/** `=ybegin part=2 total=15 line=128 size=10485760 name=to the end of the line`; undefined for any other line. */
function parseHeader(line: string): Header | undefined {
  const match = /^=ybegin (.*?)(?:^| )name=(.*)$/.exec(line)
  if (!match) return undefined
  return { name: match[2]!.trim(), size: field(match[1]!, 'size'), part: field(match[1]!, 'part') }
}

/** `=ypart begin=716801 end=1433600`: both from 1, both included. */
function parseRange(line: string): Range | 'invalid' {
  const begin = field(line, 'begin'), end = field(line, 'end')
  return begin !== null && end !== null && begin >= 1 && end >= begin ? { begin, end } : 'invalid'
}

/** `=yend size=384000 part=41 pcrc32=084e170f crc32=…`: `pcrc32` is the part's, `crc32` the whole file's. */
function parseTrailer(line: string): Trailer {
  return { crc: checksumField(line, ' crc32'), partCrc: checksumField(line, ' pcrc32') }
}

function field(line: string, name: string): number | null {
  const digits = new RegExp(`(?:^| )${name}=(-?\\d{1,15})(?: |$)`).exec(line)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Some posters print 64 bits with the upper half sign-extended: the last eight digits count. */
function checksumField(line: string, name: string): number | undefined {
  const digits = new RegExp(`${name}=([0-9a-fA-F]{1,64})`).exec(line)?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits.slice(-8), 16)
}
