/**
 * Titles in files of one folder, `part-00001.ndjson` and on: a line of JSON each, `{"title":"movie_653","crc32":"0a1b2c3d","row":{…}}`, whose checksum is of the
 * row's bytes. Rules:
 *
 * TF1  What `append` was given is on disk when it resolves, behind the place where the files ended.
 * TF2  `recover` finds every whole line behind a place, and cuts the files where one is torn or damaged: what comes next is appended there.
 * TF3  `read` yields each row between two places once, in order, with the place behind it; it throws `DamagedFileError` for a line that is not as it was written.
 * TF4  No part grows once it has `limits.syncPartBytes`, and no line is longer than `limits.syncLineBytesMax`.
 */

import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { TitleRef } from '../../domain/title.ts'
import { parseTitleKey, titleKey } from '../../domain/title.ts'
import type { ImportedRow } from '../../server/catalogue-import/imported-row.ts'
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'

/** Bytes of a part that are written. */
export interface FilePlace { readonly part: number; readonly bytes: number }

export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError'
}

export interface TitleFiles {
  append(rows: readonly ImportedRow[]): Promise<FilePlace>
  recover(after: FilePlace): Promise<{ readonly titles: readonly TitleRef[]; readonly place: FilePlace }>
  read(after: FilePlace, upTo: FilePlace): AsyncGenerator<{ readonly row: ImportedRow; readonly place: FilePlace }>
}

type Files = System['files']
const NEWLINE = 0x0a
const CLOSING = 0x7d
const HEAD = /^\{"title":"((?:movie|tv)_\d{1,10})","crc32":"([0-9a-f]{8})","row":/
const HEAD_BYTES_MAX = 80

/** `at`: where the files end, as far as is known; `recover` first when a process died in between. */
export function titleFilesIn(folder: string, at: FilePlace, { files }: { files: Files }, partBytesMax: number = limits.syncPartBytes): TitleFiles {
  const { promises } = files
  const pathOf = (part: number) => join(folder, `part-${String(part).padStart(5, '0')}.ndjson`)
  let end = at

  /** Lines behind a place in its part; a last one without its end is undefined. */
  async function* lines({ part, bytes }: FilePlace, upTo = Infinity): AsyncGenerator<{ readonly line: Buffer | undefined; readonly bytes: number }> {
    const handle = await promises.open(pathOf(part), 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (!handle) return
    try {
      let rest = Buffer.alloc(0)
      for (let offset = bytes; offset < upTo;) {
        const chunk = Buffer.alloc(Math.min(limits.syncReadBytes, upTo - offset))
        const { bytesRead } = await handle.read(chunk, 0, chunk.length, offset)
        if (bytesRead === 0) break
        let text = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
        const begin = offset - rest.length
        let from = 0
        for (let newline = text.indexOf(NEWLINE); newline !== -1; newline = text.indexOf(NEWLINE, from)) {
          yield { line: text.subarray(from, newline), bytes: begin + newline + 1 }
          from = newline + 1
        }
        rest = text = text.subarray(from)
        offset += bytesRead
        if (rest.length > limits.syncLineBytesMax) break
      }
      if (rest.length > 0) yield { line: undefined, bytes: 0 }
    } finally {
      await handle.close()
    }
  }

  async function flushFolder(): Promise<void> {
    const handle = await promises.open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  }

  return {
    async append(rows) {
      for (let next = 0; next < rows.length;) {
        if (end.bytes >= partBytesMax) end = { part: end.part + 1, bytes: 0 }
        const fresh = end.bytes === 0
        if (fresh) await promises.mkdir(folder, { recursive: true })
        const texts: Buffer[] = []
        let bytes = end.bytes
        while (next < rows.length && bytes < partBytesMax) {
          texts.push(lineOf(rows[next++]!))
          bytes += texts.at(-1)!.length
        }
        const handle = await promises.open(pathOf(end.part), fresh ? 'w' : 'r+')
        try {
          const text = Buffer.concat(texts)
          await handle.truncate(end.bytes)
          for (let written = 0; written < text.length;) written += (await handle.write(text, written, text.length - written, end.bytes + written)).bytesWritten
          await handle.sync()
        } finally {
          await handle.close()
        }
        if (fresh) await flushFolder()
        end = { part: end.part, bytes }
      }
      return end
    },
    async recover(after) {
      const titles: TitleRef[] = []
      end = after
      for (let part = after.part; ; part++) {
        let whole = true
        let any = false
        for await (const { line, bytes } of lines(part === after.part ? after : { part, bytes: 0 })) {
          const read = line && checked(line)
          whole = read !== undefined
          if (!read) break
          any = true
          titles.push(read.title)
          end = { part, bytes }
        }
        if (!whole || !any && part > after.part) break
      }
      // What may stand behind a torn line is of nobody.
      await promises.truncate(pathOf(end.part), end.bytes).catch(unlessMissing)
      for (let part = end.part + 1; await promises.rm(pathOf(part)).then(() => true, unlessMissing); part++);
      return { titles, place: end }
    },
    async *read(after, upTo) {
      for (let part = after.part; part <= upTo.part; part++) {
        const last = part === upTo.part
        for await (const { line, bytes } of lines(part === after.part ? after : { part, bytes: 0 }, last ? upTo.bytes : Infinity)) {
          const read = line && checked(line)
          if (!read) throw new DamagedFileError(`${pathOf(part)} is damaged: cancel this import, and start it again.`)
          yield { row: JSON.parse(read.text.toString('utf8')) as ImportedRow, place: { part, bytes } }
        }
      }
    },
  }
}

function unlessMissing(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOENT') throw error
  return false
}

function lineOf(row: ImportedRow): Buffer {
  const text = JSON.stringify(row)
  return Buffer.from(`{"title":"${titleKey(row)}","crc32":"${hex(crc32(text))}","row":${text}}\n`)
}

function checked(line: Buffer): { readonly title: TitleRef; readonly text: Buffer } | undefined {
  const head = HEAD.exec(line.toString('latin1', 0, HEAD_BYTES_MAX))
  if (!head || line.at(-1) !== CLOSING) return undefined
  const text = line.subarray(head[0].length, -1)
  const title = parseTitleKey(head[1]!)
  return title && hex(crc32(text)) === head[2] ? { title, text } : undefined
}

function hex(sum: number): string {
  return sum.toString(16).padStart(8, '0')
}
