/**
 * A finished download made a film that browsers play: MP4 with its description in front, sound that plays, subtitles as WebVTT.
 *
 * PM1 The picture is never encoded anew. What browsers play already is left where it is.
 * PM2 Killed anywhere, the same call again ends right: nothing stands under its name before it is whole.
 * PM3 Memory hardly grows with the film: at most about 700 MB, of the thread alone, and gone with it.
 * PM4 A file made to hang whoever reads it ends with `TIME`; one that says impossible things of itself with `HOSTILE`.
 */

import type { Log } from '../../server/log.ts'
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'
import { runThread } from '../run-thread.ts'
import { MediaError } from './media-error.ts'
import type { FromMediaThread, ToMediaThread } from './media-thread.ts'
import type { Film, PreparedMedia } from './prepare-film.ts'

export interface PrepareOptions extends Film {
  readonly system: Pick<System, 'now' | 'sleep'>
  readonly signal: AbortSignal
  /** From 0 to 1. */
  onProgress(share: number): void
  readonly log: Log
}

/** Throws `MediaError`, or what the signal was aborted with. */
export async function prepareMedia({ path, name, beside, into, system, signal, onProgress, log }: PrepareOptions): Promise<PreparedMedia> {
  signal.throwIfAborted()
  const startedAt = system.now()
  const ended = new AbortController()
  const stalled = new AbortController()
  let prepared: PreparedMedia | undefined
  let refused: MediaError | undefined
  let heardAt = startedAt
  void watch()
  const failure = await runThread<FromMediaThread, ToMediaThread>(new URL('./media-thread.ts', import.meta.url), {
    start: { type: 'start', film: { path, name, beside, into } }, stop: { type: 'stop' }, role: 'media', log, system, signal: AbortSignal.any([signal, stalled.signal]),
    hear(message) {
      heardAt = system.now()
      switch (message.type) {
        case 'progress': return onProgress(message.share)
        case 'prepared': prepared = message.media; return
        case 'refused': refused = new MediaError(message.code, message.message)
      }
    },
  })
  ended.abort()
  signal.throwIfAborted()
  if (prepared) {
    log.info({ sizeBytes: prepared.video.sizeBytes, playable: prepared.playability.playable, subtitles: prepared.subtitles.length, told: prepared.told, tookMs: system.now() - startedAt }, 'the film is prepared')
    return prepared
  }
  if (stalled.signal.aborted) throw new MediaError('TIME', 'Preparing this film did not get on any more, and was given up. Choose another release.')
  throw refused ?? new Error(`The thread that prepares films died: ${failure ?? 'it said nothing'}`)

  async function watch(): Promise<void> {
    while (!ended.signal.aborted) {
      await system.sleep(limits.mediaStallMs / 4, ended.signal)
      if (system.now() - heardAt > limits.mediaStallMs) return stalled.abort()
    }
  }
}
