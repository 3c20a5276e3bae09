/**
 * An MP4 file with its description (moov) in front, written in one go and with little of it in memory.
 *
 *   ftyp · moov · free · mdat …
 *
 * The description is known last. Room is left for it: everything is written that much further back than the muxer thinks, and its
 * table of places is moved by as much. What is left of the room is a `free` box, which players step over.
 */

import type { FileHandle } from 'node:fs/promises'
import { open, rename, rm } from 'node:fs/promises'
import type { StreamTargetChunk } from 'mediabunny'
import { Mp4OutputFormat, Output, StreamTarget } from 'mediabunny'
import { limits } from '../../server/limits.ts'
import { openByteSource } from './byte-source.ts'
import { boxOf, copyWithMoovInFront, movedMoov } from './mp4-front.ts'
import { readMp4 } from './mp4.ts'

export interface WriteOptions {
  readonly path: string
  /** What the description will take, roughly. One that takes more costs a second copy. */
  readonly roomBytes: number
  readonly signal: AbortSignal
}

/** `fill` adds the tracks, starts the output, and finalises it. Nothing is at `path` until all of it is. */
export async function writeMp4({ path, roomBytes, signal }: WriteOptions, fill: (output: Output) => Promise<void>): Promise<void> {
  const unfinished = `${path}.part`
  const file = await open(unfinished, 'w+')
  let [head, moov, moovAt] = [new Uint8Array(), new Uint8Array(), 0]
  const output = new Output({
    format: new Mp4OutputFormat({
      fastStart: false,
      onFtyp: (data) => { head = data.slice() },
      onMoov: (data, position) => { [moov, moovAt] = [data.slice(), position] },
    }),
    target: new StreamTarget(movedInto(file, roomBytes), { chunked: true, chunkSize: limits.mediaCopyBytes }),
  })
  let inFront = false
  try {
    await fill(output)
    const moved = movedMoov(moov, (place) => place + roomBytes)
    const room = roomBytes + head.length
    inFront = head.length + moved.length + 8 <= room
    const front = inFront ? [head, moved] : [head]
    const taken = front.reduce((sum, part) => sum + part.length, 0)
    const rest = boxOf('free', new Uint8Array())
    new DataView(rest.buffer).setUint32(0, room - taken)
    await writeAll(file, Buffer.concat([...front, rest]), 0)
    if (inFront) await file.truncate(moovAt + roomBytes)
    else await writeAll(file, moved, moovAt + roomBytes)
    await file.datasync()
  } finally {
    await file.close()
  }
  if (inFront) return await rename(unfinished, path)
  const source = await openByteSource(unfinished)
  try {
    await copyWithMoovInFront(source, await readMp4(source), `${path}.front`, { signal })
  } finally {
    await source.close()
  }
  await rename(`${path}.front`, path)
  await rm(unfinished)
}

function movedInto(file: FileHandle, by: number): WritableStream<StreamTargetChunk> {
  return new WritableStream({ write: ({ data, position }) => writeAll(file, data, position + by) })
}

async function writeAll(file: FileHandle, data: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < data.length;) at += (await file.write(data, at, data.length - at, position + at)).bytesWritten
}
