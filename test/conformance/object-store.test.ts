import { linkSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFolderStore } from '../../server/object-store/folder.ts'
import { realSystem } from '../../server/system.ts'
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
  await openFolderStore(folder, { ...realSystem, now: () => Date.now() + 2 * 3_600_000 })
  t.same(readdirSync(join(folder, 'incoming')), [])
})

t.test('[OS1] a file that a killed writer had in place already is put again, and no second name of it stays', async (t) => {
  const folder = join(t.testdir({}), 'store'), source = join(t.testdir({}), 'film')
  const store = await openFolderStore(folder)
  const movedIn = { contentType: 'video/mp4', signal: new AbortController().signal, onMeasured: async () => {} }
  writeFileSync(source, 'a film')
  await store.putFile('a', source, movedIn)
  linkSync(join(folder, 'objects', 'a'), source)
  t.match(await store.putFile('a', source, movedIn), { sizeBytes: 6 })
  t.same(readdirSync(join(folder, 'incoming')), [])
  t.match(await store.head('a'), { sizeBytes: 6 })
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

t.test('[OS1, OS3] a disk that is full or fails, at whichever step, refuses with a code and shows nothing', async (t) => {
  for (const [errno, code] of [['ENOSPC', 'STORAGE_FULL'], ['EIO', 'STORAGE_ERROR']] as const) {
    for (let failAt = 1, done = false; !done; failAt++) {
      const folder = join(t.testdir({}), `${errno}-${failAt}`)
      const sound = await openFolderStore(folder)
      await sound.put('films/a', whole('before'), { contentType: 'text/plain' })
      const store = await openFolderStore(folder, { ...realSystem, files: failingAt(failAt, errno) })
      done = await store.put('films/a', whole('after'), { contentType: 'text/plain' }).then(() => true, (error: unknown) => {
        t.match(error, { name: 'ObjectStoreError', code }, `${errno} at write ${failAt}`)
        return false
      })
      const shown = await new Response((await sound.get('films/a'))!.body).text()
      if (done) t.equal(shown, 'after')
      else t.match(shown, /^(before|after)$/, 'one or the other, whole')
      if (done) t.ok(failAt > 3, `${failAt - 1} steps could fail`)
    }
  }
})

async function* whole(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text)
}

/** The filesystem, of whose writes, flushes and renames the `n`-th fails. */
function failingAt(n: number, errno: string): typeof realSystem.files {
  let count = 0
  const step = <Args extends unknown[], Result>(run: (...args: Args) => Promise<Result>) => (...args: Args): Promise<Result> =>
    ++count === n ? Promise.reject(Object.assign(new Error(errno), { code: errno })) : run(...args)
  const { promises } = realSystem.files
  const open: typeof promises.open = async (...args) => {
    const file = await promises.open(...args)
    for (const name of ['write', 'writeFile', 'sync'] as const) Object.assign(file, { [name]: step(file[name].bind(file) as () => Promise<unknown>) })
    return file
  }
  return { ...realSystem.files, promises: { ...promises, open, rename: step(promises.rename) as typeof promises.rename } }
}
