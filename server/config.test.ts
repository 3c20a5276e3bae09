import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from '../test/support/tap.ts'
import { objectStoreSettings } from './object-store/open-object-store.ts'
import { ConfigError, loadConfig, settings, settingsTable } from './config.ts'
import { isLoopback } from './loopback.ts'

function folder(t: { teardown(run: () => unknown): unknown }): string {
  const path = mkdtempSync(join(tmpdir(), 'rewind-config-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const none = '/nonexistent/.env'

function problemsOf(environment: Record<string, string>, envFile = none): readonly { setting: string; problem: string }[] {
  try {
    loadConfig(environment, envFile)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

t.test('nothing set: a demo for this machine alone', async (t) => {
  const config = loadConfig({}, none)
  t.match(config, { port: 7979, host: '127.0.0.1', dataDir: './data', databaseUrl: null, demo: true, usenetPort: 563, logLevel: 'info' })
  t.ok(Object.isFrozen(config))
})

t.test('any real upstream ends the demo, unless it is asked for', async (t) => {
  t.equal(loadConfig({ TMDB_API_KEY: 'k' }, none).demo, false)
  t.equal(loadConfig({ INDEXER_URL: 'https://a.example', INDEXER_API_KEY: 'k' }, none).demo, false)
  t.equal(loadConfig({ USENET_HOST: 'news.example' }, none).demo, false)
  t.equal(loadConfig({ USENET_HOST: 'news.example', DEMO: 'yes' }, none).demo, true)
  t.equal(loadConfig({ DEMO: 'off' }, none).demo, false)
})

t.test('of reverse proxies it is told that there is one, or how many', async (t) => {
  t.same(['yes', '1', 'no', '0', '3'].map((told) => loadConfig({ TRUST_PROXY: told }, none).trustProxy), [1, 1, 0, 0, 3])
  t.match(problemsOf({ TRUST_PROXY: 'all' }), [{ setting: 'TRUST_PROXY', problem: /how many/ }])
})

t.test('.env is honoured, and the environment wins over it; an empty value is no value', async (t) => {
  const file = join(folder(t), '.env')
  writeFileSync(file, 'PORT=1234\nHOST="::1"\n# a comment\nLOG_LEVEL=debug\n')
  t.match(loadConfig({ PORT: '4321', LOG_LEVEL: '' }, file), { port: 4321, host: '::1', logLevel: 'debug' })
})

t.test('a secret may lie in a file of its own', async (t) => {
  const file = join(folder(t), 'key')
  writeFileSync(file, 'from-the-file\n')
  t.equal(loadConfig({ TMDB_API_KEY_FILE: file }, none).tmdbApiKey, 'from-the-file')
  t.match(problemsOf({ TMDB_API_KEY_FILE: file, TMDB_API_KEY: 'twice' }), [{ setting: 'TMDB_API_KEY', problem: /leave one of them out/ }])
  t.match(problemsOf({ TMDB_API_KEY_FILE: none }), [{ setting: 'TMDB_API_KEY', problem: /ENOENT.*check its path/ }])
  writeFileSync(file, '\n')
  t.match(problemsOf({ TMDB_API_KEY_FILE: file }), [{ setting: 'TMDB_API_KEY', problem: /is empty/ }])
})

t.test('everything that is wrong is told at once, by name, with what to do', async (t) => {
  const problems = problemsOf({ PORT: 'eighty', HOST: 'http://x', USENET_TLS: 'perhaps', USENET_CONNECTIONS: '0', LOG_LEVEL: 'loud', INDEXER_URL: 'indexer.example' })
  t.same(problems.map(({ setting }) => setting), ['PORT', 'HOST', 'INDEXER_URL', 'USENET_TLS', 'USENET_CONNECTIONS', 'LOG_LEVEL'])
  t.equal(problems[0]!.problem, 'must be a whole number from 0 to 65535')
})

t.test('settings that need each other', async (t) => {
  t.match(problemsOf({ INDEXER_URL: 'https://a.example' }), [{ setting: 'INDEXER_API_KEY', problem: /INDEXER_URL needs it/ }])
  t.match(problemsOf({ SMTP_URL: 'smtps://me:secret@mail.example' }), [{ setting: 'MAIL_FROM' }, { setting: 'PUBLIC_URL' }], 'no link in a mail leads to where a request says')
  t.match(problemsOf({ MAIL_FROM: 'films@example.org' }), [{ setting: 'SMTP_URL' }])
  t.match(problemsOf({ USENET_HOST: 'news.example', USENET_USERNAME: 'me' }), [{ setting: 'USENET_PASSWORD' }])
  t.match(loadConfig({ USENET_HOST: 'news.example', USENET_TLS: 'no' }, none), { usenetPort: 119 })
  t.match(loadConfig({ INDEXER_URL: 'https://api.example/path/', INDEXER_API_KEY: 'k' }, none), { indexerUrl: 'https://api.example/path', indexerName: 'api.example' })
})

t.test('where films are', async (t) => {
  const keys = { OBJECT_STORE_ACCESS_KEY: 'k', OBJECT_STORE_SECRET_KEY: 's' }
  t.match(problemsOf({ OBJECT_STORE_URL: 's3://host' }), [{ problem: /name a bucket behind the host/ }])
  t.match(problemsOf({ OBJECT_STORE_URL: 's3://host/films' }), [{ setting: 'OBJECT_STORE_ACCESS_KEY' }, { setting: 'OBJECT_STORE_SECRET_KEY' }])
  t.match(problemsOf({ OBJECT_STORE_URL: 'ftp://host/films' }), [{ problem: /folder or of a bucket/ }])
  t.match(problemsOf(keys), [{ setting: 'OBJECT_STORE_URL' }, { setting: 'OBJECT_STORE_URL' }])
  const settingsOf = (url: string, more = {}) => objectStoreSettings(loadConfig({ OBJECT_STORE_URL: url, ...keys, ...more }, none))
  t.match(settingsOf('s3://s3.example:9000/films/of/ours?region=eu-1&tls=false', { OBJECT_STORE_PUBLIC_URL: 'https://films.example' }), {
    s3: { host: 's3.example', port: 9_000, tls: false, bucket: 'films', prefix: 'of/ours/', region: 'eu-1', accessKey: 'k', publicAddress: { host: 'films.example', port: 443, tls: true } },
  })
  t.match(settingsOf('s3://[::1]/films'), { s3: { host: '::1', port: 443, prefix: '', region: 'us-east-1', publicAddress: null } })
  t.same(objectStoreSettings(loadConfig({ OBJECT_STORE_URL: 'file:///srv/films' }, none)), { folder: '/srv/films' })
  for (const url of ['s3://a:b@host/films', 's3://host/Films', 's3://host/films/../x', 's3://host/films?tls=maybe', 's3://host/films?x=1', 's3:films']) {
    t.match(problemsOf({ OBJECT_STORE_URL: url, ...keys }), [{ setting: 'OBJECT_STORE_URL' }], url)
  }
})

t.test('a message never holds a secret', async (t) => {
  const secret = 'hunter2'
  for (const setting of Object.values(settings)) {
    if (!setting.secret) continue
    const message = String(problemsOf({ [setting.name]: `nonsense://${secret}`, PORT: 'x' }).map(({ problem }) => problem))
    t.notMatch(message, secret, setting.name)
  }
})

t.test('only this machine is loopback', async (t) => {
  t.ok(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].every(isLoopback))
  t.notOk(['0.0.0.0', '::', '192.168.1.2', '127.0.0.1.example.org'].some(isLoopback))
})

t.test('the table names every setting once', async (t) => {
  const named = settingsTable().split('\n').slice(2).flatMap((row) => [...row.split(' | ')[0]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!))
  t.same(named.sort(), Object.values(settings).map(({ name }) => name).sort())
})

t.test('EVENT_STORE_URL may name KurrentDB, one server or a cluster; what could not work is told', async (t) => {
  for (const url of ['kurrentdb://a', 'kurrentdb://a:2113?tls=false', 'esdb+discover://me:p%40ss@a.example', 'kurrentdb://me:p@a:1,b:2,c:3?tlsCAFile=%2Fca.pem&node-preference=leader']) {
    t.equal(loadConfig({ EVENT_STORE_URL: url }, none).eventStoreUrl, url)
  }
  const wrong: readonly [url: string, problem: RegExp][] = [
    ['kurrentdb://', /must be a connection string/], ['kurrentdb://me:hunter2@', /must be a connection string/], ['kurrentdb://a b', /must be a connection string/],
    ['kurrentdb://a?nodePreference=follower', /leave nodePreference out/], ['kurrentdb://a?throwOnAppendFailure=false', /throwonappendfailure/],
    ['kurrentdb://me:hunter2@a?tls=false', /would travel for all to read/],
  ]
  for (const [url, problem] of wrong) {
    const [told] = problemsOf({ EVENT_STORE_URL: url })
    t.match(told!.problem, problem)
    t.notMatch(told!.problem, 'hunter2')
  }
})
