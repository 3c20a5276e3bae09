/** People of a service of the test's, and devices of theirs that listen. */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Role } from '../../domain/command.ts'
import type { CommandData, CommandType } from '../../domain/index.ts'
import type { LiveMessage, LiveRequest, SyncPage } from '../../projections/wire.ts'
import { eventually } from './eventually.ts'
import { newCommand } from './person.ts'
import type { TestApp } from './test-app.ts'
import { testApp } from './test-app.ts'

export interface Member { readonly cookie: string; send<T extends CommandType>(type: T, data: CommandData[T]): Promise<void> }
export type Rows = Extract<LiveMessage, { type: 'rows' }>
export interface Device {
  readonly messages: LiveMessage[]
  readonly closed: Promise<{ code: number; reason: string }>
  say(request: LiveRequest | string): void
  next<Type extends LiveMessage['type']>(type: Type, fits?: (message: Extract<LiveMessage, { type: Type }>) => boolean): Promise<Extract<LiveMessage, { type: Type }>>
}

export const film = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const

export async function listening(t: Parameters<typeof testApp>[0], options: Parameters<typeof testApp>[1] = {}): Promise<{ app: TestApp; url: string }> {
  const app = await testApp(t, options)
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  return { app, url: `127.0.0.1:${(app.app.server.address() as AddressInfo).port}` }
}

export async function memberOf(app: TestApp, username: string, role: Role = 'member'): Promise<Member> {
  await app.accounts.ensure({ username, password: 'a long password', role })
  const cookie = await app.signIn(username, 'a long password')
  return {
    cookie,
    async send(type, data) {
      const answer = await app.ask('POST', '/api/commands', { cookie, body: newCommand(type, data) })
      const { outcomes } = answer.json() as { outcomes: { status: string }[] }
      if (outcomes[0]!.status !== 'accepted') throw new Error(answer.body)
    },
  }
}

export async function pull(app: TestApp, { cookie }: Member, cursor?: string): Promise<SyncPage> {
  return (await app.ask('GET', `/api/sync${cursor ? `?cursor=${cursor}` : ''}`, { cookie })).json()
}

export function connect(t: Parameters<typeof testApp>[0], url: string, { cookie }: Pick<Member, 'cookie'>, origin = `http://${url}`): Device {
  // Deno takes headers, as no browser does: they are what the browser would send by itself.
  const socket = new WebSocket(`ws://${url}/api/live`, { headers: { cookie, origin } } as never)
  const messages: LiveMessage[] = []
  socket.onmessage = ({ data }) => messages.push(JSON.parse(String(data)))
  const closed = (once(socket, 'close') as Promise<[CloseEvent]>).then(([{ code, reason }]) => ({ code, reason }))
  const open = new Promise((resolve) => socket.addEventListener('open', resolve))
  t.teardown(() => socket.close())
  return {
    messages, closed,
    say: (request) => void open.then(() => socket.send(typeof request === 'string' ? request : JSON.stringify(request))),
    next: (type, fits = () => true) => eventually(`a message ${type}`, () => messages.find((message) => message.type === type && fits(message as never)) as never, undefined, 2),
  }
}
