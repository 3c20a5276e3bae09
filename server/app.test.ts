/** What holds for every route, tried on every route. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RouteOptions } from 'fastify'
import fastify from 'fastify'
import type { Role } from '../domain/command.ts'
import { ROLES } from '../domain/command.ts'
import { commands } from '../domain/index.ts'
import { newCommand } from '../test/support/person.ts'
import type { TestApp } from '../test/support/test-app.ts'
import { testApp } from '../test/support/test-app.ts'
import t from '../test/support/tap.ts'
import { hashPassword } from './auth/passwords.ts'
import { limits } from './limits.ts'
import { declaredRoutes } from './plugins/routes-declared.ts'
import { payloadDetails } from './routes/command-body.ts'
import type { System } from './system.ts'
import { realSystem, uuidv7 } from './system.ts'

const PASSWORD = 'a long enough password'
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** A person of every role. Guests and viewers cannot be registered over HTTP yet. */
async function peopleOf(app: TestApp): Promise<Record<Role, string>> {
  const cookies: Partial<Record<Role, string>> = {}
  for (const role of ROLES) {
    await app.accounts.ensure({ username: `the-${role}`, password: PASSWORD, role })
    cookies[role] = await app.signIn(`the-${role}`, PASSWORD)
  }
  return cookies as Record<Role, string>
}

/** An address that the route takes; what it names does not exist. */
function addressOf({ url }: RouteOptions): string {
  return url.replace(':mediaType', 'movie').replace(':tmdbId', '7').replace(':width', '342').replace(':jobId', `job_${'a'.repeat(26)}`)
    .replace(':idOrJobId', '7').replace(/\/api\/me\/sessions\/:id|\/api\/commands\/:id/, (path) => path.replace(':id', uuidv7(realSystem))).replace(/:\w+/g, '7').replace('*', 'nothing')
}

/** What is followed live ends after a minute; of this clock's minutes one takes a second. */
function hastySystem(): System {
  let aheadMs = 0
  return {
    ...realSystem,
    now: () => realSystem.now() + aheadMs,
    async sleep(ms, signal) {
      const shortMs = Math.min(ms, 15)
      await realSystem.sleep(shortMs, signal)
      aheadMs += ms - shortMs
    },
  }
}

t.test('every route, asked as every role', async (t) => {
  const app = await testApp(t, { system: hastySystem() })
  const people = await peopleOf(app)
  const routes = app.routes.all.flatMap((route) => [route.method].flat().map((method) => ({ route, method })))
  t.ok(routes.length > 60, `${routes.length} routes`)
  for (const { route, method } of routes) {
    // Signing out ends the session that the next tries need; it has a test of its own.
    if (method === 'DELETE' && route.url === '/api/session') continue
    const least = route.config!.least!
    for (const role of ['anyone', ...ROLES] as const) {
      const { statusCode } = await app.ask(method as 'GET', addressOf(route), role === 'anyone' ? {} : { cookie: people[role] })
      const may = least === 'anyone' || role !== 'anyone' && ROLES.indexOf(role) >= ROLES.indexOf(least)
      const expected = may ? 'let in' : role === 'anyone' ? 'told to sign in' : 'refused'
      const got = statusCode === 401 ? 'told to sign in' : statusCode === 403 && least !== 'anyone' ? 'refused' : 'let in'
      // A wrong password is told as 401 as well.
      if (!(route.url === '/api/session' && method === 'POST')) t.equal(got, expected, `${method} ${route.url} as ${role}: ${statusCode}`)
      t.ok(statusCode < 500 || statusCode === 502, `${method} ${route.url} as ${role}: ${statusCode}`)
    }
  }
})

// The routes' other schemas are compiled by the test above.
t.test('every command says what its payload may be, in a way that can be checked', (t) => {
  const types = Object.entries(commands).flatMap(([type, { schema }]) => schema ? [type] : [])
  t.ok(types.length > 40, `${types.length} commands`)
  for (const type of types) t.not(payloadDetails({ ...newCommand('AddFavourite', { title: { mediaType: 'movie', tmdbId: 7 } }), type, data: { nothing: 'of it' } }).length, 0, type)
  t.end()
})

t.test('every change without our header, or from another site, is refused before anything else', async (t) => {
  const app = await testApp(t)
  const { admin } = await peopleOf(app)
  for (const route of app.routes.all) {
    for (const method of [route.method].flat().filter((method) => UNSAFE.has(method))) {
      const url = addressOf(route)
      for (const headers of [{ 'x-rewind': '' }, { origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }] as Record<string, string>[]) {
        const answer = await app.ask(method as 'POST', url, { cookie: admin, headers })
        t.equal(answer.statusCode, 403, `${method} ${url} with ${JSON.stringify(headers)}`)
      }
    }
  }
  t.equal((await app.ask('DELETE', '/api/me/sessions', { cookie: admin, headers: { origin: 'http://localhost' } })).statusCode, 204, 'our own origin')
})

t.test('a route that does not say who may, or how it may be kept, keeps the server from starting', async (t) => {
  for (const config of [{ least: 'admin' }, { cacheControl: 'no-store' }] as const) {
    const app = fastify()
    declaredRoutes(app)
    app.get('/somewhere', { config }, async () => 'here')
    await t.rejects(Promise.resolve(app.ready()), /GET \/somewhere does not state/)
  }
})

t.test('on a loopback address, a name that is not ours is refused: DNS rebinding', async (t) => {
  const app = await testApp(t, { environment: { PUBLIC_URL: 'https://films.example.org' } })
  const ask = async (host: string) => (await app.ask('GET', '/api/instance', { headers: { host } })).statusCode
  t.same(await Promise.all(['localhost:7979', '127.0.0.1:7979', '[::1]:7979', 'films.example.org'].map(ask)), [200, 200, 200, 200])
  t.equal(await ask('evil.example'), 403)
})

t.test('every answer tells browsers what to refuse', async (t) => {
  const app = await testApp(t)
  for (const url of ['/api/instance', '/nowhere', '/api/session']) {
    const { headers } = await app.ask('GET', url)
    const policy = String(headers['content-security-policy'])
    t.match(headers, { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY' }, url)
    t.notMatch(policy, /unsafe|\*|https:/, 'nothing inline, nothing from elsewhere')
    for (const part of ['default-src \'self\'', 'frame-ancestors \'none\'', 'require-trusted-types-for \'script\'', 'trusted-types lit-html rewind', 'base-uri \'none\'']) t.match(policy, part, url)
    t.equal(headers['strict-transport-security'], undefined, 'there is no TLS here')
  }
  const secure = await testApp(t, { environment: { PUBLIC_URL: 'https://films.example.org' } })
  t.match((await secure.ask('GET', '/ping')).headers, { 'strict-transport-security': /max-age/ })
})

t.test('errors have one form, and 405 names what is taken', async (t) => {
  const app = await testApp(t)
  const form = { error: String, code: String, requestId: /^[0-9a-f-]{36}$/ }
  const wrongMethod = await app.ask('PATCH', '/api/library/movie/7/rating')
  t.match([wrongMethod.statusCode, wrongMethod.headers.allow, wrongMethod.json()], [405, 'DELETE, PUT', { ...form, code: 'METHOD_NOT_ALLOWED' }])
  const nowhere = await app.ask('GET', '/api/nowhere')
  t.match([nowhere.statusCode, nowhere.headers['cache-control'], nowhere.json()], [404, 'no-store', { ...form, code: 'NOT_FOUND' }])
  const broken = await app.app.inject({ method: 'POST', url: '/api/session', headers: { 'x-rewind': '1', 'content-type': 'application/json' }, payload: '{"username":' })
  t.match([broken.statusCode, broken.json()], [400, { ...form, code: 'INVALID_INPUT' }])
  const form2 = await app.app.inject({ method: 'POST', url: '/api/session', headers: { 'x-rewind': '1', 'content-type': 'text/plain' }, payload: 'hello' })
  t.match([form2.statusCode, form2.json()], [415, { ...form, code: 'UNSUPPORTED_MEDIA_TYPE' }])
})

t.test('input is refused, never mended', async (t) => {
  const app = await testApp(t)
  const { member } = await peopleOf(app)
  const url = '/api/library/movie/653/rating'
  const fields = async (body: unknown) => (await app.ask('PUT', url, { cookie: member, body })).json().details
  t.same(await fields({ rating: 'LIKE', stars: 5 }), [{ field: 'stars', message: 'is not known here' }])
  t.same(await fields({}), [{ field: 'rating', message: 'is missing' }])
  t.match(await fields({ rating: 'LOVE', watched: 'true' }), [{ field: 'rating', message: 'must be one of DISLIKE, OK, LIKE, SUPER_LIKE' }, { field: 'watched', message: /boolean/ }])
  t.match((await app.ask('PUT', '/api/library/movie/0/rating', { cookie: member, body: { rating: 'LIKE' } })).json(), { code: 'INVALID_INPUT', details: [{ field: 'tmdbId' }] })
  t.equal((await app.ask('GET', '/api/watchlist?colour=red', { cookie: member })).statusCode, 400)
  t.match((await app.ask('GET', '/api/watchlist?page=minus-one&limit=5000', { cookie: member })).json(), { page: 1, results: [] })
  const { statusCode } = await app.app.inject({ method: 'POST', url: '/api/commands', headers: { 'x-rewind': '1', cookie: member, 'content-type': 'application/json' }, payload: `{"__proto__":{"x":1}}` })
  t.equal(statusCode, 400)
})

t.test('a body beyond the limit is refused', async (t) => {
  const app = await testApp(t)
  const { member } = await peopleOf(app)
  const answer = await app.ask('POST', '/api/commands', { cookie: member, body: 'x'.repeat(limits.bodyBytesMax + 1) })
  t.match([answer.statusCode, answer.json()], [413, { code: 'PAYLOAD_TOO_LARGE' }])
})

t.test('who asks too much is told how long to wait', async (t) => {
  const app = await testApp(t)
  let last = await app.ask('GET', '/ping')
  for (let asked = 1; asked <= limits.addressRequestsPerMinute && last.statusCode === 200; asked++) last = await app.ask('GET', '/ping')
  t.match([last.statusCode, Number(last.headers['retry-after']) > 0, last.json()], [429, true, { code: 'RATE_LIMITED' }])
})

t.test('a read that has not changed is not sent again, and a large one is sent compressed', async (t) => {
  const app = await testApp(t)
  const { member } = await peopleOf(app)
  const first = await app.ask('GET', '/api/session', { cookie: member })
  t.equal(first.headers['cache-control'], 'private, no-cache')
  const again = await app.ask('GET', '/api/session', { cookie: member, headers: { 'if-none-match': String(first.headers.etag) } })
  t.same([again.statusCode, again.body], [304, ''])
  for (const encoding of ['br', 'gzip']) t.equal((await app.ask('GET', '/api/openapi.json', { headers: { 'accept-encoding': encoding } })).headers['content-encoding'], encoding)
})

t.test('no log line holds a password, a token or a cookie', async (t) => {
  const app = await testApp(t)
  const { member } = await peopleOf(app)
  await app.ask('POST', '/api/commands', { cookie: member, body: newCommand('AddFavourite', { title: { mediaType: 'movie', tmdbId: 1 } }) })
  await app.ask('POST', '/api/session', { body: { username: 'the-member', password: 'hunter2-hunter2' } })
  await app.ask('GET', '/media/movies/x?e=1&s=signature-of-a-link')
  t.match(app.log(), /answered/)
  for (const secret of [PASSWORD, 'hunter2-hunter2', member.split('=')[1]!, 'signature-of-a-link', await hashPassword('x').then((hash) => hash.slice(0, 9))]) t.notMatch(app.log(), secret)
})

t.test('the app: its page for addresses of its own, its files as they may be kept', async (t) => {
  const appFolder = mkdtempSync(join(tmpdir(), 'rewind-dist-'))
  t.teardown(() => rmSync(appFolder, { recursive: true, force: true }))
  mkdirSync(join(appFolder, 'assets'))
  for (const [name, content] of [['index.html', '<!doctype html>'], ['service-worker.js', '1'], ['assets/app-1a2b.js', '2']] as const) writeFileSync(join(appFolder, name), content)
  const app = await testApp(t, { appFolder })
  const get = (url: string, accept = 'text/html') => app.ask('GET', url, { headers: { accept } })
  for (const url of ['/', '/title/movie/653', '/library?shelf=rated']) {
    const { statusCode, headers, body } = await get(url)
    t.match([statusCode, body, headers], [200, '<!doctype html>', { 'cache-control': 'no-cache', 'content-type': /html/, 'content-security-policy': /script-src 'self'/ }], url)
  }
  t.notMatch(app.log(), /"level":"(warn|error)"/, 'each is answered once')
  t.match((await get('/service-worker.js', '*/*')).headers, { 'cache-control': 'no-cache' })
  t.match((await get('/assets/app-1a2b.js', '*/*')).headers, { 'cache-control': 'public, max-age=31536000, immutable', 'content-type': /javascript/ })
  for (const url of ['/api/nowhere', '/assets/gone.js', '/images/x']) t.equal((await get(url)).json().code, 'NOT_FOUND', url)
  t.equal((await get('/../../etc/passwd', '*/*')).statusCode, 404)

  const unbuilt = await testApp(t)
  const page = await unbuilt.ask('GET', '/', { headers: { accept: 'text/html' } })
  t.match([page.statusCode, page.body], [503, /npm run build/])
})

t.test('the API describes itself, and its page runs under a policy of its own', async (t) => {
  const app = await testApp(t)
  const document = (await app.ask('GET', '/api/openapi.json')).json()
  const described = Object.keys(document.paths)
  for (const { url, schema } of app.routes.all) {
    if (url.startsWith('/api/') && !url.startsWith('/api/docs') && (schema as { hide?: boolean } | undefined)?.hide !== true) t.ok(described.includes(url.replace(/:(\w+)/g, '{$1}').replace('*', '{*}')), url)
  }
  const page = await app.ask('GET', '/api/docs/', { headers: { accept: 'text/html' } })
  t.match([page.statusCode, page.body, String(page.headers['content-security-policy'])], [200, /swagger-ui/, /script-src|default-src 'self'/])
  t.notMatch(String(page.headers['content-security-policy']), /require-trusted-types-for|script-src[^;]*unsafe/)
  t.match(String((await app.ask('GET', '/api/docs/static/swagger-initializer.js')).body), /x-rewind/)
})
