/** PostgreSQL refuses to run as root. This finds how root can run it all the same, without making users. */

import { execFile } from 'node:child_process'
import { chown, lchown, readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

const NOBODY = 65_534
const run = promisify(execFile)

/** How to start a program: in front of it, and as whom. */
export interface Launch {
  readonly prefix: readonly string[]
  readonly ids: { readonly uid?: number; readonly gid?: number }
  /** Hands over files that root made to the user the program runs as. */
  own(path: string): Promise<void>
}

export async function unprivilegedLaunch(paths: { readonly home: string; readonly program: string }): Promise<Launch> {
  if (process.getuid?.() !== 0) return { prefix: [], ids: {}, own: async () => {} }
  // In a user namespace of its own the program is `nobody` to itself, and still root's to the files: nothing to hand over.
  const namespace = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--']
  if (await works(namespace)) return { prefix: namespace, ids: {}, own: async () => {} }
  await assertReachable(paths.home)
  await assertReachable(paths.program)
  return { prefix: [], ids: { uid: NOBODY, gid: NOBODY }, own: chownAll }
}

async function works([command, ...args]: readonly string[]): Promise<boolean> {
  return run(command!, [...args, 'true'], { env: childEnvironment() }).then(() => true, () => false)
}

/**
 * For every program of PostgreSQL's. Nothing of ours leaks into it; PG* variables of the person's shell would change it, and
 * with their LD_LIBRARY_PATH Deno would refuse to start it.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
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
