/** A posted file: how it is cut into articles, what their message-ids are, and the NZB that lists them. */

import { open, stat } from 'node:fs/promises'
import { escapeXml } from '../xml.ts'

/** Raw bytes of an article: the size that most posters use today. */
export const ARTICLE_BYTES = 716_800
export const GROUP = 'alt.binaries.rewind.demo'
export const POSTER = 'The projectionist <projectionist@demo.rewind.invalid>'
const HOST = 'demo.rewind.invalid'

export interface PostedFile {
  readonly name: string
  readonly sizeBytes: number
  read(offset: number, lengthBytes: number): Promise<Uint8Array>
}

export function partCount(sizeBytes: number, articleBytes: number = ARTICLE_BYTES): number {
  return Math.max(1, Math.ceil(sizeBytes / articleBytes))
}

/** `<Nosferatu.1922.mp4/17@demo.rewind.invalid>`: it says what it holds, so no index of articles is kept. `part` counts from 1. */
export function messageId(name: string, part: number): string {
  return `<${encodeURIComponent(name)}/${part}@${HOST}>`
}

export function parseMessageId(id: string): { name: string; part: number } | undefined {
  const match = /^<([^<>@\s/]+)\/([1-9]\d{0,6})@demo\.rewind\.invalid>$/.exec(id)
  if (!match) return undefined
  try {
    return { name: decodeURIComponent(match[1]!), part: Number(match[2]) }
  } catch {
    return undefined // A '%' that begins no escape: an id of somebody else.
  }
}

export interface NzbFile {
  readonly name: string
  readonly sizeBytes: number
  /** Seconds since the Unix epoch. */
  readonly postedAtSeconds?: number
  readonly articleBytes?: number
}

/** The NZB 1.1 of one or more posted files, as an indexer hands it out. */
export function nzbFor(...files: readonly NzbFile[]): string {
  return '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<!DOCTYPE nzb PUBLIC "-//newzBin//DTD NZB 1.1//EN" "http://www.newzbin.com/DTD/nzb/nzb-1.1.dtd">\n' +
    '<nzb xmlns="http://www.newzbin.com/DTD/2003/nzb">\n' +
    files.map((file, index) => nzbFile(file, index + 1, files.length)).join('') +
    '</nzb>\n'
}

function nzbFile(file: NzbFile, number: number, total: number): string {
  const articleBytes = file.articleBytes ?? ARTICLE_BYTES
  const parts = partCount(file.sizeBytes, articleBytes)
  const subject = `[${number}/${total}] - "${file.name}" yEnc (1/${parts}) ${file.sizeBytes}`
  const segments = Array.from({ length: parts }, (_, index) => {
    const rawBytes = Math.min(articleBytes, file.sizeBytes - index * articleBytes)
    // An indexer knows the size on the wire; random bytes grow by 4 in 256 escaped and a line end every 128 characters.
    const bytes = Math.ceil(rawBytes * (1 + 4 / 256) * (1 + 2 / 128)) + 512
    return `      <segment bytes="${bytes}" number="${index + 1}">${
      escapeXml(messageId(file.name, index + 1).slice(1, -1))
    }</segment>\n`
  })
  return `  <file poster="${escapeXml(POSTER)}" date="${file.postedAtSeconds ?? 1_700_000_000}" subject="${
    escapeXml(subject)
  }">\n` +
    `    <groups>\n      <group>${GROUP}</group>\n    </groups>\n    <segments>\n${
      segments.join('')
    }    </segments>\n  </file>\n`
}

export function postedBytes(name: string, bytes: Uint8Array): PostedFile {
  return {
    name,
    sizeBytes: bytes.length,
    read: async (offset, lengthBytes) => bytes.subarray(offset, offset + lengthBytes),
  }
}

export async function postedPath(name: string, path: string): Promise<PostedFile> {
  const { size } = await stat(path)
  return {
    name,
    sizeBytes: size,
    async read(offset, lengthBytes) {
      const file = await open(path)
      try {
        const bytes = new Uint8Array(Math.min(lengthBytes, size - offset))
        let filled = 0
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, offset + filled)
          if (bytesRead === 0) throw new Error(`${name} became shorter than ${size} bytes`)
          filled += bytesRead
        }
        return bytes
      } finally {
        await file.close()
      }
    },
  }
}
