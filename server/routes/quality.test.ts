/** Quality profiles over HTTP: tried, brought along, put to use, taken away, and told in the log of settings. */

import t from '../../test/support/tap.ts'
import { startNewznabServer } from '../../demo/newznab-server.ts'
import { startTmdbServer } from '../../demo/tmdb-server.ts'
import type { QualityAnswer, QualityImportAnswer } from '../../projections/wire-quality.ts'
import type { ReleasePage } from '../../projections/wire-releases.ts'
import { testApp } from '../../test/support/test-app.ts'
import { indexerDefaults } from '../upstreams.ts'

const PASSWORD = 'a long enough password'
const profile = { name: 'DVDs only', cutoff: 'DVD', items: [{ name: 'DVD', allowed: true }, { name: 'Bluray-1080p', allowed: false }], formatItems: { Kino: 'kino' } }
const format = { name: 'Kino', trash_id: 'kino', trash_scores: { default: 70 }, specifications: [{ name: 'group', implementation: 'ReleaseGroupSpecification', negate: false, required: true, fields: { value: '^KINOBOX$' } }] }
const files = [{ name: 'profile.json', text: JSON.stringify(profile) }, { name: 'format.json', text: JSON.stringify(format) }, { name: 'broken.json', text: '{' }]

t.test('an admin tries an import, makes it, and a wish is served by it: releases are ordered and refused accordingly', async (t) => {
  const [tmdb, indexer] = await Promise.all([startTmdbServer({ token: 'token' }), startNewznabServer({ apiKey: 'key' })])
  t.teardown(() => Promise.all([tmdb.stop(), indexer.stop()]))
  const app = await testApp(t, {
    tmdb: { baseUrl: tmdb.apiBaseUrl, imageBaseUrl: tmdb.imageBaseUrl, token: 'token' }, acquisition: { indexers: [{ ...indexerDefaults, name: 'One', url: indexer.url, apiKey: 'key' }], newsServers: [] },
  })
  await app.accounts.ensure({ username: 'anna', password: PASSWORD, role: 'admin' })
  await app.accounts.ensure({ username: 'bob', password: PASSWORD, role: 'member' })
  const [anna, bob] = [await app.signIn('anna', PASSWORD), await app.signIn('bob', PASSWORD)]
  const ask = async <Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, cookie = anna) => {
    const answer = await app.ask(method, url, { cookie, body })
    return { status: answer.statusCode, body: answer.json() as Answer }
  }
  const before = await ask<QualityAnswer>('GET', '/api/admin/quality')
  t.match(before.body, { version: 0, serves: { '1080p': '1080p' }, profiles: [{ name: '720p', builtIn: true }, { name: '1080p' }, { name: '4K' }, { name: 'Smallest' }] })
  t.equal((await ask('GET', '/api/admin/quality', undefined, bob)).status, 403)

  const tried = await ask<QualityImportAnswer>('POST', '/api/admin/quality/import', { version: 0, files, dryRun: true })
  t.match(tried.body, { applied: false, quality: { version: 0 }, changes: [{ kind: 'profile', name: 'DVDs only', change: 'new', details: [{ message: 'takes DVD' }, {}, { code: 'QUALITY_FORMAT_COUNTS' }] }, { kind: 'format', name: 'Kino' }], problems: [{ file: 'broken.json', message: /no JSON/ }] })
  t.equal((await ask<QualityAnswer>('GET', '/api/admin/quality')).body.profiles.length, 4, 'nothing is changed')

  const made = await ask<QualityImportAnswer>('POST', '/api/admin/quality/import', { version: 0, files })
  t.match(made.body, { applied: true, quality: { version: 1 } })
  t.match(await ask('POST', '/api/admin/quality/import', { version: 1, files }), { status: 200, body: { applied: false, changes: [{ change: 'same' }, { change: 'same' }] } })
  t.match(await ask('PUT', '/api/admin/quality/serves', { version: 0, serves: { '720p': '720p', '1080p': 'DVDs only', '4K': '4K' } }), { status: 409, body: { code: 'CONFLICT' } })
  t.match(await ask('PUT', '/api/admin/quality/serves', { version: 1, serves: { '720p': '720p', '1080p': 'Nothing', '4K': '4K' } }), { status: 400, body: { details: [{ field: 'serves.1080p' }] } })
  t.match(await ask('PUT', '/api/admin/quality/serves', { version: 1, serves: { '720p': '720p', '1080p': 'DVDs only', '4K': '4K' } }), { status: 200, body: { serves: { '1080p': 'DVDs only' } } })

  const { body: page } = await ask<ReleasePage>('GET', '/api/movies/653/releases', undefined, bob)
  t.match(page, { profile: 'DVDs only', total: { releases: 1 }, releases: [{ title: /DVDRip/, score: 70, formats: [{ name: 'Kino', score: 70 }] }] })
  t.ok(page.refused.some(({ refusals }) => refusals.some(({ message }) => message === 'Bluray-1080p is not wanted by DVDs only')))

  t.match(await ask('DELETE', '/api/admin/quality/profiles/DVDs%20only'), { status: 200, body: { serves: { '1080p': '1080p' } } })
  t.equal((await ask('DELETE', '/api/admin/quality/profiles/1080p')).status, 404, 'those of Rewind stay')
  const settings = await Array.fromAsync(app.store.readStream('settings-quality' as never))
  t.same(settings.map(({ type }) => type), ['SettingChanged', 'SettingChanged', 'SettingChanged'], 'each change is recorded')
})
