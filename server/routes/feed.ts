/** What somebody follows live, as server-sent events (HTML, "Server-sent events"): it needs no socket of its own and takes up again by itself. */

import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Role } from '../../domain/command.ts'
import { NO_STORE } from '../http.ts'
import { limits } from '../limits.ts'
import { RequestError } from '../request-error.ts'
import type { System } from '../system.ts'

export interface Feed<Answer> {
  readonly url: string
  /** In words: what is followed. */
  readonly of: string
  readonly tags: readonly string[]
  /** Admins alone, where nothing else is said. */
  readonly least?: Role
  ask(request: FastifyRequest): Promise<Answer>
  /** Asked for more often then. */
  isBusy(answer: Answer): boolean | null
}

/** The answer whenever it changes. It ends by itself, and the browser asks again: so a session that has ended is noticed. */
export function feedRoute<Answer>(app: FastifyInstance, system: System, { url, of, tags, ask, isBusy, least = 'admin' }: Feed<Answer>): void {
  let open = 0
  app.get(url, {
    config: { least, cacheControl: NO_STORE }, schema: { summary: `The ${of} as they change: server-sent events`, tags },
  }, async (request, reply) => {
    if (open >= limits.adminFeedsMax) throw new RequestError('RATE_LIMITED', `Too many windows follow the ${of} already.`)
    open++
    const gone = new AbortController()
    reply.raw.on('close', () => {
      open--
      gone.abort()
    })
    return await reply.type('text/event-stream').send(Readable.from(events(system, () => ask(request), isBusy, gone.signal)))
  })
}

async function* events<Answer>(system: System, ask: () => Promise<Answer>, isBusy: (answer: Answer) => boolean | null, signal: AbortSignal): AsyncGenerator<string> {
  let told = ''
  yield `retry: ${limits.adminFeedRestMs}\n\n`
  for (const until = system.now() + limits.adminFeedMs; system.now() < until && !signal.aborted;) {
    const answer = await ask()
    const text = JSON.stringify(answer)
    if (text !== told) yield `data: ${text}\n\n`
    told = text
    await system.sleep(isBusy(answer) ? limits.adminFeedBusyMs : limits.adminFeedRestMs, signal)
  }
}
