/** A process of `commands.ts`: sends commands over HTTP, each client one after the other, and says on one line of JSON how it went. */

import http from 'node:http'
import process from 'node:process'
import type { Command, CommandId } from '../domain/command.ts'
import type { CommandAnswer } from '../projections/wire.ts'
import { realSystem, uuidv7 } from '../server/system.ts'
import { closedLoop } from './measure.ts'

const { port, clients, ms, cookies, firstId } = JSON.parse(process.argv[2]!) as { port: number; clients: number; ms: number; cookies: string[]; firstId: number }
const agent = new http.Agent({ keepAlive: true, maxSockets: clients })
let sent = 0

function post(body: string, cookie: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-rewind': '1', cookie }
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/api/commands', agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => { text += part }).on('end', () => resolve(text)).on('error', reject)
    })
    request.on('error', reject).end(body)
  })
}

const sample = await closedLoop({ clients, ms }, async () => {
  const n = sent++
  const command: Command = { id: uuidv7(realSystem) as CommandId, type: 'AddFavourite', data: { title: { mediaType: 'movie', tmdbId: firstId + n } }, issuedAt: new Date().toISOString(), deviceId: null }
  // Everybody in turn: nobody may send more than so many a minute.
  const answer = JSON.parse(await post(JSON.stringify([command]), cookies[n % cookies.length]!)) as Partial<CommandAnswer>
  if (answer.outcomes?.[0]?.status !== 'accepted') throw new Error(`A command was not accepted: ${JSON.stringify(answer)}`)
})
console.log(JSON.stringify({ ...sample, sent }))
agent.destroy()
