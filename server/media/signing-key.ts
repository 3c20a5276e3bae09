/** The key that signs links to films: random, kept beside the data, the same over restarts so that a film goes on playing. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { System } from '../system.ts'

const KEY_BYTES = 32

export async function signingKeyIn(dataDir: string, system: Pick<System, 'randomBytes'>): Promise<Uint8Array> {
  const file = join(dataDir, 'link-key')
  const kept = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (kept?.length === KEY_BYTES) return kept
  const key = system.randomBytes(KEY_BYTES)
  await mkdir(dataDir, { recursive: true })
  await writeFile(`${file}.unfinished`, key, { mode: 0o600 })
  await rename(`${file}.unfinished`, file)
  return key
}
