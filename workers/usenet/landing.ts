/**
 * Where articles land: one sparse file per posted file, written at offsets, and a journal that says which articles are in.
 *
 * An article's bytes are written before its record, and the record holds their checksum. After kill -9 everything recorded is
 * there, so nothing that landed is asked for again; after a power cut, which may have kept a record and lost the bytes,
 * the checksum tells. So no flush to disk is needed until the files are whole.
 */

import { constants } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import type { System } from '../../server/system.ts'
import { realSystem } from '../../server/system.ts'

export interface LandingPlan {
  /** SHA-256 of what the plan was made from, 32 bytes; a journal of another plan is not believed. */
  readonly fingerprint: Uint8Array
  /** Of each article, the file it belongs to. */
  readonly fileOfArticle: readonly number[]
  readonly files: number
}

export interface LandedFile { readonly path: string; readonly sizeBytes: number }

interface Extent { readonly article: number; readonly file: number; readonly offset: number; readonly length: number; readonly crc: number }

export class LandingError extends Error {
  override readonly name = 'LandingError'
  /** INCOMPLETE: the articles that landed do not make up the file. */
  readonly code: 'INCOMPLETE'
  constructor(message: string) {
    super(message)
    this.code = 'INCOMPLETE'
  }
}

/** article u32, offset u64, length u32, crc32 of the bytes u32, crc32 of the record so far u32. */
const RECORD_BYTES = 24
const READ_BYTES = 4 * 1_048_576

type Files = System['files']

export class Landing {
  readonly #files: Files
  readonly #plan: LandingPlan
  readonly #paths: readonly string[]
  readonly #handles: readonly number[]
  readonly #journal: number
  readonly #extents = new Map<number, Extent>()
  #journalBytes: number
  #bytes = 0

  private constructor(files: Files, plan: LandingPlan, folder: string, journalBytes: number) {
    this.#files = files
    this.#plan = plan
    this.#paths = Array.from({ length: plan.files }, (_, file) => join(folder, `${String(file).padStart(4, '0')}.part`))
    this.#handles = this.#paths.map((path) => files.openSync(path, openFlags))
    this.#journal = files.openSync(join(folder, 'landed.journal'), openFlags)
    this.#journalBytes = journalBytes
  }

  /** Opens the folder, making it if need be; what landed in it before is checked and kept. */
  static async open(folder: string, plan: LandingPlan, signal: AbortSignal, files: Files = realSystem.files): Promise<Landing> {
    files.mkdirSync(folder, { recursive: true })
    const records = readJournal(files, join(folder, 'landed.journal'), plan)
    const self = new Landing(files, plan, folder, plan.fingerprint.length)
    try {
      if (records === undefined) self.#startAnew()
      // Each record moves towards the front or stays, so a kill in the middle of this loses none.
      for (const extent of records ?? []) {
        if (await self.#isThere(extent, signal)) self.#record(extent)
      }
      files.ftruncateSync(self.#journal, self.#journalBytes)
    } catch (error) {
      self.close()
      throw error
    }
    return self
  }

  /** Decoded bytes that have landed. */
  get bytes(): number {
    return this.#bytes
  }

  get articles(): number {
    return this.#extents.size
  }

  has(article: number): boolean {
    return this.#extents.has(article)
  }

  /** Synchronous, because the bytes are the decoder's and because it is the fastest way: the page cache takes them at once. */
  land(article: number, offset: number, data: Uint8Array, crc: number): void {
    const file = this.#plan.fileOfArticle[article]!
    const handle = this.#handles[file]!
    for (let at = 0; at < data.length;) at += this.#files.writeSync(handle, data, at, data.length - at, offset + at)
    this.#record({ article, file, offset, length: data.length, crc })
  }

  /** The whole files, flushed to disk. Throws `LandingError` when articles leave gaps or overlap. */
  async finish(): Promise<LandedFile[]> {
    return Promise.all(this.#paths.map(async (path, file) => {
      const extents = [...this.#extents.values()].filter((extent) => extent.file === file).sort((a, b) => a.offset - b.offset)
      let end = 0
      for (const { offset, length } of extents) {
        if (offset !== end) throw new LandingError(`The articles of file ${file + 1} leave bytes ${Math.min(offset, end)} to ${Math.max(offset, end)} in doubt`)
        end += length
      }
      await promisify(this.#files.fsync)(this.#handles[file]!)
      return { path, sizeBytes: end }
    }))
  }

  close(): void {
    for (const handle of this.#handles) this.#files.closeSync(handle)
    this.#files.closeSync(this.#journal)
  }

  #record(extent: Extent): void {
    const record = encodeRecord(extent)
    this.#files.writeSync(this.#journal, record, 0, RECORD_BYTES, this.#journalBytes)
    this.#journalBytes += RECORD_BYTES
    this.#extents.set(extent.article, extent)
    this.#bytes += extent.length
  }

  #startAnew(): void {
    for (const handle of [this.#journal, ...this.#handles]) this.#files.ftruncateSync(handle, 0)
    this.#files.writeSync(this.#journal, this.#plan.fingerprint, 0, this.#plan.fingerprint.length, 0)
  }

  async #isThere({ file, offset, length, crc }: Extent, signal: AbortSignal): Promise<boolean> {
    const buffer = new Uint8Array(Math.min(length, READ_BYTES))
    let actual = 0
    for (let at = 0; at < length;) {
      const count = this.#files.readSync(this.#handles[file]!, buffer, 0, Math.min(buffer.length, length - at), offset + at)
      if (count === 0) return false
      actual = crc32(buffer.subarray(0, count), actual)
      at += count
    }
    // Lets leases be renewed and cancellation be heard while gigabytes are checked.
    await setImmediate()
    signal.throwIfAborted()
    return actual === crc
  }
}

const openFlags = constants.O_RDWR | constants.O_CREAT

/** Undefined when there is none, or it is another plan's. */
function readJournal(files: Files, path: string, plan: LandingPlan): Extent[] | undefined {
  let bytes: Uint8Array
  try {
    bytes = files.readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const head = plan.fingerprint.length
  if (Buffer.compare(bytes.subarray(0, head), plan.fingerprint) !== 0) return undefined
  const extents = new Map<number, Extent>()
  for (let at = head; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    const extent = decodeRecord(bytes.subarray(at, at + RECORD_BYTES), plan)
    if (extent) extents.set(extent.article, extent)
  }
  return [...extents.values()]
}

function encodeRecord({ article, offset, length, crc }: Extent): Uint8Array {
  const record = new Uint8Array(RECORD_BYTES)
  const view = new DataView(record.buffer)
  view.setUint32(0, article)
  view.setBigUint64(4, BigInt(offset))
  view.setUint32(12, length)
  view.setUint32(16, crc)
  view.setUint32(20, crc32(record.subarray(0, 20)))
  return record
}

function decodeRecord(record: Uint8Array, plan: LandingPlan): Extent | undefined {
  const view = new DataView(record.buffer, record.byteOffset, RECORD_BYTES)
  const article = view.getUint32(0)
  const file = plan.fileOfArticle[article]
  if (view.getUint32(20) !== crc32(record.subarray(0, 20)) || file === undefined) return undefined
  return { article, file, offset: Number(view.getBigUint64(4)), length: view.getUint32(12), crc: view.getUint32(16) }
}
