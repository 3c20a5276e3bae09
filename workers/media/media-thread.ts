/** Prepares one film, and ends: reading gigabytes and decoding sound take a core, which neither articles nor the API must feel; its memory goes with it. */

import type { OfThread } from '../run-thread.ts'
import { MediaError } from './media-error.ts'
import type { MediaErrorCode } from './media-error.ts'
import type { Film, PreparedMedia } from './prepare-film.ts'
import { prepareFilm } from './prepare-film.ts'

export type ToMediaThread = { readonly type: 'start'; readonly film: Film } | { readonly type: 'stop' }
export type FromMediaThread =
  | OfThread
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'prepared'; readonly media: PreparedMedia }
  | { readonly type: 'refused'; readonly code: MediaErrorCode; readonly message: string }

const stop = new AbortController()
const tell = (message: FromMediaThread) => self.postMessage(message)

self.onmessage = ({ data }: MessageEvent<ToMediaThread>) => {
  if (data.type === 'stop') stop.abort()
  // Not caught: a rejection nobody handles is what the parent hears of.
  else void run(data.film).then(() => tell({ type: 'stopped' }))
}

async function run(film: Film): Promise<void> {
  let told = -1
  try {
    const media = await prepareFilm(film, {
      signal: stop.signal,
      onProgress(share) {
        if (share - told < 0.002) return
        told = share
        tell({ type: 'progress', share })
      },
    })
    tell({ type: 'prepared', media })
  } catch (error) {
    if (stop.signal.aborted) return
    if (!(error instanceof MediaError)) throw error
    tell({ type: 'refused', code: error.code, message: error.message })
  }
}
