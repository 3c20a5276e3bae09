/** A film's file as mediabunny reads it: its packets, and most of what it says of its pictures and sound. */

import { CustomSource, Input, Logging, LogLevel, MATROSKA, MP4, MPEG_TS, QTFF, WEBM } from 'mediabunny'
import { limits } from '../../server/limits.ts'
import type { ByteSource } from './byte-source.ts'
import { inBlocks } from './byte-source.ts'

/** Not all it knows: a playlist, for one, would have it look for other files. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS]

// What it finds odd about a stranger's file is no line of our log's.
Logging.level = LogLevel.Silent

/** Close it with `dispose`. */
export function openInput(whole: ByteSource): Input<CustomSource> {
  const source = inBlocks(whole, { blockBytes: limits.mediaBlockBytes, blocksMax: limits.mediaBlocksMax, readsMax: limits.mediaReadsInPlaceMax, readBytesMax: limits.mediaMoovBytesMax })
  return new Input({
    formats: FORMATS,
    source: new CustomSource({
      getSize: () => source.sizeBytes,
      read: (start, end) => source.read(start, end),
      // Ours keeps what was read, and counts: the library's own would go round in a damaged file for ever without anybody noticing.
      maxCacheSize: 0,
      prefetchProfile: 'none',
      // Whoever reads next hears of it.
      handleUnhandledError: () => {},
    }),
  })
}

/** The second at which the film begins by its own clock: a broadcast's runs on from wherever it was, the others count from their beginning. */
export async function beginningOf(input: Input): Promise<number> {
  if (await input.getFormat() !== MPEG_TS) return 0
  const first = await input.getFirstTimestamp()
  return Number.isFinite(first) ? first : 0
}
