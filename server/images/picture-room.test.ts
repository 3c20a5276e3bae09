import { mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from '../../test/support/tap.ts'
import { silentLog } from '../log.ts'
import { openFolderStore } from '../object-store/folder.ts'
import { pictureRoom } from './picture-room.ts'

t.test('with too many pictures the oldest go, and nothing else', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-room-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const objects = await openFolderStore(folder)
  const room = pictureRoom({ objects, log: silentLog }, 1_000)
  const keep = async (key: string, agoSeconds: number) => {
    await objects.put(key, (async function* () { yield new Uint8Array(100) })(), { contentType: 'image/webp' })
    utimesSync(join(folder, 'objects', key), new Date(), new Date(Date.now() - agoSeconds * 1_000))
    room.added(100)
    await room.settled()
  }
  const kept = async () => {
    const keys: string[] = []
    for await (const { key } of objects.list('')) keys.push(key)
    return keys.sort()
  }
  await keep('movies/film', 1_000_000)
  for (let index = 0; index < 10; index++) await keep(`images/342/${index}.jpg`, 1_000 - index)
  t.equal((await kept()).length, 11, 'what fits stays')
  await keep('images/342/new.jpg', 0)
  t.strictSame(await kept(), ['images/342/2.jpg', 'images/342/3.jpg', 'images/342/4.jpg', 'images/342/5.jpg', 'images/342/6.jpg', 'images/342/7.jpg', 'images/342/8.jpg', 'images/342/9.jpg', 'images/342/new.jpg', 'movies/film'])
})

t.test('a store that fails is told of, and asked again', async (t) => {
  const told: string[] = []
  let asked = 0
  const failing = { list() { asked++; throw new Error('no disk') } } as unknown as Parameters<typeof pictureRoom>[0]['objects']
  const room = pictureRoom({ objects: failing, log: { ...silentLog, warn: (_, message) => { told.push(message) } } }, 1_000)
  for (let index = 0; index < 2; index++) {
    room.added(200)
    await room.settled()
  }
  t.strictSame([asked, told.length], [2, 2])
})
