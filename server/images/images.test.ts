import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AVIF, JPEG, PNG, WEBP } from '../../test/support/pictures.ts'
import { bytes, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import type { Script } from '../../test/support/scripted-tmdb.ts'
import { testClock } from '../../test/support/test-clock.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../limits.ts'
import { openFolderStore } from '../object-store/folder.ts'
import { atMost } from './at-most.ts'
import { createImages } from './images.ts'

async function imagesOf(t: Parameters<typeof scriptedTmdb>[0], script: Script) {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-images-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const upstream = await scriptedTmdb(t, script)
  const objects = await openFolderStore(folder)
  const clock = testClock()
  return { upstream, clock, objects, images: createImages({ objects, system: clock, baseUrl: `${upstream.url}/t/p` }) }
}

async function read(picture: Awaited<ReturnType<Awaited<ReturnType<typeof imagesOf>>['images']['get']>>) {
  return picture && { type: picture.info.contentType, body: new Uint8Array(await new Response(picture.body).arrayBuffer()) }
}

t.test('a picture is fetched once, however many ask for it, and then it is ours', async (t) => {
  const { images, upstream } = await imagesOf(t, bytes(PNG))
  const answers = await Promise.all(Array.from({ length: 50 }, async () => read(await images.get('342', 'nosferatu.png'))))
  for (const answer of answers) t.strictSame(answer, { type: 'image/png', body: new Uint8Array(PNG) })
  await read(await images.get('original', 'nosferatu.png'))
  t.strictSame(upstream.asked, ['/t/p/w342/nosferatu.png', '/t/p/original/nosferatu.png'])
  upstream.answer((request) => request.socket.destroy())
  t.ok(await read(await images.get('342', 'nosferatu.png')))
})

t.test('what it is, is told by what it begins with', async (t) => {
  for (const [body, type] of [[JPEG, 'image/jpeg'], [PNG, 'image/png'], [WEBP, 'image/webp'], [AVIF, 'image/avif']] as const) {
    const { images } = await imagesOf(t, bytes(body, 200, { 'content-type': 'text/html' }))
    t.match(await read(await images.get('92', 'a.jpg')), { type })
  }
})

t.test('nothing that is no picture gets through, nor is it kept', async (t) => {
  const redirect = bytes('', 302, { location: 'http://169.254.169.254/latest/meta-data' })
  for (const [script, message] of [
    [bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 200, { 'content-type': 'image/png' }), /no picture/],
    [bytes('<!doctype html>', 200, { 'content-type': 'image/jpeg' }), /no picture/],
    [bytes(''), /no picture/],
    [bytes(Buffer.concat([PNG, Buffer.alloc(limits.imageBytesMax)])), /larger than/],
    [redirect, /answered 302/],
    [bytes('', 500), /answered 500/],
    [(request) => { request.socket.destroy() }, /could not be fetched/],
  ] as [Script, RegExp][]) {
    const { images, objects } = await imagesOf(t, script)
    await t.rejects(images.get('92', 'a.png'), { code: 'TMDB_ERROR', message })
    t.equal(await objects.head('images/92/a.png'), undefined)
  }
})

t.test('only the widths and names there are: nothing else is asked of anyone', async (t) => {
  const { images, upstream } = await imagesOf(t, bytes(PNG))
  for (const [width, name] of [['93', 'a.png'], ['w342', 'a.png'], ['', 'a.png'], ['342', '../a.png'], ['342', 'a.svg'], ['342', 'a/b.png'], ['342', 'a.png?x'],
    ['342', '%2e%2e'], ['342', ''], ['342', '.png'], ['342', 'a\0.png'], ['342', `${'a'.repeat(101)}.png`], ['constructor', 'a.png']] as const) {
    t.equal(await images.get(width, name), undefined, `${width}/${name}`)
  }
  t.strictSame(upstream.asked, [])
})

t.test('that there is no such picture is remembered for a while', async (t) => {
  const { images, upstream, clock } = await imagesOf(t, bytes('', 404))
  t.equal(await images.get('342', 'a.png'), undefined)
  t.equal(await images.get('342', 'a.png'), undefined)
  t.equal(upstream.asked.length, 1)
  clock.advance(limits.imageNotFoundMs)
  upstream.answer(bytes(PNG))
  t.ok(await read(await images.get('342', 'a.png')))
})

t.test('so many at once, the others wait, and no more than may', async (t) => {
  const work = atMost(2, 3)
  let running = 0
  let most = 0
  const release: (() => void)[] = []
  const piece = async () => {
    most = Math.max(most, ++running)
    await new Promise<void>((resolve) => release.push(resolve))
    running--
  }
  const pieces = Array.from({ length: 6 }, () => work.run(piece))
  t.equal(pieces.filter((each) => each === undefined).length, 1)
  for (let done = 0; done < 5; done++) {
    while (release.length === 0) await new Promise(setImmediate)
    release.shift()!()
  }
  await Promise.all(pieces)
  t.strictSame([most, running], [2, 0])
  t.equal(await work.run(async () => 'free again'), 'free again')
})
