import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from '../../test/support/tap.ts'
import { releaseByFileName, releases } from '../releases.ts'
import { createClipStore } from './clip-store.ts'
import { listedFiles, postedReleases } from './posted-release.ts'

t.test('a packed release is posted in the files that are listed, of the sizes that are listed, and each finds its release', async (t) => {
  const cacheDir = mkdtempSync(join(tmpdir(), 'rewind-posted-'))
  t.teardown(() => rmSync(cacheDir, { recursive: true, force: true }))
  const posted = postedReleases(createClipStore(cacheDir))
  const release = releases.find(({ packed, quality }) => packed && quality.key === 'dvd-480p')!
  const listed = listedFiles(release)
  t.ok(listed.length > 4)
  for (const { name, sizeBytes } of listed) {
    t.equal(releaseByFileName(name), release)
    t.equal((await posted(release, name))?.sizeBytes, sizeBytes, name)
  }
  t.equal(await posted(release, 'another.rar'), undefined)
  const plain = releases.find(({ packed }) => !packed)!
  t.same(listedFiles(plain), [{ name: plain.fileName, sizeBytes: plain.sizeBytes }])
})
