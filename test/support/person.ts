/** A person using the HTTP API, as a script of theirs would. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, CommandId, Outcome } from '../../domain/command.ts'
import { jobIdOf } from '../../domain/ids.ts'
import type { CommandData, CommandType, DomainEvent } from '../../domain/index.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { JobRow } from '../../projections/jobs.ts'
import type { CommandAnswer, Session, SyncPage } from '../../projections/wire.ts'
import { realSystem, uuidv7 } from '../../server/system.ts'
import { eventually } from './eventually.ts'
import type { Service } from './service.ts'

export interface Credentials { readonly username: string; readonly password: string }

/** What the demo wrote beside its data. */
export function demoCredentials(service: Pick<Service, 'dataDir'>, role: 'admin' | 'member'): Credentials {
  const { accounts } = JSON.parse(readFileSync(join(service.dataDir, 'demo-credentials.json'), 'utf8')) as { accounts: (Credentials & { role: string })[] }
  return accounts.find((account) => account.role === role)!
}

export function newCommand<T extends CommandType>(type: T, data: CommandData[T]): Command<T, CommandData[T]> {
  return { id: uuidv7(realSystem) as CommandId, type, data, issuedAt: new Date().toISOString(), deviceId: null }
}

export function newJobId(): string {
  return jobIdOf(realSystem.randomBytes(26))
}

export interface Person {
  readonly session: Session
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  put<T>(path: string, body: unknown): Promise<T>
  send(...commands: Command[]): Promise<readonly Outcome[]>
  /** The whole replica, page by page. */
  replica(): Promise<{ events: DomainEvent[]; cards: Map<string, CardRow>; jobs: Map<string, JobRow> }>
}

export async function signIn(url: string, credentials: Credentials): Promise<Person> {
  const headers: Record<string, string> = { 'x-rewind': '1', origin: url, 'content-type': 'application/json' }
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const signedIn = await ask('POST', '/api/session', { username: credentials.username, password: credentials.password })
  await signedIn.body?.cancel()
  headers.cookie = signedIn.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
  const get = async <T>(path: string): Promise<T> => await (await ask('GET', path)).json() as T
  const post = async <T>(path: string, body: unknown): Promise<T> => await (await ask('POST', path, body)).json() as T
  const put = async <T>(path: string, body: unknown): Promise<T> => await (await ask('PUT', path, body)).json() as T
  return {
    session: await get<Session>('/api/session'),
    get, post, put,
    send: async (...commands) => (await post<CommandAnswer>('/api/commands', commands)).outcomes,
    async replica() {
      const events: DomainEvent[] = []
      const cards = new Map<string, CardRow>()
      const jobs = new Map<string, JobRow>()
      for (let cursor = '', more = true; more;) {
        const page = await get<SyncPage>(`/api/sync${cursor && `?cursor=${encodeURIComponent(cursor)}`}`)
        events.push(...page.events)
        for (const card of page.cards) cards.set(card.key, card)
        for (const job of page.jobs) jobs.set(job.key, job)
        ;({ cursor, more } = page)
      }
      return { events, cards, jobs }
    },
  }
}

/** The first admin of an instance of one's own, by the token its log shows. */
export async function setUp(service: Pick<Service, 'url' | 'output'>, credentials: Credentials): Promise<void> {
  const token = await eventually('the log shows a set-up token', () => /set-up token:?\s+(\S+)\s/i.exec(service.output())?.[1])
  const answer = await fetch(`${service.url}/api/setup`, {
    method: 'POST',
    headers: { 'x-rewind': '1', origin: service.url, 'content-type': 'application/json' },
    body: JSON.stringify({ token, ...credentials }),
  })
  if (!answer.ok) throw new Error(`POST /api/setup: ${answer.status} ${await answer.text()}`)
  await answer.body?.cancel()
}
