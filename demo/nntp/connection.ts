/** A socket's side of a session: lines out of packets, answers in order, no faster than the client reads. */

import type { Socket } from 'node:net'
import type { System } from '../../server/system.ts'
import type { RateLimit } from './rate-limit.ts'
import type { SessionContext } from './session.ts'
import { line, openSession } from './session.ts'

const CHUNK_BYTES = 65_536
/** More than this many unanswered commands and the socket is not read from: the client's own sends wait. */
const PIPELINE_MAX = 256
/** A line that grows longer than this without an end comes from no news reader. */
const UNFINISHED_LINE_MAX = 8_192

interface Command {
  readonly text: string
  readonly dueAtMs: number
}

export async function serveConnection(
  socket: Socket,
  context: SessionContext,
  limit: RateLimit,
  system: Pick<System, 'now' | 'sleep'>,
  sent: (bytes: number) => void,
): Promise<void> {
  const commands: Command[] = []
  let partial = ''
  let wake = (): void => {}
  let ended = false
  socket.on('error', () => socket.destroy()) // The client went away: its own affair, and 'close' follows.
  socket.on('close', () => {
    ended = true
    wake()
  })
  socket.on('end', () => {
    ended = true
    wake()
  })
  socket.on('data', (chunk: Buffer) => {
    const lines = (partial + chunk.toString('latin1')).split('\n')
    partial = lines.pop()!
    if (partial.length > UNFINISHED_LINE_MAX) return void socket.destroy()
    const dueAtMs = system.now() + (context.faults.latencyMs ?? 0)
    for (const text of lines) {
      commands.push({ text: Buffer.from(text, 'latin1').toString('utf8').replace(/\r$/, ''), dueAtMs })
    }
    if (commands.length > PIPELINE_MAX) socket.pause()
    wake()
  })

  const send = async (bytes: Uint8Array): Promise<void> => {
    for (let from = 0; from < bytes.length && !socket.destroyed; from += CHUNK_BYTES) {
      const chunk = bytes.subarray(from, from + CHUNK_BYTES)
      await limit(chunk.length)
      if (socket.destroyed) return
      sent(chunk.length)
      if (!socket.write(chunk)) await drained(socket)
    }
  }

  if (context.faults.greeting) {
    await send(
      line(context.faults.greeting === 400 ? '400 Too many connections, try later' : '502 Access denied').bytes,
    )
    return void socket.end()
  }
  await send(line('200 Rewind demo server ready').bytes)
  const session = openSession(context)
  while (!socket.destroyed) {
    const command = commands.shift()
    if (!command) {
      if (ended) return void socket.end()
      socket.resume()
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      continue
    }
    const waitMs = command.dueAtMs - system.now()
    if (waitMs > 0) await system.sleep(waitMs)
    const answer = await session.answer(command.text).catch((error: Error) =>
      line(`403 Internal fault: ${error.message}`)
    )
    await send(answer.bytes)
    if (answer.then === 'close') return void socket.end()
    if (answer.then === 'hang') return
  }
}

/** Until the client has read enough, or is gone. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
    if (socket.destroyed) done()
  })
}
