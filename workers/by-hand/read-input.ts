/** Files that a person names on the command line, within the bounds of what the worker would take from the network. */

import { readFile, stat } from 'node:fs/promises'
import type { Call } from '../../server/cli/command.ts'
import { EXIT, UsageError } from '../../server/cli/command.ts'
import { IndexerError } from '../../server/indexer/fetch-limited.ts'
import { ProfileError } from '../../server/releases/ranking/told-json.ts'
import { ArchiveError } from '../archives/archive-error.ts'
import { MediaError } from '../media/media-error.ts'
import { NzbError } from '../usenet/nzb.ts'
import { ArticleTooLarge } from '../usenet/yenc.ts'

/** Throws `UsageError` for a file that cannot be read or has more than `bytesMax` bytes. */
export async function readInput(path: string, bytesMax: number): Promise<Uint8Array> {
  let bytes: Uint8Array
  try {
    const { size } = await stat(path)
    if (size > bytesMax) throw new UsageError(`${path} has ${size} bytes; at most ${bytesMax} are read`)
    bytes = new Uint8Array(await readFile(path))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}): name a file that is there and may be read`, { cause: error })
  }
  return bytes
}

/** What a stranger's file may be is an answer, with its code, not a crash. */
export async function orRefused(call: Call, run: () => Promise<number>): Promise<number> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof IndexerError || error instanceof ArchiveError || error instanceof MediaError || error instanceof NzbError || error instanceof ProfileError || error instanceof ArticleTooLarge)) throw error
    const code = 'code' in error ? error.code : 'TOO_LARGE'
    call.print({ code, message: error.message }, `${code}: ${error.message}`)
    return EXIT.failed
  }
}
