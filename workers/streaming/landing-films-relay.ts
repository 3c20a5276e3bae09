/** The server's side of films that land in another thread: questions go over, chunks come back one by one. */

import { limits } from '../../server/limits.ts'
import type { LandingFilm, LandingFilms, MovedFilm, NotPlayable } from '../../server/media/landing-films.ts'
import { LandingFilmError } from '../../server/media/landing-films.ts'
import type { LandingAnswer, LandingAsk } from './messages.ts'

export interface LandingFilmsRelay extends LandingFilms {
  /** The thread is there. Until then, and after `disconnected`, no film lands here. */
  connected(say: (ask: LandingAsk) => void): void
  hear(answer: LandingAnswer): void
  /** It has died: who waits for it is told. */
  disconnected(): void
}

/** Called with the one answer to a question or a pull. */
type Waiter = (answer: Exclude<LandingAnswer, { answer: 'moved' }>) => void

export function landingFilmsRelay(): LandingFilmsRelay {
  const waiting = new Map<number, Waiter>()
  const moved = new Map<string, MovedFilm>()
  let say: ((ask: LandingAsk) => void) | undefined
  let lastId = 0

  function ask(question: LandingAsk): Promise<Parameters<Waiter>[0]> {
    return new Promise((resolve) => {
      if (!say) return resolve(gone(question.id))
      waiting.set(question.id, resolve)
      say(question)
    })
  }

  /** `begin` goes over with the first pull: a stream that nobody reads opens nothing. */
  function stream(begin: (id: number) => LandingAsk): ReadableStream<Uint8Array> {
    const id = ++lastId
    let begun = false
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (!begun) say?.(begin(id))
        begun = true
        const answer = await ask({ ask: 'pull', id })
        switch (answer.answer) {
          case 'chunk': return controller.enqueue(answer.bytes)
          case 'end': return controller.close()
          case 'failed': throw answer.code === null ? new Error(answer.message) : new LandingFilmError(answer.code, answer.message)
          case 'film': throw new Error('A pull was answered with a film')
        }
      },
      cancel() {
        waiting.delete(id)
        if (begun) say?.({ ask: 'cancel', id })
      },
    }, { highWaterMark: 0 })
  }

  return {
    async open(jobId): Promise<LandingFilm | NotPlayable | undefined> {
      const answer = await ask({ ask: 'open', id: ++lastId, jobId })
      return answer.answer === 'film' ? answer.film ?? undefined : undefined
    },
    moved: (jobId, tag) => moved.get(`${jobId} ${tag}`),
    read: (jobId, tag, from, to, aim = 'watch') => stream((id) => ({ ask: 'read', id, jobId, tag, from, to, aim })),
    remuxed: (jobId, tag, fromSeconds, aim = 'watch') => stream((id) => ({ ask: 'remux', id, jobId, tag, fromSeconds, aim })),
    connected(speak) {
      say = speak
    },
    hear(answer) {
      if (answer.answer === 'moved') {
        moved.set(`${answer.jobId} ${answer.film.tag}`, answer.film)
        for (const [oldest] of moved) if (moved.size > limits.landingMovedMax) moved.delete(oldest)
        return
      }
      waiting.get(answer.id)?.(answer)
      waiting.delete(answer.id)
    },
    disconnected() {
      say = undefined
      for (const [id, resolve] of waiting) resolve(gone(id))
      waiting.clear()
    },
  }
}

function gone(id: number): Extract<LandingAnswer, { answer: 'failed' }> {
  return { answer: 'failed', id, code: 'GONE', message: 'The download of this film has stopped for a moment.' }
}
