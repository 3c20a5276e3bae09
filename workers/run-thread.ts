/** A worker in a thread of its own, as its parent sees it: started with a message, told to stop by another, its log passed on. */

import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'

/** What every thread says. */
export type OfThread =
  | { readonly type: 'log'; readonly level: keyof Log; readonly fields: object; readonly message: string }
  | { readonly type: 'stopped' }

interface Options<From, To> {
  readonly start: To
  readonly stop: To
  /** Called once it can be spoken to; what is said after its end is lost. */
  started?(say: (message: To) => void): void
  /** Of the lines it logs. */
  readonly role: string
  /** What else it says, and how to answer. */
  hear(message: Exclude<From, OfThread>, say: (message: To) => void): void
  readonly log: Log
  readonly system: Pick<System, 'sleep'>
  readonly signal: AbortSignal
}

/**
 * Resolves when the thread has ended: with undefined when it has stopped, else with why it died. After the signal it has `limits.closeTimeoutMs` to let go of
 * everything; then it is ended.
 */
export function runThread<From extends { readonly type: string }, To>(module: URL, { start, stop, started, role, hear, log, system, signal }: Options<From, To>): Promise<string | undefined> {
  const thread = new Worker(module, { type: 'module' })
  const say = (message: To) => thread.postMessage(message)
  return new Promise((resolve) => {
    const ended = new AbortController()
    const end = (failure?: string) => {
      ended.abort()
      thread.terminate()
      resolve(failure)
    }
    const halt = () => {
      say(stop)
      void system.sleep(limits.closeTimeoutMs, ended.signal).then(() => end())
    }
    thread.onmessage = ({ data }: MessageEvent<From | OfThread>) => {
      const message = data as OfThread
      if (message.type === 'log') return log[message.level]({ role, ...message.fields }, message.message)
      if (message.type === 'stopped') return end()
      hear(data as Exclude<From, OfThread>, say)
    }
    thread.onerror = (event) => {
      // Otherwise the error would end this process too.
      event.preventDefault()
      end(event.message)
    }
    signal.addEventListener('abort', halt, { once: true, signal: ended.signal })
    say(start)
    started?.(say)
    if (signal.aborted) halt()
  })
}
