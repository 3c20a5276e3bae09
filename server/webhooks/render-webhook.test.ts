import { readFileSync } from 'node:fs'
import type { WebhookKind, WebhookTemplate } from '../../projections/wire-webhooks.ts'
import { kindsOf, WEBHOOK_KINDS, WEBHOOK_TEMPLATES } from '../../projections/wire-webhooks.ts'
import t from '../../test/support/tap.ts'
import type { HookFacts, HookMessage } from './hook-message.ts'
import { renderWebhook } from './render-webhook.ts'
import { webhookHeaders } from './sign-webhook.ts'

const facts: HookFacts = {
  subject: { mediaType: 'movie', tmdbId: 653 }, jobId: 'job_a', requestedBy: '0a0a0a0a-0000-4000-8000-000000000001', quality: '1080p',
  release: { title: 'Nosferatu.1922.1080p', indexer: 'Geeks', sizeBytes: 4_500_000_000 }, file: { sizeBytes: 4_400_000_000, contentType: 'video/mp4' },
}
const message: HookMessage = {
  id: '01930000-0000-7000-8000-00000000000a', kind: 'request.available', at: '2026-01-02T20:15:00Z', position: '00000000000000000042', facts, requester: 'ada', link: 'https://films.example.org/movie/653',
  title: { title: 'Nosferatu <!channel> & more', year: 1922, overview: 'A house is sold.', genres: ['Horror'], poster: 'https://image.example/p.jpg' },
}
const episode: HookMessage = { ...message, kind: 'grab', facts: { ...facts, subject: { mediaType: 'tv', tmdbId: 1399, season: 1, episode: 2 } } }
const ill: HookMessage = { ...message, kind: 'health', title: null, facts: { health: { check: 'object store', message: 'cannot be reached' } } }
const test: HookMessage = { ...message, kind: 'test', position: null, title: null, requester: null, facts: {} }
const rendered = (template: WebhookTemplate, given: HookMessage, url = 'https://hooks.example/in') => {
  const { url: to, body } = renderWebhook({ template, url }, given)
  return { url: to.href, body: JSON.parse(body) }
}

t.test('a signature is that of the scheme\'s published example', async (t) => {
  t.same(webhookHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, '{"test": 2432232314}', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'), {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek', 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
  t.same(webhookHeaders('msg_1', 1_000, '{}', undefined), { 'webhook-id': 'msg_1', 'webhook-timestamp': '1' })
})

t.test('what the documentation says of verifying it works', async (t) => {
  const [, snippet] = /```js\n(.*?)```/s.exec(readFileSync(new URL('./SPEC.md', import.meta.url), 'utf8'))!
  const { isFromRewind } = await import(`data:text/javascript,${encodeURIComponent(snippet!)}`) as { isFromRewind(...given: unknown[]): boolean }
  const [secret, nowMs] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 1_700_000_000_000]
  const headers = webhookHeaders('msg_1', nowMs, '{"é":1}', secret)
  t.equal(isFromRewind(secret, headers, '{"é":1}', nowMs / 1_000 + 5), true)
  t.equal(isFromRewind(secret, headers, '{"é":2}', nowMs / 1_000), false)
  t.equal(isFromRewind(secret, headers, '{"é":1}', nowMs / 1_000 + 400), false, 'not for ever')
  t.equal(isFromRewind(secret, { 'webhook-id': 'msg_1', 'webhook-timestamp': headers['webhook-timestamp'] }, '{"é":1}', nowMs / 1_000), false, 'unsigned')
})

t.test('each receiver gets what it understands', async (t) => {
  t.match(rendered('rewind', message).body, {
    type: 'request.available', timestamp: '2026-01-02T20:15:00Z',
    data: { position: '00000000000000000042', about: 'Nosferatu <!channel> & more (1922)', title: { movieId: 653, title: 'Nosferatu <!channel> & more' }, requestedBy: { username: 'ada' }, file: { sizeBytes: 4_400_000_000 } },
  })
  const { allowed_mentions, embeds: [embed] } = rendered('discord', message).body
  t.same(allowed_mentions, { parse: [] }, 'nobody is called')
  t.match(embed, { author: { name: 'Ready to watch' }, url: 'https://films.example.org/movie/653', thumbnail: { url: 'https://image.example/p.jpg' }, fields: [{ name: 'Requested by', value: 'ada' }, { name: 'Release' }, { name: 'Indexer' }, { value: '4.4 GB' }] })
  const { text, blocks } = rendered('slack', message).body
  t.equal(text, 'Ready to watch: Nosferatu &lt;!channel&gt; &amp; more (1922)')
  t.match(blocks[1].text.text, /^<https:\/\/films\.example\.org\/movie\/653\|Nosferatu &lt;!channel&gt;/)
  t.match(rendered('ntfy', message, 'https://push.example/sub/films'), { url: 'https://push.example/sub', body: { topic: 'films', title: 'Ready to watch', click: 'https://films.example.org/movie/653', tags: ['popcorn'] } })
  t.match(rendered('ntfy', ill, 'https://ntfy.sh/films'), { url: 'https://ntfy.sh/', body: { topic: 'films', message: 'object store: cannot be reached', priority: 4 } })
  t.match(rendered('gotify', message, 'https://push.example/gotify?token=x'), { url: 'https://push.example/gotify/message?token=x', body: { priority: 5, extras: { 'client::notification': { click: { url: /653/ } } } } })
  t.equal(rendered('gotify', ill, 'https://push.example/message').url, 'https://push.example/message')
})

t.test('what Seerr, Radarr and Sonarr would have sent', async (t) => {
  t.match(rendered('seerr', message).body, {
    notification_type: 'MEDIA_AVAILABLE', event: 'Request Now Available', image: 'https://image.example/p.jpg', media: { media_type: 'movie', tmdbId: '653', status: 'AVAILABLE', status4k: 'UNKNOWN' }, request: { requestedBy_username: 'ada' }, issue: null, comment: null, extra: [],
  })
  t.match(rendered('seerr', { ...episode, kind: 'request.approved', facts: { ...episode.facts, automatic: true } }).body, { notification_type: 'MEDIA_AUTO_APPROVED', extra: [{ name: 'Requested Seasons', value: '1' }] })
  t.match(rendered('seerr', test).body, { notification_type: 'TEST_NOTIFICATION', media: null, request: null })
  t.match(rendered('arr', { ...message, kind: 'download' }).body, { eventType: 'Download', movie: { tmdbId: 653, year: 1922 }, movieFile: { size: 4_400_000_000 }, release: { releaseTitle: 'Nosferatu.1922.1080p', indexer: 'Geeks' }, isUpgrade: false, instanceName: 'Rewind', applicationUrl: 'https://films.example.org/' })
  t.match(rendered('arr', episode).body, { eventType: 'Grab', series: { tmdbId: 1399 }, episodes: [{ seasonNumber: 1, episodeNumber: 2 }] })
  t.match(rendered('arr', { ...episode, kind: 'deleted' }).body, { eventType: 'EpisodeFileDelete', deleteReason: 'manual' })
  t.match(rendered('arr', ill).body, { eventType: 'Health', level: 'error', type: 'object store', message: 'cannot be reached' })
  t.match(rendered('arr', test).body, { eventType: 'Test' })
})

t.test('every template has words for whatever it may be told, also where next to nothing is known', async (t) => {
  const bare = (kind: WebhookKind | 'test'): HookMessage => ({ id: message.id, kind, at: message.at, position: null, title: null, requester: null, link: null, facts: kind.startsWith('health') ? ill.facts : kind === 'test' ? {} : { subject: { mediaType: 'movie', tmdbId: 1 } } })
  for (const template of WEBHOOK_TEMPLATES) {
    for (const kind of [...kindsOf(template), 'test'] as const) {
      const told = rendered(template, bare(kind)).body
      t.ok(Object.keys(told).length > 1, `${template} ${kind}`)
      t.notOk(Object.values(told).includes('undefined'))
      if (template === 'arr') t.type(told.eventType, 'string')
      if (template === 'seerr' && kind !== 'test') t.not(told.notification_type, 'TEST_NOTIFICATION', kind)
    }
  }
  const long = { ...message, title: { ...message.title!, title: '😀'.repeat(5_000), overview: 'x'.repeat(9_000) }, facts: { ...facts, reason: 'y'.repeat(9_000) } }
  const { embeds: [{ title, description, fields }] } = rendered('discord', long).body
  t.ok(title.length <= 512 && Array.from(title).length <= 256 && description.length <= 4_096 && fields.every(({ value }: { value: string }) => value.length <= 1_024))
  t.equal(WEBHOOK_KINDS.length, new Set(WEBHOOK_KINDS).size)
})
