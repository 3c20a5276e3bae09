/** A person who imports: the server as it is composed, with the worker that does imports, and a TMDB that knows some titles. */

import { strToU8, zipSync } from 'fflate'
import type { RecordedEvent, UserId } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { GIVEN_ROLES } from '../../domain/command.ts'
import type { ImportPhase, ImportTitlesPage, LibraryImport } from '../../projections/wire-import.ts'
import { silentLog } from '../../server/log.ts'
import type { System } from '../../server/system.ts'
import { realSystem } from '../../server/system.ts'
import { runImports } from '../../workers/library-import/run-imports.ts'
import { eventually } from './eventually.ts'
import type { Script } from './scripted-tmdb.ts'
import { byPath, json, scriptedTmdb } from './scripted-tmdb.ts'
import type { TestApp } from './test-app.ts'
import { testApp } from './test-app.ts'

export interface KnownTitle { readonly id: number; readonly title: string; readonly year: number; readonly imdb?: string }

/** As TMDB would: by name, whatever the case, in a year where one is asked for; and by IMDb's number. */
function tmdbThatKnows(titles: readonly KnownTitle[]): Script {
  const item = ({ id, title, year }: KnownTitle) => ({ id, title, release_date: `${year}-05-01`, genre_ids: [], poster_path: `/p${id}.jpg`, media_type: 'movie' })
  return (request, response) => {
    const url = new URL(request.url!, 'http://tmdb')
    const [, , area, what = ''] = url.pathname.split('/')
    const year = url.searchParams.get('primary_release_year')
    const found = area === 'find' ? titles.filter(({ imdb }) => imdb === what)
      : titles.filter((one) => one.title.toLowerCase().includes(url.searchParams.get('query') ?? '') && (year === null || one.year === Number(year)))
    const results = found.map(item)
    return byPath({ '/3/search': json({ page: 1, total_pages: 1, total_results: results.length, results }), '/3/find': json({ movie_results: results, tv_results: [] }), '/3/genre': json({ genres: [] }) })(request, response)
  }
}

export async function importLab(t: Parameters<typeof testApp>[0], titles: readonly KnownTitle[], { system = realSystem, works = true }: { readonly system?: System; readonly works?: boolean } = {}) {
  const tmdb = await scriptedTmdb(t, tmdbThatKnows(titles))
  const app = await testApp(t, { tmdb: { baseUrl: `${tmdb.url}/3`, imageBaseUrl: tmdb.url, token: 'secret' } as never, system })
  const stop = new AbortController()
  const running = works ? runImports({ ...portsOf(app, system), signal: stop.signal }) : Promise.resolve()
  t.teardown(async () => {
    stop.abort()
    await running
  })
  return { app, tmdb, rest: async () => { stop.abort(); await running } }
}

export function portsOf(app: TestApp, system: System = realSystem) {
  const { database, store, commands, askedCatalogue: asked, accounts, metrics } = app
  return { database, store, commands, asked, roleOf: async (userId: UserId) => (await accounts.byId(userId))?.role, counted: metrics.libraryImported, system, log: silentLog }
}

const PASSWORD = 'a long enough password'

export async function importer(app: TestApp, username: string, role: (typeof GIVEN_ROLES)[number] = 'member') {
  await app.accounts.ensure({ username, password: PASSWORD, role })
  const { userId } = (await app.accounts.find(username))!
  const cookie = await app.signIn(username, PASSWORD)
  const ask = async <T = LibraryImport>(method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown): Promise<T> => {
    const answer = await app.ask(method, url, { cookie, ...body === undefined ? {} : { body } })
    if (answer.statusCode >= 300) throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body}`)
    return (answer.body === '' ? undefined : answer.json()) as T
  }
  const send = async (files: Readonly<Record<string, string>>): Promise<LibraryImport> => {
    const payload = Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))))
    const answer = await app.app.inject({ method: 'POST', url: '/api/me/import?name=export.zip', headers: { 'x-rewind': '1', cookie, 'content-type': 'application/zip' }, payload })
    if (answer.statusCode !== 201) throw new Error(`${answer.statusCode} ${answer.body}`)
    return answer.json() as LibraryImport
  }
  const until = async (importId: string, phase: ImportPhase): Promise<LibraryImport> => {
    let seen = {} as LibraryImport
    await eventually(`the import to be ${phase}`, async () => {
      seen = await ask('GET', `/api/me/import/${importId}`)
      return seen.phase === phase || seen.phase === 'failed'
    }, 60_000)
    if (seen.phase !== phase) throw new Error(`The import failed: ${JSON.stringify(seen.error)}`)
    return seen
  }
  return {
    userId, cookie, ask, send, until,
    titles: (importId: string, shown: string) => ask<ImportTitlesPage>('GET', `/api/me/import/${importId}/titles?shown=${shown}`),
    log: async (): Promise<readonly RecordedEvent[]> => (await Promise.all(['library', 'list', 'batch'].map((category) => Array.fromAsync(app.store.readAll(START, category === 'list' ? { categories: ['list'] } : { family: `${category}-${userId}` }))))).flat(),
  }
}
