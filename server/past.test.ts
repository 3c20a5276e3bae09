/** Time travel is true: what `asOf` answers is what the live read models answered then. Over HTTP, on a real database. */

import process from 'node:process'
import fc from 'fast-check'
import type { Command, CommandId, Issued } from '../domain/command.ts'
import type { Position, UserId } from '../domain/event.ts'
import { RATINGS } from '../domain/scales.ts'
import { ERASED } from '../domain/personal.ts'
import { library } from '../projections/library.ts'
import { timeline } from '../projections/timeline.ts'
import { eventually } from '../test/support/eventually.ts'
import { newJobId } from '../test/support/person.ts'
import type { Test } from '../test/support/tap.ts'
import t from '../test/support/tap.ts'
import type { TestApp } from '../test/support/test-app.ts'
import { testApp } from '../test/support/test-app.ts'
import { runRebuilds } from '../workers/rebuild.ts'
import { requestRebuild } from './db/rebuilds.ts'
import { loadConfig } from './config.ts'
import { limits } from './limits.ts'
import { silentLog } from './log.ts'
import { personalKeysIn } from './personal/personal-keys.ts'
import { instantOf, realSystem, uuidv7 } from './system.ts'

const seed = Number(process.env.FC_SEED ?? 1895)
const runs = Number(process.env.FC_RUNS ?? 20)
const titles = [1, 2, 3].map((tmdbId) => ({ mediaType: 'movie' as const, tmdbId }))
const listId = uuidv7(realSystem)
const jobs = [newJobId(), newJobId(), newJobId()]

/** One command on one of three films, or something taken back: `Undo` names a command that was sent before, by its number. */
const title = fc.constantFrom(...titles)
const anyStep = fc.tuple(fc.oneof(
  fc.record({ type: fc.constant('RateMovie'), data: fc.record({ title, rating: fc.constantFrom(...RATINGS) }) }),
  fc.record({ type: fc.constantFrom('ClearRating', 'RemoveFromWatchlist', 'AddFavourite', 'RemoveFavourite', 'MarkWatched', 'DeleteReview', 'ViewTitle'), data: fc.record({ title }) }),
  fc.record({ type: fc.constant('AddToWatchlist'), data: fc.record({ title, priority: fc.constantFrom('LOW', 'HIGH'), note: fc.constantFrom('', '“quoted” \\ and ü', 'null') }) }),
  fc.record({ type: fc.constant('WriteReview'), data: fc.record({ title, score: fc.constantFrom(0, 7.5), text: fc.string({ maxLength: 20, unit: 'grapheme' }), visibility: fc.constant('private') }) }),
  fc.record({ type: fc.constantFrom('TagTitle', 'UntagTitle'), data: fc.record({ title, tag: fc.constantFrom('noir', 'Ärger') }) }),
  fc.record({ type: fc.constant('RecordProgress'), data: fc.record({ title, positionSeconds: fc.constantFrom(30, 900, 5_900), durationSeconds: fc.constant(6_000) }) }),
  fc.nat(2).map((n) => ({ type: 'RequestFetch', data: { movieId: titles[n]!.tmdbId, jobId: jobs[n]! } })),
  fc.nat(2).map((n) => ({ type: 'CancelFetch', data: { movieId: titles[n]!.tmdbId, jobId: jobs[n]! } })),
  fc.record({ type: fc.constant('AddToList'), data: fc.record({ listId: fc.constant(listId), title, note: fc.constantFrom('', 'x'), orderKey: fc.constantFrom('a0', 'a1', 'a0V') }) }),
  fc.record({ type: fc.constant('RemoveFromList'), data: fc.record({ listId: fc.constant(listId), title }) }),
  fc.constantFrom({ type: 'RenameList', data: { listId, name: 'Noir' } }, { type: 'RenameList', data: { listId, name: 'Gris' } }, { type: 'DeleteList', data: { listId } }, { type: 'RedoListChange', data: { listId } }),
  fc.nat(8).map((back) => ({ type: 'UndoListChange', data: { listId, back } })),
  fc.constant({ type: 'BeginBatch', data: { kind: 'edit', name: 'Tidied', size: 2, removes: 0 } }),
  fc.record({ type: fc.constant('Undo'), data: fc.record({ title, back: fc.nat(8) }) }),
), fc.constantFrom(0, 0, 1, 20_000, 86_400_000))

const QUESTIONS = ['/api/library?', '/api/watchlist?sort=priority&order=asc&', '/api/reviews?sort=title&limit=2&', '/api/history?limit=100&', '/api/history?mediaType=movie&tmdbId=1&', '/api/library/movie/1?', '/api/continue-watching?', `/api/lists/${listId}?`, `/api/lists/${listId}/items?`]

interface World { readonly app: TestApp; readonly userId: UserId; pass(ms: number): void; at(): string; /** Null where there is no such thing. */ ask(url: string): Promise<unknown>; send(type: string, data: object): Promise<void> }

async function world(t: Test): Promise<World> {
  let nowMs = Date.UTC(2026, 0, 1)
  const app = await testApp(t, { system: { ...realSystem, now: () => nowMs } })
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'member' })
  const cookie = await app.signIn('ada', 'a long password')
  const { userId } = (await app.ask('GET', '/api/session', { cookie })).json<{ userId: UserId }>()
  const sent: CommandId[] = []
  let batchId: CommandId | undefined
  return {
    app, userId,
    pass(ms) { nowMs += ms },
    at: () => new Date(nowMs).toISOString(),
    async ask(url) {
      const answer = await app.ask('GET', url, { cookie })
      if (answer.statusCode === 404) return null
      if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
      return answer.json()
    },
    async send(type, { back, ...data }: { back?: number }) {
      const id = uuidv7({ ...realSystem, now: () => nowMs }) as CommandId
      if (type === 'BeginBatch') batchId = id
      const target = type === 'BeginBatch' ? { batchId: id } : back === undefined ? {} : { commandId: sent.at(-1 - back) ?? id }
      const batch = batchId !== undefined && Number.parseInt(id.slice(-1), 16) % 2 === 0 ? { batchId } : {}
      const command = { id, type, data: { ...data, ...target }, issuedAt: new Date(nowMs).toISOString(), deviceId: null, ...batch, actor: userId, sender: 'member' }
      const outcome = await app.commands.handle(command as Issued<Command>)
      if (outcome.status === 'accepted') sent.push(command.id)
      else if (outcome.status !== 'rejected') throw new Error(JSON.stringify(outcome))
    },
  }
}

async function rebuilt({ app: { store, database } }: World): Promise<void> {
  const stop = new AbortController()
  const done = runRebuilds({ store, database, projections: [library, timeline], record: async () => {}, system: realSystem, log: silentLog, signal: stop.signal })
  for (const projection of [library, timeline]) await requestRebuild(database.kysely, projection, 'rebuild', 'system')
  await eventually('both to be rebuilt', async () => (await database.kysely.selectFrom('rebuilds').select('status').execute()).every(({ status }) => status === 'done'))
  stop.abort()
  await done
}

t.test('every answer as of a position and as of a moment is what the live read models answered there', async (t) => {
  const here = await world(t)
  const { app } = here
  for (const { tmdbId, mediaType } of titles) {
    const data = { mediaType, tmdbId, title: ['b', 'C', 'a'][tmdbId - 1]!, year: 1920 + tmdbId, posterPath: null, backdropPath: null, runtimeMinutes: 90, genres: [], overview: '', outline: null }
    await app.commands.handle({ id: uuidv7(realSystem) as CommandId, type: 'DescribeTitle', data, issuedAt: instantOf(realSystem), deviceId: null, actor: 'system', sender: 'worker' })
  }
  const described = Number(await app.store.lastPosition())
  await eventually('titles have their cards', async () => (await app.database.kysely.selectFrom('checkpoints').select('position').where('name', '=', 'cards').executeTakeFirstOrThrow()).position >= described)
  const seen: { readonly position: Position; readonly at: string; readonly answers: readonly unknown[] }[] = []
  const look = async () => {
    const position = await app.store.lastPosition()
    seen.push({ position, at: here.at(), answers: await Promise.all(QUESTIONS.map((question) => here.ask(question.includes(listId) ? question : `${question}after=${position}`))) })
  }
  await look()
  here.pass(1)
  await here.send('CreateList', { listId, name: 'One', visibility: 'private' })
  for (const [{ type, data }, ms] of fc.sample(anyStep, { numRuns: runs, seed })) {
    here.pass(ms)
    await here.send(type, data)
    await look()
  }
  here.pass(1)
  const differing = async (each = 1) => {
    const wrong: string[] = []
    for (const [i, { position, at, answers }] of seen.entries()) {
      if (i % each !== 0) continue
      for (const [j, question] of QUESTIONS.entries()) {
        if (!same(await here.ask(`${question}asOf=${position}`), answers[j])) wrong.push(`${question} at position ${position}`)
        // Of what happened in the same millisecond, a moment shows all.
        if (seen[i + 1]?.at !== at && !same(await here.ask(`${question}asOf=${at}`), answers[j])) wrong.push(`${question} at ${at}`)
      }
    }
    return wrong
  }
  t.ok(new Set(seen.map(({ answers }) => JSON.stringify(answers))).size > runs / 2, `${seen.length} moments, seed ${seed}`)
  t.same(await differing(), [], 'at every position and moment')
  await rebuilt(here)
  t.same(await differing(5), [], 'and after both read models were rebuilt')
})

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

t.test('asOf must be a moment that has been', async (t) => {
  const here = await world(t)
  const cookie = await here.app.signIn('ada', 'a long password')
  await here.send('AddFavourite', { title: titles[0] })
  const [mine, last] = [here.at(), await here.app.store.lastPosition()]
  for (const [asOf, words] of [
    ['yesterday', /must be a time with a zone/], ['2026-01-01T00:00:00', /with a zone/], ['2026-02-31T99:00:00Z', /must be/], ['2026-01-01T00:00:00.001Z', /lies ahead: nothing/],
    ['12', /must be/], ['9'.repeat(20), /lies ahead: no event/], ['x'.repeat(41), /not as expected/],
  ] as const) {
    const answer = await here.app.ask('GET', `/api/watchlist?asOf=${encodeURIComponent(asOf)}`, { cookie })
    t.match({ status: answer.statusCode, ...answer.json<object>() }, { status: 400, code: 'INVALID_INPUT', error: words, details: [{ field: 'asOf' }] }, asOf)
  }
  const favourites = async (asOf: string) => (await here.ask(`/api/favourites?asOf=${encodeURIComponent(asOf)}`) as { totalResults: number }).totalResults
  t.same(await Promise.all([favourites(mine), favourites(mine.replace('T00:00:00.000Z', 'T01:00:00+01:00')), favourites('2025-12-31T23:59:59.999Z'), favourites(last), favourites('0'.repeat(20))]), [1, 1, 0, 1, 0])
  t.equal((await here.app.ask('GET', `/api/library?asOf=${mine}`)).statusCode, 401)
})

t.test('who looks at too many moments at once is told to wait', async (t) => {
  const here = await world(t)
  const cookie = await here.app.signIn('ada', 'a long password')
  const answers = await Promise.all(Array.from({ length: limits.pastReadsWaitingMax + 5 }, () => here.app.ask('GET', `/api/watchlist?asOf=${here.at()}`, { cookie })))
  const codes = answers.map(({ statusCode }) => statusCode)
  t.equal(codes.filter((code) => code === 200).length, limits.pastReadsWaitingMax)
  t.match(answers.find(({ statusCode }) => statusCode !== 200)?.json(), { code: 'RATE_LIMITED', error: /too many moments at once/ })
  t.ok(await here.ask(`/api/watchlist?asOf=${here.at()}`), 'then it goes on')
})

t.test('what a person wrote and had erased stays erased in the past, and all else of it is there', async (t) => {
  const here = await world(t)
  await here.send('WriteReview', { title: titles[0], score: 7, text: 'Cleo was asleep', visibility: 'private' })
  await here.send('AddToWatchlist', { title: titles[1], priority: 'HIGH', note: 'with Cleo' })
  const at = here.at()
  here.pass(1_000)
  const answers = () => Promise.all(['/api/library/movie/1', '/api/library/movie/2', '/api/library', '/api/history'].map((path) => here.ask(`${path}?asOf=${at}`)))
  t.match(await answers(), [{ entry: { review: { score: 7, text: 'Cleo was asleep' } } }, { entry: { watchlistNote: 'with Cleo' } }])
  const { database } = here.app
  await (await personalKeysIn(database, loadConfig({ DATA_DIR: here.app.dataDir }, ''), realSystem)).destroy(here.userId)
  // Until then a process may still have the key in its memory.
  here.pass(limits.personalKeyCacheMs + 1)
  const erased = await answers()
  t.match(erased, [{ entry: { review: { score: 7, text: ERASED } } }, { entry: { watchlistNote: ERASED, watchlistPriority: 'HIGH' } }])
  t.notMatch(JSON.stringify(erased), /Cleo/)
})
