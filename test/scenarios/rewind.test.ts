/** The command line as a program of its own, beside a running service and without one. */

import { createHash } from 'node:crypto'
import process from 'node:process'
import { startTmdbServer } from '../../demo/tmdb-server.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import type { EventAnswer, HistoryPage } from '../../projections/wire.ts'
import { startEmbeddedPostgres } from '../../server/db/embedded-postgres.ts'
import { silentLog } from '../../server/log.ts'
import { realSystem } from '../../server/system.ts'
import { eventually } from '../support/eventually.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { asAdministrator } from '../support/postgres.ts'
import { rewind, startRewind as start } from '../support/rewind-program.ts'
import { startService, temporaryFolder } from '../support/service.ts'
import t from '../support/tap.ts'

t.test('rewind reads the events, read models and people of a running service, and of one that is stopped', async (t) => {
  const service = await startService(t)
  const { dataDir } = service
  const member = await signIn(service.url, demoCredentials(service, 'member'))
  const rate = newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 653 }, rating: 'LIKE' })
  const [outcome] = await member.send(rate)
  t.equal(outcome!.status, 'accepted')

  const found = await rewind(dataDir, ['events', 'tail', '--json', '--commandId', rate.id])
  const events = found.lines.map((line) => JSON.parse(line) as RecordedEvent)
  t.same([found.code, events.map(({ type }) => type)], [0, ['TitleRated', 'TitleWatched']], found.err)
  const shown = await rewind(dataDir, ['events', 'show', events[0]!.id, '--json'])
  t.same((JSON.parse(shown.out) as EventAnswer).correlated.map(({ id }) => id), events.map(({ id }) => id))
  t.equal((await rewind(dataDir, ['events', 'show', '01930000-0000-8000-8000-000000000000'])).code, 3, 'an event that is not there')
  t.match((await rewind(dataDir, ['user', 'list', '--json'])).lines.map((line) => (JSON.parse(line) as { username: string }).username).includes(demoCredentials(service, 'member').username), true)
  t.match((await rewind(dataDir, ['projections', 'list'])).out, /library/)
  const asOf = (at: string, ...more: string[]) => rewind(dataDir, ['library', 'as-of', '--user', demoCredentials(service, 'member').username, '--at', at, ...more])
  t.match(JSON.parse((await asOf(events[1]!.recordedAt, '--json')).out), { mediaType: 'movie', tmdbId: 653, rating: 'LIKE' }, 'a library as it was then')
  t.match(await asOf(events[1]!.position), { code: 0, out: /^movie_653 +LIKE  watched 1$/m })
  t.match(await asOf('2020-01-01T00:00:00Z'), { code: 0, out: '' }, 'before anything was in it')
  t.match(await asOf('2999-01-01T00:00:00Z'), { code: 2, err: /--at lies ahead/ })

  const rebuilt = await rewind(dataDir, ['projections', 'rebuild', 'library', '--json'])
  t.match({ code: rebuilt.code, info: JSON.parse(rebuilt.out || '{}') as object }, { code: 0, info: { name: 'library', status: 'running', rebuild: { kind: 'rebuild', status: 'done' } } }, rebuilt.err)
  const verified = await rewind(dataDir, ['projections', 'verify', 'timeline'])
  t.match(verified, { code: 0, out: /same as a fresh fold/ })
  t.match(await rewind(dataDir, ['projections', 'pause', 'cards']), { code: 0, out: /cards v\d+  paused/ })
  t.match(await rewind(dataDir, ['projections', 'resume', 'cards']), { code: 0, out: /cards v\d+  running/ })
  t.match(await rewind(dataDir, ['projections', 'cancel', 'cards']), { code: 1, err: /Nothing is under way/ })
  const dump = await rewind(dataDir, ['projections', 'dump', 'library', '--json'])
  const sum = JSON.parse(dump.err) as { sha256: string; rows: number }
  t.match({ code: dump.code, sum }, { code: 0, sum: { name: 'library', rows: dump.lines.length, sha256: createHash('sha256').update(dump.out).digest('hex') } }, 'a dump, and its sum')
  t.match((await rewind(dataDir, ['projections', 'dump', 'library', '--sum', '--json'])).out, sum.sha256)
  t.match(await rewind(dataDir, ['projections', 'skip', 'cards', events[0]!.id, '--reason', 'a mistake']), { code: 1, err: /cards has not stopped at event/ })
  t.match(await rewind(dataDir, ['projections', 'skip', 'cards', events[0]!.id]), { code: 2, err: /--reason must say why/ })
  t.match(await rewind(dataDir, ['projections', 'rebuild', 'dreams']), { code: 2, err: /There is no read model "dreams"/ })
  t.match((await rewind(dataDir, ['events', 'tail', '--category', 'projection'])).out, /RebuildCompleted/)

  const admin = demoCredentials(service, 'admin').username
  const undo = (id: string, ...more: readonly string[]) => rewind(dataDir, ['undo', id, '--by', admin, '--reason', 'She asked me to', ...more])
  const look = await undo(rate.id, '--dry-run', '--json')
  t.match({ code: look.code, answer: JSON.parse(look.out || '{}') as object }, { code: 0, answer: { batchId: null, done: 0, taken: [{ facts: [{ type: 'WatchRemoved' }, { type: 'RatingCleared' }] }] } }, look.err)
  t.match(await undo(events[0]!.id), { code: 0, out: /1 of 1 taken back, as batch/ })
  const told = async () => (await member.get<HistoryPage>('/api/history')).results
  await eventually('the service has seen what the command line did', async () => (await told()).some(({ type }) => type === 'RatingCleared'))
  const begun = (await told()).find(({ type }) => type === 'BatchBegun')
  t.match(begun, { data: { kind: 'undo', reason: 'She asked me to' }, userId: member.session.userId }, 'the person reads that it was done, and why')
  t.not(begun!.actor, member.session.userId, 'and by whom')
  t.match(await undo(rate.id), { code: 0, out: /nothing left to take back/ })
  t.match((await undo('01930000-0000-7000-8000-000000000000')).code, 3)
  t.match(await rewind(dataDir, ['undo', rate.id, '--by', demoCredentials(service, 'member').username, '--reason', 'x']), { code: 2, err: /is not an admin here/ })
  t.match(await rewind(dataDir, ['undo', rate.id]), { code: 2, err: /Say who takes it back and why/ })

  const following = start(dataDir, {}, ['events', 'tail', '--follow', '--json', '--type', 'FavouriteAdded'])
  const favourite = () => member.send(newCommand('AddFavourite', { title: { mediaType: 'movie', tmdbId: 19 } }))
  await rewind(dataDir, ['events', 'tail', '--limit', '1'])
  await favourite()
  await eventually('the event is told', () => following.printed.out.includes('FavouriteAdded'))
  t.pass('what comes is told as it comes')
  process.kill(following.child.pid!, 'SIGINT')
  t.same((await following.ended)[0], 0, 'Ctrl-C is an ordinary end')

  t.equal(await service.stop(), 0)
  const exported = await rewind(dataDir, ['events', 'export', '--category', 'library'])
  t.same([exported.code, exported.lines.slice(0, 2).map((line) => (JSON.parse(line) as RecordedEvent).id)], [0, events.map(({ id }) => id)], exported.err)

  t.match(await rewind(dataDir, ['events', 'verify']), { code: 0, out: /^\d+ events are as they were recorded\.$/m })
  const postgres = await startEmbeddedPostgres({ dataDir, system: realSystem, log: silentLog })
  await asAdministrator(postgres.connection, `set session_replication_role = replica; update events set data = '{"rating":"DISLIKE"}' where id = '${events[0]!.id}'`)
  const { stream, version, position } = events[0]!
  const broken = await rewind(dataDir, ['events', 'verify', '--stream', stream, '--json'])
  t.match([broken.code, ...broken.lines.map((line) => JSON.parse(line) as object)], [1, { code: 'CHANGED', stream, version, position }, { findings: 1 }], broken.err)
  await postgres.stop()
})

t.test('rewind asks TMDB one question of each kind, with a key', async (t) => {
  t.match(await rewind(temporaryFolder(t), ['catalogue', 'try']), { code: 78, out: /^TMDB_API_KEY is missing: put/ })
  const upstream = await startTmdbServer({ token: 'right' })
  t.teardown(() => upstream.stop())
  const asked = await rewind(temporaryFolder(t), ['catalogue', 'try', '--json'], { TMDB_API_KEY: 'right', TMDB_BASE_URL: upstream.apiBaseUrl, TMDB_IMAGE_BASE_URL: upstream.imageBaseUrl })
  // The demo has none of the titles that everybody knows.
  t.match({ code: asked.code, first: JSON.parse(asked.lines[0] ?? '{}') as object }, { code: 1, first: { what: 'configuration', error: null } }, asked.err)
  t.ok(asked.lines.length > 30)
})

t.test('rewind says how it is called, and ends with a code when it was called wrongly', async (t) => {
  const dataDir = temporaryFolder(t)
  const help = await rewind(dataDir, ['--help'])
  t.match(help, { code: 0, out: /events tail/ })
  t.match(await rewind(dataDir, ['events', 'tail', '--help']), { code: 0, out: /--follow +go on until/ })
  const group = await rewind(dataDir, ['events', '--help'])
  t.match([group, group.out.includes('projections')], [{ code: 0, out: /events verify/ }, false], 'of a group, its own commands')
  t.match(await rewind(dataDir, ['events', 'burn']), { code: 2, err: /There is no command "events burn"/ })
  t.match(await rewind(dataDir, ['events', 'tail', '--from', 'yesterday']), { code: 2, err: /--from must be a time/ })
  t.match(await rewind(dataDir, ['events', 'tail', '--colour']), { code: 2, err: /--colour/ })
  t.match(await rewind(dataDir, ['user', 'list'], { PORT: 'many' }), { code: 78, err: /PORT/ })
})
