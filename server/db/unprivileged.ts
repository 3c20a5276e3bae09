/** PostgreSQL refuses to run as root. This finds how root can run it all the same, without making users. */

import { chown, lchown, readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import type { System } from '../system.ts'
import { runProgram } from './run-program.ts'

const NOBODY = 65_534

/** How to start a program: in front of it, and as whom. */
export interface Launch {
  readonly prefix: readonly string[]
  readonly ids: { readonly uid?: number; readonly gid?: number }
  /** Hands over files that root made to the user the program runs as. */
  own(path: string): Promise<void>
}

export async function unprivilegedLaunch(system: Pick<System, 'spawn'>, paths: { readonly home: string; readonly program: string }): Promise<Launch> {
  if (process.getuid?.() !== 0) return { prefix: [], ids: {}, own: async () => {} }
  // In a user namespace of its own the program is `nobody` to itself, and still root's to the files: nothing to hand over.
  const namespace = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'] as const
  if (await works(system, namespace)) return { prefix: namespace, ids: {}, own: async () => {} }
  await assertReachable(paths.home)
  await assertReachable(paths.program)
  return { prefix: [], ids: { uid: NOBODY, gid: NOBODY }, own: chownAll }
}

async function works(system: Pick<System, 'spawn'>, [program, ...args]: readonly [string, ...string[]]): Promise<boolean> {
  return runProgram(system, [program, ...args, 'true']).then(() => true, () => false)
}

/** `nobody` must be able to pass through every folder above; the folder itself is handed over. */
async function assertReachable(path: string): Promise<void> {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const { mode, uid } = await stat(folder)
    if ((mode & 0o001) === 0 && uid !== NOBODY) {
      throw new Error(`PostgreSQL cannot run as root, and as an unprivileged user it cannot reach ${path} through ${folder}. `
        + 'Run Rewind as an ordinary user, set DATA_DIR to a folder others may pass into, or set DATABASE_URL.')
    }
    if (folder === dirname(folder)) return
  }
}

async function chownAll(path: string): Promise<void> {
  if (!(await stat(path)).isDirectory()) return chown(path, NOBODY, NOBODY)
  await lchown(path, NOBODY, NOBODY)
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    await (entry.isDirectory() ? chownAll(inner) : lchown(inner, NOBODY, NOBODY))
  }
}
