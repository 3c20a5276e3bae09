/** `rewind archive`: a broken or locked download in hand. */

import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { CliCommand } from '../../server/cli/command.ts'
import { EXIT, UsageError } from '../../server/cli/command.ts'
import { limits } from '../../server/limits.ts'
import { ArchiveError } from '../archives/archive-error.ts'
import { groupVolumes } from '../archives/archive-sets.ts'
import { mapStoredArchive } from '../archives/map-stored-archive.ts'
import { RarSecrets } from '../archives/rar-secrets.ts'
import { readArchive } from '../archives/read-archive.ts'
import type { NamedPath } from '../archives/volumes-on-disk.ts'
import { withVolumes } from '../archives/volumes-on-disk.ts'
import { orRefused } from './read-input.ts'

const list: CliCommand = {
  name: 'archive list', summary: 'What lies in an archive, and what of it can be read in place',
  about: 'FILE is any volume of it: the others are looked for beside it. Or a folder, for all archives in it.', words: ['FILE'], options: {},
  run: (call) => orRefused(call, async () => {
    const given = call.words[0]!
    await withVolumes(await filesBeside(given), async (volumes) => {
      const { sets } = await groupVolumes(volumes, new RarSecrets())
      const chosen = sets.filter((set) => set.volumes.some((index) => volumes[index]!.name === basename(given)))
      const wanted = chosen.length > 0 ? chosen : sets
      if (wanted.length === 0) throw new ArchiveError('UNSUPPORTED', `There is no archive at ${given}`)
      for (const set of wanted) {
        const own = set.volumes.map((index) => volumes[index]!)
        for (const { name, kind, sizeBytes, isEncrypted, stored, why } of await readArchive(set, own, new RarSecrets())) {
          call.print({ kind, name, sizeBytes, isEncrypted, stored: stored !== null, why }, `${String(sizeBytes ?? '?').padStart(14)}  ${stored ? 'stored' : why ?? 'packed'}  ${name}`)
        }
        const map = await mapStoredArchive(own)
        if ('reason' in map) call.print({ kind: 'map', ...map }, `${set.name}: ${map.reason}`)
        else call.print({ kind: 'map', files: map.files.length }, `${set.name}: can be read in place`)
      }
    })
    return EXIT.done
  }),
}

async function filesBeside(given: string): Promise<readonly NamedPath[]> {
  try {
    const folder = (await stat(given)).isDirectory() ? given : dirname(given)
    const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => ({ name, path: join(folder, name) }))
    if (files.length > limits.archiveVolumesMax) throw new UsageError(`${folder} has more than ${limits.archiveVolumesMax} files: put the archive in a folder of its own`)
    return files
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${given} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unreadable'}): name a file that is there and may be read`, { cause: error })
  }
}

export const archiveCommands: readonly CliCommand[] = [list]
