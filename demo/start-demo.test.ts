import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from '../test/support/tap.ts'
import { makeClip } from './clip/make-clip.ts'
import { releaseByFileName } from './releases.ts'
import { startDemoInWorker } from './start-demo-in-worker.ts'
import { startDemo } from './start-demo.ts'
import { decodeYenc, newsClient } from '../test/support/news-client.ts'

function folder(test: { teardown(end: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'rewind-demo-'))
  test.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

t.test('from a search to the last byte: TMDB, indexer, NZB and articles, served by a thread of their own', async (t) => {
  const cacheDir = folder(t)
  const demo = await startDemoInWorker({
    cacheDir,
    ratePerSecondBytes: 1e9,
    tls: true,
    onCrash: (error) => t.fail(error.message),
  })
  const headers = { authorization: `Bearer ${demo.tmdbToken}` }
  const found = await (await fetch(`${demo.tmdbBaseUrl}/search/movie?query=nosferatu`, { headers })).json() as {
    results: { id: number }[]
  }
  const ids = await (await fetch(`${demo.tmdbBaseUrl}/movie/${found.results[0]!.id}/external_ids`, { headers }))
    .json() as { imdb_id: string }
  const feed =
    await (await fetch(`${demo.newznabUrl}/api?t=movie&cat=2030&imdbid=${ids.imdb_id}&apikey=${demo.newznabApiKey}`))
      .text()
  const link = /<link>([^<]*t=get[^<]*)</.exec(feed)![1]!.replaceAll('&amp;', '&')
  const nzb = await (await fetch(link)).text()
  const messageIds = [...nzb.matchAll(/<segment [^>]*>([^<]+)</g)].map((match) => `<${match[1]}>`)

  const client = await newsClient({ ...demo.nntp, authorityPem: demo.nntp.caCertificates[0] })
  client.send(
    `AUTHINFO USER ${demo.nntp.username}`,
    `AUTHINFO PASS ${demo.nntp.password}`,
    ...messageIds.map((id) => `BODY ${id}`),
  )
  t.match(await client.line(), /^381 /)
  t.match(await client.line(), /^281 /)
  const parts = []
  for (const id of messageIds) {
    const { status, block } = await client.block()
    t.equal(status, `222 0 ${id}`)
    parts.push(decodeYenc(block))
  }
  client.close()
  t.ok(parts.every((part) => part.checksumRight))
  const release = releaseByFileName(parts[0]!.name)!
  const whole = Buffer.concat(parts.map((part) => part.bytes))
  t.equal(whole.length, release.sizeBytes)

  const { film, quality: { key, width, height }, sizeBytes } = release
  t.equal(
    sha256(whole),
    sha256(await makeClip({ film, edition: key, width, height, sizeBytes })),
    'another thread makes the same bytes',
  )
  await demo.stop()
  await t.rejects(fetch(`${demo.tmdbBaseUrl}/configuration`, { headers }), 'nothing listens any more')
  t.strictSame(
    readdirSync(join(cacheDir, readdirSync(cacheDir).find((name) => name.startsWith('clips-'))!)),
    [release.fileName],
    'one finished clip is kept, and nothing else',
  )
})

t.test('every start has tokens of its own, an abort stops it, and stopping twice is stopping once', async (t) => {
  const cacheDir = folder(t)
  const abort = new AbortController()
  const [first, second] = [await startDemo({ cacheDir, signal: abort.signal }), await startDemo({ cacheDir })]
  const secrets = [first, second].flatMap((demo) => [demo.tmdbToken, demo.newznabApiKey, demo.nntp.password])
  t.equal(new Set(secrets).size, 6)
  t.ok(secrets.every((secret) => secret.length >= 32))
  abort.abort()
  await first.stop()
  await t.rejects(fetch(first.newznabUrl))
  t.equal((await fetch(`${second.newznabUrl}/api?t=caps`)).status, 200)
  await second.stop()
  await second.stop()
})

t.test('a clip that cannot be kept is a 403 to its reader, and not the end of the server', async (t) => {
  const path = join(folder(t), 'a-file-not-a-folder')
  writeFileSync(path, '')
  const demo = await startDemo({ cacheDir: path })
  t.teardown(() => demo.stop())
  const client = await newsClient({ ...demo.nntp, authorityPem: undefined })
  client.send(`AUTHINFO USER ${demo.nntp.username}`, `AUTHINFO PASS ${demo.nntp.password}`)
  await client.line()
  await client.line()
  t.match(await client.ask('BODY <Nosferatu.1922.480p.DVDRip.x264-KINOBOX.mp4/1@demo.rewind.invalid>'), /^403 /)
  t.match(await client.ask('DATE'), /^111 /)
  client.close()
})
