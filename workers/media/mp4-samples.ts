/** The samples of a track of texts in an MP4 file (ISO/IEC 14496-12, 8.5 to 8.8): few and small, unlike pictures, so that they are read one by one. */

import { limits } from '../../server/limits.ts'
import { MediaError } from './media-error.ts'
import type { Box, BoxReader } from './mp4-boxes.ts'
import { uintAt } from './mp4-boxes.ts'

export interface TextSample {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly data: Uint8Array
}

interface Placed { readonly start: number; readonly duration: number; readonly at: number; readonly sizeBytes: number }

/** In the order of time. Those beyond `samplesMax` are refused with `HOSTILE`. */
export async function readTextSamples(reader: BoxReader, track: { readonly id: number; readonly timescale: number; readonly box: Box }, samplesMax: number): Promise<readonly TextSample[]> {
  if (track.timescale <= 0) throw new MediaError('DAMAGED', 'This file is damaged: a track has no clock.')
  const shift = await editShift(reader, track.box, track.timescale)
  const placed = [...await inTables(reader, track.box, samplesMax), ...await inFragments(reader, track.id, samplesMax)]
  const samples: TextSample[] = []
  for (const { start, duration, at, sizeBytes } of placed) {
    if (sizeBytes > limits.mediaTextSampleBytesMax) throw new MediaError('HOSTILE', 'A subtitle of this file is longer than any is.')
    if (at + sizeBytes > reader.source.sizeBytes) throw new MediaError('TRUNCATED', 'This file ends before its last subtitle.')
    if (sizeBytes === 0) continue
    const startSeconds = start / track.timescale + shift
    samples.push({ startSeconds: Math.max(0, startSeconds), endSeconds: Math.max(0, startSeconds + duration / track.timescale), data: await reader.source.read(at, at + sizeBytes) })
  }
  return samples
}

/** Edit lists move a track against the film: an empty edit makes it begin later, a first edit that begins inside of it earlier. Seconds. */
async function editShift(reader: BoxReader, trak: Box, timescale: number): Promise<number> {
  const box = await reader.find(trak, 'edts', 'elst')
  if (!box) return 0
  const view = await reader.content(box, limits.mediaFieldBytesMax)
  const long = uintAt(view, 0, 1) === 1
  const step = long ? 20 : 12
  let shift = 0
  for (let index = 0; index < Math.min(uintAt(view, 4, 4), 100); index++) {
    const at = 8 + index * step
    const durationUnits = uintAt(view, at, long ? 8 : 4)
    const mediaTime = long ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4)
    // Empty edits count in the film's clock, which is a thousand where nobody says; the film's own is looked up only when one is there.
    if (mediaTime === -1) shift += durationUnits / await movieTimescale(reader)
    else return shift - mediaTime / timescale
  }
  return shift
}

async function movieTimescale(reader: BoxReader): Promise<number> {
  for await (const box of reader.children(0, reader.source.sizeBytes)) {
    if (box.type !== 'moov') continue
    const head = await reader.find(box, 'mvhd')
    const view = head && await reader.content(head, 1_024)
    return view ? uintAt(view, uintAt(view, 0, 1) === 1 ? 20 : 12, 4) || 1_000 : 1_000
  }
  return 1_000
}

async function inTables(reader: BoxReader, trak: Box, samplesMax: number): Promise<readonly Placed[]> {
  const tables = await reader.find(trak, 'mdia', 'minf', 'stbl')
  if (!tables) return []
  const table = async (type: string) => { const box = await reader.find(tables, type); return box && await reader.content(box, limits.mediaTableBytesMax) }
  const [times, sizes, runs] = [await table('stts'), await table('stsz'), await table('stsc')]
  const [short, long] = [await table('stco'), await table('co64')]
  const chunks = short ?? long
  if (!times || !sizes || !runs || !chunks) return []
  const count = uintAt(sizes, 8, 4)
  if (count > samplesMax) throw new MediaError('HOSTILE', `This file has a track of ${count} texts; no film has.`)
  const same = uintAt(sizes, 4, 4)
  const chunkCount = uintAt(chunks, 4, 4)
  const placed: Placed[] = []
  const clock = ticking(times)
  let [sample, run] = [0, 0]
  for (let chunk = 1; chunk <= chunkCount && sample < count; chunk++) {
    while (run + 1 < uintAt(runs, 4, 4) && uintAt(runs, 8 + (run + 1) * 12, 4) <= chunk) run++
    let at = uintAt(chunks, 8 + (chunk - 1) * (short ? 4 : 8), short ? 4 : 8)
    for (let left = uintAt(runs, 8 + run * 12 + 4, 4); left > 0 && sample < count; left--, sample++) {
      const sizeBytes = same || uintAt(sizes, 12 + sample * 4, 4)
      placed.push({ ...clock(), at, sizeBytes })
      at += sizeBytes
    }
  }
  return placed
}

/** Start and duration of one sample after the other. */
function ticking(times: DataView): () => { start: number; duration: number } {
  let [entry, left, start] = [-1, 0, 0]
  return () => {
    while (left === 0) {
      entry++
      left = uintAt(times, 8 + entry * 8, 4)
    }
    left--
    const duration = uintAt(times, 8 + entry * 8 + 4, 4)
    start += duration
    return { start: start - duration, duration }
  }
}

async function inFragments(reader: BoxReader, trackId: number, samplesMax: number): Promise<readonly Placed[]> {
  const placed: Placed[] = []
  let defaults = { duration: 0, sizeBytes: 0 }
  for await (const box of reader.children(0, reader.source.sizeBytes)) {
    if (box.type === 'moov') defaults = await trackDefaults(reader, box, trackId)
    if (box.type !== 'moof') continue
    for await (const part of reader.children(box.from, box.to)) {
      if (part.type === 'traf') placed.push(...await inFragment(reader, box, part, trackId, defaults, placed.at(-1)))
      if (placed.length > samplesMax) throw new MediaError('HOSTILE', `This file has a track of more than ${samplesMax} texts; no film has.`)
    }
  }
  return placed
}

async function trackDefaults(reader: BoxReader, moov: Box, trackId: number): Promise<{ duration: number; sizeBytes: number }> {
  const extends_ = await reader.find(moov, 'mvex')
  if (extends_) {
    for await (const box of reader.children(extends_.from, extends_.to)) {
      if (box.type !== 'trex') continue
      const view = await reader.content(box, 1_024)
      if (uintAt(view, 4, 4) === trackId) return { duration: uintAt(view, 12, 4), sizeBytes: uintAt(view, 16, 4) }
    }
  }
  return { duration: 0, sizeBytes: 0 }
}

async function inFragment(reader: BoxReader, moof: Box, traf: Box, trackId: number, defaults: { duration: number; sizeBytes: number }, before: Placed | undefined): Promise<readonly Placed[]> {
  const placed: Placed[] = []
  let [base, start, { duration, sizeBytes }] = [moof.at, before ? before.start + before.duration : 0, defaults]
  for await (const box of reader.children(traf.from, traf.to)) {
    if (box.type !== 'tfhd' && box.type !== 'tfdt' && box.type !== 'trun') continue
    const view = await reader.content(box, limits.mediaTableBytesMax)
    const flags = uintAt(view, 0, 4) & 0xff_ffff
    if (box.type === 'tfhd') {
      if (uintAt(view, 4, 4) !== trackId) return []
      let at = 8
      const next = (present: number, bytes: 4 | 8) => { if (!(flags & present)) return undefined; at += bytes; return uintAt(view, at - bytes, bytes) }
      base = next(0x1, 8) ?? base
      next(0x2, 4)
      duration = next(0x8, 4) ?? duration
      sizeBytes = next(0x10, 4) ?? sizeBytes
    } else if (box.type === 'tfdt') {
      start = uintAt(view, 4, uintAt(view, 0, 1) === 1 ? 8 : 4)
    } else {
      let [at, from] = [8, base]
      if (flags & 0x1) from += view.getInt32(at), at += 4
      if (flags & 0x4) at += 4
      for (let left = uintAt(view, 4, 4); left > 0; left--) {
        const sample = { duration, sizeBytes }
        if (flags & 0x100) sample.duration = uintAt(view, at, 4), at += 4
        if (flags & 0x200) sample.sizeBytes = uintAt(view, at, 4), at += 4
        if (flags & 0x400) at += 4
        if (flags & 0x800) at += 4
        placed.push({ start, duration: sample.duration, at: from, sizeBytes: sample.sizeBytes })
        if (placed.length > limits.mediaTextSamplesMax) throw new MediaError('HOSTILE', 'This file has more texts than any film has.')
        start += sample.duration
        from += sample.sizeBytes
      }
      base = from
    }
  }
  return placed
}
