/**
 * Where articles land: one sparse file per posted file, written at offsets, and a journal that says which articles are in. Beside it
 * `named.journal` has what the articles say of their files, one line of JSON each.
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
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'
import { realSystem } from '../../server/system.ts'

export interface LandingPlan {
  /** SHA-256 of what the plan was made from, 32 bytes; a journal of another plan is not believed. */
  readonly fingerprint: Uint8Array
  /** Of each article, the file it belongs to. */
  readonly fileOfArticle: readonly number[]
  readonly files: number
}

/** What articles say of the file they belong to; the size is often wrong. */
export interface ToldOfFile { readonly name: string; readonly sizeBytes: number | null }

export interface LandedFile {
  readonly path: string
  /** As the articles call it; null while none has landed, or they do not say. Never a path. */
  readonly name: string | null
  /** Up to the last byte that landed. */
  readonly sizeBytes: number
  readonly articles: number
  /** Articles are lacking, or leave gaps, or overlap. */
  readonly damaged: boolean
  /** Every article that landed came with a checksum, and it was right. */
  readonly verified: boolean
}

export interface Extent { readonly file: number; readonly offset: number; readonly length: number }
interface Record extends Extent { readonly article: number; readonly crc: number; readonly verified: boolean }
interface Named extends ToldOfFile { readonly file: number }

/** article u32, offset u64, length u31 behind a bit that says whether its checksum was verified, crc32 of the bytes u32, crc32 of the record so far u32. */
const RECORD_BYTES = 24
const VERIFIED = 0x8000_0000
const READ_BYTES = 4 * 1_048_576

type Files = System['files']

export class Landing {
  readonly #files: Files
  readonly #plan: LandingPlan
  readonly #folder: string
  readonly #articlesOf: readonly number[]
  /** The files written last, the newest at the end: a release has hundreds, a process may open about a thousand. */
  readonly #handles = new Map<number, number>()
  readonly #journal: number
  readonly #names: number
  readonly #records = new Map<number, Record>()
  readonly #told = new Map<number, ToldOfFile>()
  /** Of each file, what has landed, by offset. */
  readonly #inOrder: Record[][]
  #journalBytes: number
  #bytes = 0

  private constructor(files: Files, plan: LandingPlan, folder: string, journalBytes: number) {
    this.#files = files
    this.#plan = plan
    this.#folder = folder
    this.#journal = files.openSync(join(folder, 'landed.journal'), openFlags)
    this.#names = files.openSync(join(folder, 'named.journal'), openFlags | constants.O_APPEND)
    this.#journalBytes = journalBytes
    const counts = new Array<number>(plan.files).fill(0)
    for (const file of plan.fileOfArticle) counts[file]!++
    this.#articlesOf = counts
    this.#inOrder = counts.map(() => [])
  }

  /** Opens the folder, making it if need be; what landed in it before is checked and kept. */
  static async open(folder: string, plan: LandingPlan, signal: AbortSignal, files: Files = realSystem.files): Promise<Landing> {
    files.mkdirSync(folder, { recursive: true })
    const records = readJournal(files, join(folder, 'landed.journal'), plan)
    const self = new Landing(files, plan, folder, plan.fingerprint.length)
    try {
      if (records === undefined) self.#startAnew()
      else for (const { file, name, sizeBytes } of readNames(files, join(folder, 'named.journal'))) self.#told.set(file, { name, sizeBytes })
      // Each record moves towards the front or stays, so a kill in the middle of this loses none.
      for (const record of records ?? []) {
        if (await self.#isThere(record, signal)) self.#record(record)
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
    return this.#records.size
  }

  has(article: number): boolean {
    return this.#records.has(article)
  }

  /** Where the article's bytes lie; undefined until it has landed. */
  extentOf(article: number): Extent | undefined {
    return this.#records.get(article)
  }

  /** What the articles say of the file; undefined until one of them has landed. */
  toldOf(file: number): ToldOfFile | undefined {
    return this.#told.get(file)
  }

  /** May be read at any time, where articles have landed; it is there once the first has. */
  pathOf(file: number): string {
    return join(this.#folder, `${String(file).padStart(4, '0')}.part`)
  }

  /** False where other articles have landed: one of the two lies. */
  isFree(article: number, offset: number, length: number): boolean {
    const records = this.#inOrder[this.#plan.fileOfArticle[article]!]!
    const at = placeIn(records, offset)
    const before = records[at - 1], behind = records[at]
    return (!before || before.offset + before.length <= offset) && (!behind || offset + length <= behind.offset)
  }

  /** Synchronous, because the bytes are the decoder's and because it is the fastest way: the page cache takes them at once. */
  land(article: number, offset: number, data: Uint8Array, crc: number, told: ToldOfFile & { readonly verified: boolean }): void {
    const file = this.#plan.fileOfArticle[article]!
    const handle = this.#handleOf(file)
    for (let at = 0; at < data.length;) at += this.#files.writeSync(handle, data, at, data.length - at, offset + at)
    if (!this.#told.has(file) && told.name !== '') this.#name({ file, name: told.name, sizeBytes: told.sizeBytes })
    this.#record({ article, file, offset, length: data.length, crc, verified: told.verified })
  }

  /** Every file, as it is, flushed to disk. Of files that nobody wanted, no article has landed and `path` is not there. */
  async finish(): Promise<LandedFile[]> {
    const found: LandedFile[] = []
    for (const [file, records] of this.#inOrder.entries()) {
      let end = 0, damaged = records.length < this.#articlesOf[file]!
      for (const { offset, length } of records) {
        damaged ||= offset !== end
        end = Math.max(end, offset + length)
      }
      if (records.length > 0) await promisify(this.#files.fsync)(this.#handleOf(file))
      found.push({ path: this.pathOf(file), name: this.#told.get(file)?.name ?? null, sizeBytes: end, articles: records.length, damaged, verified: records.every(({ verified }) => verified) })
    }
    return found
  }

  close(): void {
    for (const handle of this.#handles.values()) this.#files.closeSync(handle)
    this.#handles.clear()
    this.#files.closeSync(this.#journal)
    this.#files.closeSync(this.#names)
  }

  #handleOf(file: number): number {
    const known = this.#handles.get(file)
    if (known !== undefined && this.#handles.size < limits.landingFilesOpenMax / 2) return known
    this.#handles.delete(file)
    const handle = known ?? this.#files.openSync(this.pathOf(file), openFlags)
    this.#handles.set(file, handle)
    if (this.#handles.size > limits.landingFilesOpenMax) {
      const [oldest, itsHandle] = this.#handles.entries().next().value!
      this.#handles.delete(oldest)
      this.#files.closeSync(itsHandle)
    }
    return handle
  }

  #record(record: Record): void {
    const bytes = encodeRecord(record)
    this.#files.writeSync(this.#journal, bytes, 0, RECORD_BYTES, this.#journalBytes)
    this.#journalBytes += RECORD_BYTES
    this.#records.set(record.article, record)
    const records = this.#inOrder[record.file]!
    records.splice(placeIn(records, record.offset), 0, record)
    this.#bytes += record.length
  }

  #name(named: Named): void {
    this.#told.set(named.file, { name: named.name, sizeBytes: named.sizeBytes })
    const line = Buffer.from(`${JSON.stringify(named)}\n`)
    this.#files.writeSync(this.#names, line, 0, line.length)
  }

  #startAnew(): void {
    for (const name of this.#files.readdirSync(this.#folder)) if (/^\d+\.part$/.test(name)) this.#files.rmSync(join(this.#folder, name))
    for (const handle of [this.#journal, this.#names]) this.#files.ftruncateSync(handle, 0)
    this.#files.writeSync(this.#journal, this.#plan.fingerprint, 0, this.#plan.fingerprint.length, 0)
  }

  async #isThere({ file, offset, length, crc }: Record, signal: AbortSignal): Promise<boolean> {
    const buffer = new Uint8Array(Math.min(length, READ_BYTES))
    const handle = this.#handleOf(file)
    let actual = 0
    for (let at = 0; at < length;) {
      const count = this.#files.readSync(handle, buffer, 0, Math.min(buffer.length, length - at), offset + at)
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

/** Before which of them it belongs. */
function placeIn(records: readonly Record[], offset: number): number {
  let from = 0, to = records.length
  while (from < to) {
    const middle = from + to >> 1
    if (records[middle]!.offset < offset) from = middle + 1
    else to = middle
  }
  return from
}

const openFlags = constants.O_RDWR | constants.O_CREAT

/** Undefined when there is none, or it is another plan's. */
function readJournal(files: Files, path: string, plan: LandingPlan): Record[] | undefined {
  const bytes = readIfThere(files, path)
  const head = plan.fingerprint.length
  if (!bytes || Buffer.compare(bytes.subarray(0, head), plan.fingerprint) !== 0) return undefined
  const records = new Map<number, Record>()
  for (let at = head; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    const record = decodeRecord(bytes.subarray(at, at + RECORD_BYTES), plan)
    if (record) records.set(record.article, record)
  }
  return [...records.values()]
}

/** A line that was cut in the middle is no name: the next article that lands tells it again. */
function readNames(files: Files, path: string): Named[] {
  return (readIfThere(files, path)?.toString('utf8') ?? '').split('\n').flatMap((line) => {
    try {
      const { file, name, sizeBytes } = JSON.parse(line) as Named
      return Number.isInteger(file) && typeof name === 'string' ? [{ file, name, sizeBytes }] : []
    } catch {
      return []
    }
  })
}

function readIfThere(files: Files, path: string): Buffer | undefined {
  try {
    return files.readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function encodeRecord({ article, offset, length, crc, verified }: Record): Uint8Array {
  const record = new Uint8Array(RECORD_BYTES)
  const view = new DataView(record.buffer)
  view.setUint32(0, article)
  view.setBigUint64(4, BigInt(offset))
  view.setUint32(12, length + (verified ? VERIFIED : 0))
  view.setUint32(16, crc)
  view.setUint32(20, crc32(record.subarray(0, 20)))
  return record
}

function decodeRecord(record: Uint8Array, plan: LandingPlan): Record | undefined {
  const view = new DataView(record.buffer, record.byteOffset, RECORD_BYTES)
  const article = view.getUint32(0)
  const file = plan.fileOfArticle[article]
  if (view.getUint32(20) !== crc32(record.subarray(0, 20)) || file === undefined) return undefined
  const length = view.getUint32(12)
  return { article, file, offset: Number(view.getBigUint64(4)), length: length % VERIFIED, crc: view.getUint32(16), verified: length >= VERIFIED }
}
