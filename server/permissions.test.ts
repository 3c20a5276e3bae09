import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from '../test/support/tap.ts'
import { loadConfig } from './config.ts'
import { permissionsFor, storesIn } from './permissions.ts'

async function permissions(environment: Record<string, string>, isRoot = false, stores: readonly string[] = []): Promise<Record<string, string[]>> {
  const flags = await permissionsFor(loadConfig(environment, '/nonexistent/.env'), environment, isRoot, stores)
  return Object.fromEntries(flags.map((flag) => [flag.split('=')[0]!.replace('--allow-', ''), flag.split('=')[1]?.split(',') ?? ['everything']]))
}

t.test('the demo may speak with this machine alone, and write to its folder alone', async (t) => {
  const { net, write, read, run, ...others } = await permissions({ DATA_DIR: '/srv/rewind' })
  t.same(net, ['127.0.0.1:7979', '127.0.0.1', 'unix:/srv/rewind/postgres/.s.PGSQL.5432'])
  t.same(write, ['/srv/rewind'])
  t.notOk(read!.includes('/') || read!.includes('everything'))
  t.same(run!.slice(0, 3), ['/bin/sh', '/bin/cat', 'unshare'])
  t.notMatch(Object.keys(others), ['all'])
  t.same(Object.keys(others).sort(), ['--no-prompt', 'env', 'ffi', 'sys'])
})

t.test('where admins set up servers of others it may speak with those, never with what clouds keep for their machines, and start nothing but what unpacks', async (t) => {
  const { net, run, write, '--deny-net': denied } = await permissions({
    DATA_DIR: '/srv/rewind', OBJECT_STORE_URL: 'file:///films', HOST: '0.0.0.0', PORT: '80', DATABASE_URL: 'postgres://me:secret@db.example/rewind', TMDB_API_KEY: 'k',
  })
  t.same(net, ['everything'])
  t.same(denied, ['169.254.0.0/16', '100.100.100.200', '[fd00:ec2::254]'])
  t.match(run, [/workers\/archives\/unpack-sandbox\.sh$/])
  t.equal(run!.length, 1)
  t.same(write, ['/srv/rewind', '/films'])
  t.match(await permissions({ DATABASE_URL: 'postgres:///rewind?host=/run/postgresql' }), { net: ['unix:/run/postgresql/.s.PGSQL.5432', '127.0.0.1:7979', '127.0.0.1'] })
  t.same((await permissions({ DEMO: 'yes', USENET_HOST: 'news.example' })).net, ['everything'], 'also where the demo stands in for some of them')
})

t.test('the demo with a real catalogue, real ratings and a mail server may speak with these too, and no others', async (t) => {
  const { net } = await permissions({ DEMO: 'yes', TMDB_API_KEY: 'k', MDBLIST_API_KEY: 'k', OMDB_API_KEY: 'k', OMDB_BASE_URL: 'https://ratings.example', SMTP_URL: 'smtps://me:secret@mail.example', MAIL_FROM: 'me@mail.example', PUBLIC_URL: 'https://films.example', DATABASE_URL: 'postgres://me@db.example/rewind', EVENT_STORE_URL: 'postgres://me@[::1]:6543/events' })
  t.same(net!.sort(), ['127.0.0.1', '127.0.0.1:7979', '[::1]:6543', 'api.mdblist.com', 'api.themoviedb.org', 'db.example:5432', 'files.tmdb.org', 'image.tmdb.org', 'mail.example', 'ratings.example'])
})

t.test('the file of a secret may be read; a path too long for a socket gets a folder of its own', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-secret-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'key'), 'secret')
  t.ok((await permissions({ TMDB_API_KEY_FILE: join(folder, 'key') })).read!.includes(join(folder, 'key')))
  const { write, net } = await permissions({ DATA_DIR: '/srv/with a space' })
  t.match(write, ['/srv/with a space', /rewind-[0-9a-f]{16}$/])
  t.equal(net!.at(-1), `unix:${write![1]}/.s.PGSQL.5432`)
})

t.test('an S3 server is spoken with at its port, and is no folder', async (t) => {
  const { net, write } = await permissions({ DATA_DIR: '/srv/rewind', OBJECT_STORE_URL: 's3://s3.example:9000/films', OBJECT_STORE_ACCESS_KEY: 'k', OBJECT_STORE_SECRET_KEY: 's', DATABASE_URL: 'postgres://db.example/rewind' })
  t.ok(net!.includes('s3.example:9000'))
  t.same(write, ['/srv/rewind'])
})

t.test('KurrentDB may be spoken with at its hosts, and a cluster that is discovered anywhere; the files it names may be read', async (t) => {
  const { net, read, sys } = await permissions({ EVENT_STORE_URL: 'kurrentdb://me:secret@events.example,other.example:2114?tlsVerifyCert=true&tlsCAFile=%2Fetc%2Fkurrent%2Fca.pem' })
  t.same([net, read!.includes('/etc/kurrent/ca.pem'), sys!.includes('networkInterfaces')], [['everything'], true, true])
  t.ok((await permissions({ EVENT_STORE_URL: 'kurrentdb://events.example' })).net!.includes('events.example:2113'))
  t.same((await permissions({ EVENT_STORE_URL: 'kurrentdb+discover://events.example' })).net, ['everything'])
  t.notOk((await permissions({})).sys!.includes('networkInterfaces'))
})

t.test('a socket may be written into; what the command line names is reached as well', async (t) => {
  const stores = storesIn(['events', 'copy', '--from', 'postgres:///rewind?host=/run/postgresql', '--to=kurrentdb://events.example:2113', '--from', 'yesterday', '--to'])
  t.same(stores, ['postgres:///rewind?host=/run/postgresql', 'kurrentdb://events.example:2113'])
  const { net, read, write } = await permissions({ DATA_DIR: '/srv/rewind' }, false, stores)
  for (const list of [read, write]) t.ok(list!.includes('/run/postgresql/.s.PGSQL.5432'))
  t.ok(['unix:/run/postgresql/.s.PGSQL.5432', 'events.example:2113'].every((host) => net!.includes(host)))
})
