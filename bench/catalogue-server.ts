/** A TMDB that has every film there could be, each as the demo answers it: a process of its own, so that answering costs the import nothing. Prints its address. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { films } from '../demo/catalogue/index.ts'
import { tmdbAnswer } from '../demo/tmdb/routes.ts'
import { TITLE_QUERY } from '../server/catalogue/tmdb-title.ts'

/** What stands before and after a film's own number. */
const answers = films.map(({ tmdbId }) => {
  const { body } = tmdbAnswer(`/movie/${tmdbId}`, new URLSearchParams(TITLE_QUERY.movie), 0, 'http://127.0.0.1')
  return JSON.stringify({ ...body as object, id: 0 }).split('"id":0,')
})

const server = createServer((request, response) => {
  const id = /^\/3\/movie\/(\d+)/.exec(request.url!)?.[1]
  const [before, after] = answers[Number(id) % answers.length]!
  if (id === undefined) response.writeHead(404).end()
  else response.writeHead(200, { 'content-type': 'application/json' }).end(`${before}"id":${id},${after}`)
}).listen(0, '127.0.0.1')
await once(server, 'listening')
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
