/** The films that land in this thread, and the readers of them, by what the server asks. */

import { limits } from '../../server/limits.ts'
import type { Log } from '../../server/log.ts'
import type { LandingFault, MovedFilm } from '../../server/media/landing-films.ts'
import { LandingFilmError } from '../../server/media/landing-films.ts'
import type { LandingFilmReads } from './landing-film.ts'
import type { LandingAnswer, LandingAsk } from './messages.ts'

export interface LandingFilmsHost {
  answer(ask: LandingAsk): void
  /** Offers a film to readers until it is taken away; a later one of the same job takes its place. */
  add(jobId: string, film: LandingFilmReads): void
  remove(jobId: string, film: LandingFilmReads): void
  moved(jobId: string, film: MovedFilm): void
  figures(): LandingFigures
}

/** Films that can be watched and readers of them now; what was read, and what could not be, since the start. */
export interface LandingFigures { readonly films: number; readonly readers: number; readonly bytes: number; readonly failures: Readonly<Record<LandingFault, number>> }

interface Reader { readonly chunks: AsyncIterator<Uint8Array>; readonly stop: AbortController }

/** `tell` hands the chunk's buffer over. */
export function landingFilmsHost({ tell, log }: { tell(answer: LandingAnswer, handedOver: readonly ArrayBuffer[]): void; log: Pick<Log, 'error' | 'debug'> }): LandingFilmsHost {
  const films = new Map<string, LandingFilmReads>()
  const readers = new Map<number, Reader>()
  const failures: Record<LandingFault, number> = { MISSING: 0, LATE: 0, GONE: 0, BUSY: 0 }
  let bytesRead = 0

  function begin(id: number, jobId: string, tag: string, open: (film: LandingFilmReads, signal: AbortSignal) => AsyncIterable<Uint8Array>): void {
    const stop = new AbortController()
    readers.set(id, { stop, chunks: chunksOf(films.get(jobId), tag, readers.size, (film) => open(film, stop.signal))[Symbol.asyncIterator]() })
  }

  async function pull(id: number): Promise<void> {
    const reader = readers.get(id)
    if (!reader) return tell({ answer: 'failed', id, code: 'GONE', message: 'The reader is not there any more.' }, [])
    try {
      const next = await reader.chunks.next()
      // Cancelled while it waited: nobody is there to be told.
      if (!readers.has(id)) return
      if (next.done) {
        readers.delete(id)
        return tell({ answer: 'end', id }, [])
      }
      const bytes = ownBytes(next.value)
      bytesRead += bytes.length
      tell({ answer: 'chunk', id, bytes }, [bytes.buffer])
    } catch (error) {
      if (!readers.delete(id)) return
      const known = error instanceof LandingFilmError
      if (known) failures[error.code]++
      else log.error({ err: error }, 'a film that lands could not be read')
      tell({ answer: 'failed', id, code: known ? error.code : null, message: (error as Error).message }, [])
    }
  }

  return {
    answer(ask) {
      switch (ask.ask) {
        case 'open': {
          const film = films.get(ask.jobId)
          film?.opened()
          return tell({ answer: 'film', id: ask.id, film: film?.describe() ?? null }, [])
        }
        case 'read': return begin(ask.id, ask.jobId, ask.tag, (film, signal) => film.read(ask.from, ask.to, ask.aim, signal))
        case 'remux': return begin(ask.id, ask.jobId, ask.tag, (film, signal) => film.remuxed(ask.fromSeconds, ask.aim, signal))
        case 'pull':
          void pull(ask.id)
          return
        case 'cancel': {
          const reader = readers.get(ask.id)
          readers.delete(ask.id)
          reader?.stop.abort()
          void reader?.chunks.return?.().catch((error: unknown) => log.debug({ err: error }, 'a reader ended while it waited'))
        }
      }
    },
    add: (jobId, film) => void films.set(jobId, film),
    remove(jobId, film) {
      if (films.get(jobId) === film) films.delete(jobId)
    },
    moved: (jobId, film) => tell({ answer: 'moved', jobId, film }, []),
    figures: () => ({ films: [...films.values()].filter(({ tag }) => tag !== undefined).length, readers: readers.size, bytes: bytesRead, failures: { ...failures } }),
  }
}

/** Begins with the first pull, so that what cannot be read is told as its answer. */
async function* chunksOf(film: LandingFilmReads | undefined, tag: string, readers: number, open: (film: LandingFilmReads) => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  if (film?.tag !== tag) throw new LandingFilmError('GONE', 'This film is not landing here any more. Ask for its link again.')
  if (readers >= limits.landingReadersOfAllMax || film.readers >= limits.landingReadersMax) throw new LandingFilmError('BUSY', 'Too many are watching films that are still landing. Try again in a moment.')
  yield* open(film)
}

/** A buffer of its own, which can be handed to another thread. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength ? bytes as Uint8Array<ArrayBuffer> : new Uint8Array(bytes)
}
