/**
 * Answers that are the same for many, as bytes ready to be sent: what is each viewer's own is put behind them. Writing a title as JSON
 * costs more than all else about reading it.
 */

import { Buffer } from 'node:buffer'
import type { FastifyReply } from 'fastify'
import { limits } from '../limits.ts'
import { bytesOf, tagOf } from './kept-answer.ts'
import { lru } from './lru.ts'

export interface ReadyAnswer {
  /** An object without its last brace. */
  readonly open: Buffer
  readonly tag: string
}

export interface ReadyAnswers {
  /** `key` says all that decides what `make` makes. */
  of(key: string, make: () => object): ReadyAnswer
}

/** What is ready is of no use any more when `version` is another. */
export function readyAnswers(version: () => number): ReadyAnswers {
  const ready = lru<ReadyAnswer>(limits.catalogueReadyBytes)
  return {
    of(key, make) {
      const versioned = `${version()} ${key}`
      const known = ready.get(versioned)
      if (known) return known
      const text = JSON.stringify(make())
      const answer = { open: bytesOf(text.slice(0, -1)), tag: tagOf(text) }
      ready.set(versioned, answer, answer.open.byteLength)
      return answer
    },
  }
}

/** The object with `own` in it too. Neither may be empty, nor have a field of the other's. */
export function sendReady(reply: FastifyReply, { open, tag }: ReadyAnswer, own: object): FastifyReply {
  const rest = Buffer.from(`,${JSON.stringify(own).slice(1)}`)
  return reply.type('application/json; charset=utf-8').header('etag', `W/"${tag}${tagOf(rest)}"`).send(Buffer.concat([open, rest]))
}
