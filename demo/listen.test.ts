import { once } from 'node:events'
import { connect, Server } from 'node:net'
import t from '../test/support/tap.ts'
import { listenAnywhere } from './listen.ts'

/** Fails so many times with this code before it listens. */
class Failing extends Server {
  #left: number
  readonly #code: string
  constructor(times: number, code: string) {
    super()
    this.#left = times
    this.#code = code
  }

  override listen(...asked: never[]): this {
    if (this.#left-- <= 0) return super.listen(...asked)
    queueMicrotask(() => this.emit('error', Object.assign(new Error(`listen ${this.#code}`), { code: this.#code })))
    return this
  }
}

t.test('a server whose first listen answers EBADF listens after all', async (t) => {
  const server = new Failing(2, 'EBADF')
  t.teardown(() => server.close())
  const port = await listenAnywhere(server)
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.destroy()
})

t.test('what does not pass is told: another failure at once, this one at the third try', async (t) => {
  await t.rejects(listenAnywhere(new Failing(1, 'EACCES')), { code: 'EACCES' })
  await t.rejects(listenAnywhere(new Failing(3, 'EBADF')), { code: 'EBADF' })
})
