/** A browser that copies by itself while no page is open (Background Fetch), in memory: what it does, in which order and with which answers, is as seen of Chromium 156. */

import type { EndedTask, TaskEnd } from '../../pwa/saved/take-in.ts'
import type { BrowserTask, BrowserTasks } from '../../pwa/saved/with-browser.ts'

interface Running { readonly task: BrowserTask; readonly ended: EndedTask; abort(): Promise<void> }

export interface BrowserInMemory extends BrowserTasks {
  /** `silent`: takes the wish, and leaves it at that. `refuses`: the person, or a policy, forbids it. */
  behaviour: 'copies' | 'silent' | 'refuses'
  /** Before each question. */
  before: (part: number) => Promise<void>
  /** Names and bytes of what was asked of it. */
  readonly asked: { readonly id: string; readonly title: string; readonly downloadTotal: number; readonly parts: number }[]
  /** The person ends it in what the browser shows of it. */
  abortThere(id: string): Promise<void>
  /** What it does has come to its end, events and all. */
  idle(): Promise<void>
}

/** `tell`: the service worker's event, waited for as the browser waits. */
export function browserInMemory(fetch: typeof globalThis.fetch, tell: (ended: EndedTask, how: TaskEnd) => Promise<unknown>): BrowserInMemory {
  const running = new Map<string, Running>()
  const work = new Set<Promise<unknown>>()
  const follow = (run: Promise<unknown>) => { work.add(run); void run.finally(() => work.delete(run)) }

  const here: BrowserInMemory = {
    behaviour: 'copies', asked: [], before: async () => {},
    async fetch(id, requests, { title, downloadTotal }) {
      if (here.behaviour === 'refuses') throw new DOMException('This origin does not have permission to start a fetch.', 'NotAllowedError')
      here.asked.push({ id, title, downloadTotal, parts: requests.length })
      const events = new EventTarget()
      const answers = new Map<Request, Response>()
      const stop = new AbortController()
      const task = { downloaded: 0, abort: async () => { await running.get(id)?.abort(); return true }, addEventListener: (type: string, listen: () => void) => events.addEventListener(type, listen) }
      const ended: EndedTask = { id, matchAll: async () => requests.map((request) => ({ get responseReady() { const answer = answers.get(request); return answer ? Promise.resolve(answer) : Promise.reject(new DOMException('The response is not available.', 'UnknownError')) } })) }
      const end = async (how: TaskEnd) => {
        if (!running.has(id)) return
        running.delete(id)
        await tell(ended, how)
      }
      running.set(id, { task, ended, abort: async () => { stop.abort(); follow(end('abort')) } })
      if (here.behaviour === 'silent') return task
      follow((async () => {
        for (const [part, request] of requests.entries()) {
          await here.before(part)
          if (stop.signal.aborted) return
          const { pathname, search } = new URL(request.url)
          const answer = await fetch(pathname + search, { headers: request.headers })
          const bytes = await answer.arrayBuffer()
          if (stop.signal.aborted) return
          if (!answer.ok || task.downloaded + bytes.byteLength > downloadTotal) return await end('fail')
          answers.set(request, new Response(bytes, answer))
          task.downloaded += bytes.byteLength
          events.dispatchEvent(new Event('progress'))
        }
        await end('success')
      })())
      return task
    },
    get: async (id) => running.get(id)?.task,
    getIds: async () => [...running.keys()],
    abortThere: async (id) => await running.get(id)?.abort(),
    async idle() { while (work.size > 0) await Promise.all(work) },
  }
  return here
}
