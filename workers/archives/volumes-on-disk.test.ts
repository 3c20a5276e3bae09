import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '../../server/limits.ts'
import t from '../../test/support/tap.ts'
import { withVolumes } from './volumes-on-disk.ts'

t.test('more volumes than may be open are read, also many at once, and what is not there is said', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-volumes-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const files = Array.from({ length: 3 * limits.archiveOpenFilesMax }, (_, i) => ({ name: `${i}`, path: join(folder, `${i}`) }))
  for (const { name, path } of files) writeFileSync(path, `volume ${name}`)
  await withVolumes(files, async (volumes) => {
    for (let round = 0; round < 2; round++) {
      const read = await Promise.all(volumes.map(async (volume) => new TextDecoder().decode(await volume.read(7, volume.sizeBytes))))
      t.strictSame(read, files.map(({ name }) => name))
    }
    t.equal((await volumes[0]!.read(0, 100)).length, 8, 'less only where the file ends')
  })
  await t.rejects(withVolumes([{ name: 'none', path: join(folder, 'none') }], async () => {}), { code: 'ENOENT' })
})
