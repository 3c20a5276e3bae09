import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFolderStore } from '../../server/object-store/folder.ts'
import t from '../support/tap.ts'
import { objectStoreConformance } from './object-store.ts'

t.test('the folder keeps the object store\'s rules', async (t) => {
  objectStoreConformance(t, async (t) => {
    const folder = join(t.testdir({}), 'store')
    return { store: await openFolderStore(folder), folder }
  })
})

t.test('[OS1] what a killed writer left is never shown, and cleared at a later start', async (t) => {
  const folder = join(t.testdir({}), 'store')
  mkdirSync(join(folder, 'incoming'), { recursive: true })
  writeFileSync(join(folder, 'incoming', 'half'), 'half a film')
  t.same(await Array.fromAsync((await openFolderStore(folder)).list('')), [])
  t.same(readdirSync(join(folder, 'incoming')), ['half'], 'it may still be somebody\'s')
  await openFolderStore(folder, { now: () => Date.now() + 2 * 3_600_000 })
  t.same(readdirSync(join(folder, 'incoming')), [])
})

t.test('a stream that is cut short rejects, it does not end early', async (t) => {
  const folder = join(t.testdir({}), 'store')
  const store = await openFolderStore(folder)
  await store.put('a', (async function* () { yield new Uint8Array(1_000_000) })(), { contentType: 'video/mp4' })
  const reader = (await store.get('a'))!.body.getReader()
  await reader.read()
  truncateSync(join(folder, 'objects', 'a'), 300_000)
  await t.rejects(async () => { while (!(await reader.read()).done); }, { code: 'STORAGE_ERROR' })
})
