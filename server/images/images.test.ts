import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import sharp from 'sharp'
import { pictureOf, pixelBomb, PNG } from '../../test/support/pictures.ts'
import { holds } from '../../test/support/property.ts'
import { bytes, byPath, scriptedTmdb } from '../../test/support/scripted-tmdb.ts'
import type { Script } from '../../test/support/scripted-tmdb.ts'
import { testClock } from '../../test/support/test-clock.ts'
import t from '../../test/support/tap.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import { limits } from '../limits.ts'
import { silentLog } from '../log.ts'
import { openFolderStore } from '../object-store/folder.ts'
import { atMost } from './at-most.ts'
import { convertImage, IMAGE_FORMATS } from './convert-image.ts'
import { createImages } from './images.ts'

// The service never opens what it has made in this form; here it is looked into.
sharp.unblock({ operation: ['VipsForeignLoadHeifBuffer'] })

async function imagesOf(t: Parameters<typeof scriptedTmdb>[0], script: Script) {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-images-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const upstream = await scriptedTmdb(t, script)
  const objects = await openFolderStore(folder)
  const clock = testClock()
  const noted: (readonly [string, string])[] = []
  const outcomes: string[] = []
  const images = createImages({
    objects, system: clock, log: silentLog, baseUrl: `${upstream.url}/t/p`,
    room: { added() {} }, colours: { note: async (path, colour) => { noted.push([path, colour]) } }, counted: (outcome) => { outcomes.push(outcome) },
  })
  return { upstream, clock, objects, images, noted, outcomes }
}

async function read(picture: Awaited<ReturnType<Awaited<ReturnType<typeof imagesOf>>['images']['get']>>) {
  return picture && { type: picture.info.contentType, body: new Uint8Array(await new Response(picture.body).arrayBuffer()) }
}

t.test('a picture is fetched once, however many ask for it and in whatever form, and then it is ours', async (t) => {
  const { images, upstream, noted, outcomes } = await imagesOf(t, bytes(await pictureOf('jpeg')))
  const answers = await Promise.all(IMAGE_FORMATS.flatMap((format) => Array.from({ length: 20 }, async () => read(await images.get('342', 'nosferatu.jpg', format)))))
  t.strictSame([...new Set(answers.map((answer) => answer!.type))], ['image/avif', 'image/webp', 'image/jpeg'])
  t.strictSame(upstream.asked, ['/t/p/w342/nosferatu.jpg'])
  upstream.answer((request) => request.socket.destroy())
  t.ok(await read(await images.get('342', 'nosferatu.jpg', 'avif')))
  t.equal(outcomes.at(-1), 'kept')
  t.match(noted[0], ['/nosferatu.jpg', /^#[0-9a-f]{6}$/])
})

t.test('what is served shows what came and carries nothing else of it', async (t) => {
  for (const from of ['jpeg', 'png', 'webp'] as const) {
    const { images } = await imagesOf(t, bytes(Buffer.concat([await pictureOf(from), Buffer.from('<script>alert(1)</script>')]), 200, { 'content-type': 'text/html' }))
    for (const format of IMAGE_FORMATS) {
      const { body, type } = (await read(await images.get('92', 'a.jpg', format)))!
      const { width, height, format: made } = await sharp(body).metadata()
      t.match({ width, height, made, type }, { width: 92, height: 138, made: { avif: 'heif', webp: 'webp', plain: 'jpeg' }[format], type: format === 'plain' ? 'image/jpeg' : `image/${format}` })
      t.notMatch(Buffer.from(body).toString('latin1'), /script|written-into-it/)
    }
  }
})

t.test('a logo that can be seen through stays so', async (t) => {
  const logo = await sharp({ create: { width: 300, height: 100, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } } }).png().toBuffer()
  for (const format of IMAGE_FORMATS) {
    const { bytes: made, contentType } = await convertImage(logo, 185, format)
    t.match({ alpha: (await sharp(made).metadata()).hasAlpha, contentType }, { alpha: true, contentType: format === 'plain' ? 'image/png' : `image/${format}` })
  }
})

t.test('its colour is the one it has most of', async (t) => {
  t.match((await convertImage(await pictureOf('png', { colour: '#c81408' }), 92, 'webp')).colour, /^#(?:c|d)[0-9a-f](?:0|1)[0-9a-f](?:0|1)[0-9a-f]$/)
})

t.test('a width that the picture server lacks is made from the original', async (t) => {
  const { images, upstream } = await imagesOf(t, byPath({ '/t/p/original/': bytes(await pictureOf('jpeg', { width: 900, height: 1350 })) }))
  const { body } = (await read(await images.get('500', 'face.jpg', 'webp')))!
  t.equal((await sharp(body).metadata()).width, 500)
  t.strictSame(upstream.asked, ['/t/p/w500/face.jpg', '/t/p/original/face.jpg'])
})

t.test('nothing that is no picture, or one made to harm, gets through, is kept, or is soon asked for again', async (t) => {
  const whole = await pictureOf('jpeg')
  const redirect = bytes('', 302, { location: 'http://169.254.169.254/latest/meta-data' })
  for (const [script, message] of [
    [bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 200, { 'content-type': 'image/png' }), /no picture/],
    [bytes('<!doctype html>', 200, { 'content-type': 'image/jpeg' }), /no picture/],
    [bytes(''), /no picture/],
    [bytes(await pictureOf('avif')), /no picture/],
    [bytes('GIF89a\x01\x00\x01\x00\x00\x00\x00;'), /no picture/],
    [bytes(whole.subarray(0, whole.length / 2)), /damaged/],
    [bytes(pixelBomb(20_000)), /too large/],
  ] as [Script, RegExp][]) {
    const { images, objects, upstream, clock, noted } = await imagesOf(t, script)
    for (let asked = 0; asked < 3; asked++) await t.rejects(images.get('92', 'a.png', 'webp'), { code: 'TMDB_ERROR', message })
    t.equal(await objects.head('images/92/a.png'), undefined)
    t.strictSame([upstream.asked.length, noted.length], [1, 0])
    clock.advance(limits.imageNotFoundMs)
    upstream.answer(bytes(PNG))
    t.ok(await read(await images.get('92', 'a.png', 'webp')))
  }
  for (const [script, message] of [
    [bytes(Buffer.concat([PNG, Buffer.alloc(limits.imageBytesMax)])), /larger than/],
    [redirect, /answered 302/],
    [bytes('', 500), /answered 500/],
    [(request) => { request.socket.destroy() }, /could not be fetched/],
  ] as [Script, RegExp][]) {
    const { images, objects } = await imagesOf(t, script)
    await t.rejects(images.get('92', 'a.png', 'webp'), { code: 'TMDB_ERROR', message })
    t.equal(await objects.head('images/92/a.png'), undefined)
  }
})

t.test('however a picture is damaged, there is a picture or a refusal', async (t) => {
  const whole = { jpeg: await pictureOf('jpeg'), png: await pictureOf('png'), webp: await pictureOf('webp') }
  const damage = fc.record({
    from: fc.constantFrom('jpeg' as const, 'png' as const, 'webp' as const), format: fc.constantFrom(...IMAGE_FORMATS),
    at: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 30 }),
  })
  await holds(t, 'converted or refused', 60, [damage], async ({ from, format, at }) => {
    const damaged = Buffer.from(whole[from])
    for (const [where, value] of at) damaged[Math.floor(where * (damaged.length - 1))] = value
    const made = await convertImage(damaged, 92, format).catch((error: unknown) => error)
    if (made instanceof CatalogueError) return
    if (made instanceof Error) throw made
    await sharp((made as { bytes: Uint8Array }).bytes).metadata()
  })
})

t.test('only the widths and names there are: nothing else is asked of anyone', async (t) => {
  const { images, upstream } = await imagesOf(t, bytes(PNG))
  for (const [width, name] of [['93', 'a.png'], ['w342', 'a.png'], ['original', 'a.png'], ['', 'a.png'], ['342', '../a.png'], ['342', 'a.svg'], ['342', 'a/b.png'], ['342', 'a.png?x'],
    ['342', '%2e%2e'], ['342', ''], ['342', '.png'], ['342', 'a\0.png'], ['342', `${'a'.repeat(101)}.png`], ['constructor', 'a.png']] as const) {
    t.equal(await images.get(width, name, 'avif'), undefined, `${width}/${name}`)
  }
  t.strictSame(upstream.asked, [])
})

t.test('that there is no such picture is remembered for a while', async (t) => {
  const { images, upstream, clock, outcomes } = await imagesOf(t, bytes('', 404))
  t.equal(await images.get('342', 'a.png', 'avif'), undefined)
  t.equal(await images.get('342', 'a.png', 'avif'), undefined)
  t.strictSame(upstream.asked, ['/t/p/w342/a.png', '/t/p/original/a.png'])
  clock.advance(limits.imageNotFoundMs)
  upstream.answer(bytes(PNG))
  t.ok(await read(await images.get('342', 'a.png', 'avif')))
  t.strictSame(outcomes, ['missing', 'missing', 'made'])
})

t.test('no more pictures are in memory than are made at once, however slowly they are kept', async (t) => {
  const picture = await pictureOf('jpeg')
  const folder = mkdtempSync(join(tmpdir(), 'rewind-images-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const store = await openFolderStore(folder)
  let [held, most] = [0, 0]
  const images = createImages({
    room: { added() {} },
    objects: {
      ...store,
      async put(key, body, about) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        if (key.endsWith('.webp')) held--
        return await store.put(key, body, about)
      },
    },
    system: {
      ...testClock(),
      async fetch() {
        most = Math.max(most, ++held)
        return new Response(new Uint8Array(picture))
      },
    },
    log: silentLog, baseUrl: 'https://pictures.example/t/p', colours: { note: async () => {} }, counted() {},
  })
  await Promise.all(Array.from({ length: 5 * limits.imagesMadeAtOnce }, (_, at) => images.get('92', `a${at}.jpg`, 'webp').then((made) => made?.body.cancel())))
  t.equal(held, 0)
  t.ok(most <= limits.imagesMadeAtOnce, `${most}`)
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
