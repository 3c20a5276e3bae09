/** The downloader against a news server that nobody here wrote: INN 2, over plain sockets and TLS, behind its login. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../../demo/seed.ts'
import type { NewsServerSettings } from '../../server/upstreams.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import { Landing } from '../../workers/usenet/landing.ts'
import { parseNzb } from '../../workers/usenet/nzb.ts'
import { landingPlanOf, planDownload } from '../../workers/usenet/plan-download.ts'
import { downloadOnce } from '../support/download-once.ts'
import { encodeYenc } from '../support/encode-yenc.ts'
import type { Inn2 } from '../support/inn2.ts'
import { GROUP, inn2, startInn2 } from '../support/inn2.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const ARTICLE_BYTES = 100_000
const never = new AbortController().signal
const random = seededRandom(3)
const noise = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256))
/** In yEnc each of them is a dot: every line begins with one, and one line is nothing else. */
const dots = new Uint8Array(30_001).fill(0x2e - 42)
const FILES: Readonly<Record<string, Uint8Array>> = { 'film.mkv': noise(24 * ARTICLE_BYTES + 1_234), 'dots.bin': dots, 'film.nfo': noise(900), 'film.vol0+4.par2': noise(4 * ARTICLE_BYTES) }
/** Of the film: never fed. */
const MISSING = [7, 19]

function articlesOf(name: string): { readonly id: string; readonly body: Uint8Array }[] {
  const bytes = FILES[name]!
  const total = Math.ceil(bytes.length / ARTICLE_BYTES)
  return Array.from({ length: total }, (_, index) => {
    const data = bytes.subarray(index * ARTICLE_BYTES, (index + 1) * ARTICLE_BYTES)
    return { id: `${name}.${index + 1}@inn.example`, body: encodeYenc(data, { name, ...total === 1 ? {} : { part: { number: index + 1, total, begin: index * ARTICLE_BYTES + 1, fileSize: bytes.length } } }) }
  })
}

function nzb(names: readonly string[]): Uint8Array {
  const files = names.map((name) => {
    const segments = articlesOf(name).map(({ id, body }, index) => `<segment bytes="${body.length}" number="${index + 1}">${id}</segment>`)
    return `<file poster="tests" date="${Math.floor(Date.now() / 1_000)}" subject="&quot;${name}&quot; yEnc (1/${segments.length})"><groups><group>${GROUP}</group></groups><segments>${segments.join('')}</segments></file>`
  })
  return new TextEncoder().encode(`<?xml version="1.0"?><nzb xmlns="http://www.newzbin.com/DTD/2003/nzb">${files.join('')}</nzb>`)
}

const serverOf = (inn: Inn2, more: Partial<NewsServerSettings> = {}): NewsServerSettings =>
  ({ ...newsServerDefaults, name: 'INN', host: '127.0.0.1', port: inn.port, tls: false, connections: 3, pipelineDepth: 4, ...inn.account, ...more })

async function downloadFrom(t: Test, folder: string, names: readonly string[], servers: readonly NewsServerSettings[]) {
  const plan = planDownload(parseNzb(nzb(names)))
  const landing = await Landing.open(join(t.testdir({}), folder), landingPlanOf(plan, new Uint8Array(32)), never)
  t.teardown(() => landing.close())
  const statistics = await downloadOnce({ plan, landing, servers, retry: { delayMs: 20, delayMsMax: 100, failuresInARowMax: 3 } })
  return { statistics, landed: await landing.finish() }
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

t.test('INN 2: pipelined downloads, dot-stuffed lines, missing articles, login and TLS', async (t) => {
  const tree = await inn2()
  if ('why' in tree) {
    t.pass(`not run: ${tree.why}`)
    return
  }
  const inn = await startInn2(tree.folder)
  t.teardown(() => inn.stop())
  const posted = Object.keys(FILES).flatMap(articlesOf).filter(({ id }) => !MISSING.some((part) => id === `film.mkv.${part}@inn.example`))
  t.ok((await inn.feed(posted)).every((status) => status === '239'), 'INN took all articles')

  const whole = await downloadFrom(t, 'whole', ['dots.bin', 'film.nfo'], [serverOf(inn)])
  t.same(whole.landed.map(({ path, name, damaged, verified }) => [name, sha(readFileSync(path)), damaged, verified]), ['dots.bin', 'film.nfo'].map((name) => [name, sha(FILES[name]!), false, true]))

  for (const tls of [false, true]) {
    const server = serverOf(inn, tls ? { port: inn.tlsPort, tls, caCertificates: [inn.authorityPem] } : {})
    const { statistics, landed } = await downloadFrom(t, `film-${tls}`, ['film.mkv', 'film.vol0+4.par2'], [server])
    t.same([statistics.missing, landed[0]!.articles, landed[0]!.damaged, landed[1]!.articles], [2, 23, true, 0], 'what can be repaired may be missing')
    const film = readFileSync(landed[0]!.path), posted = FILES['film.mkv']!
    const here = (part: number) => sha(film.subarray((part - 1) * ARTICLE_BYTES, part * ARTICLE_BYTES)) === sha(posted.subarray((part - 1) * ARTICLE_BYTES, part * ARTICLE_BYTES))
    t.same(Array.from({ length: 25 }, (_, index) => index + 1).filter((part) => !here(part)), MISSING, 'all else lies in its place, answers between missing ones belong to their articles')
  }

  await t.rejects(downloadFrom(t, 'beyond', ['film.mkv'], [serverOf(inn)]), { code: 'MISSING', message: /2 of 25 articles|of \d+ articles that were looked for/ }, 'without recovery data that is the end')
  await t.rejects(downloadFrom(t, 'wrong', ['dots.bin'], [serverOf(inn, { password: 'guessed' })]), { code: 'UNREACHABLE', message: /INN refused the login \(481\)/ })
  const { username: _username, password: _password, ...nobody } = serverOf(inn)
  await t.rejects(downloadFrom(t, 'nobody', ['dots.bin'], [nobody]), { code: 'UNREACHABLE', message: /INN wants a login/ })
  await t.rejects(downloadFrom(t, 'stranger', ['dots.bin'], [serverOf(inn, { port: inn.tlsPort, tls: true })]), { code: 'UNREACHABLE', message: /cannot be reached/ }, 'a certificate that nobody vouches for')
})
