/**
 * Debian packages unpacked into a folder of their own, and not installed: nothing is configured, started or left behind in the system, and
 * one need not be root. For programs that run from anywhere when they are told where their files are.
 */

import { execFile } from 'node:child_process'
import { access, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The folder, with the libraries that the packages need and this machine lacks in it too; kept from one run to the next. `why` when there is none; in CI that is a failure. */
export async function debianTree(name: string, packages: readonly string[]): Promise<{ readonly folder: string } | { readonly why: string }> {
  const folder = join(process.env['KEPT_TMPDIR'] ?? tmpdir(), `rewind-debian-${name}-${process.getuid?.() ?? ''}`)
  if (await isThere(folder)) return { folder }
  const fresh = await mkdtemp(`${folder}.`)
  try {
    const fetch = async () => run('apt-get', ['download', '--quiet', ...packages, ...await lackingLibraries(packages)], { cwd: fresh, timeout: 120_000 })
    await fetch().catch(async () => {
      await run('apt-get', ['update', '--quiet'], { timeout: 120_000 })
      await fetch()
    })
    for (const file of (await readdir(fresh)).filter((each) => each.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', file, fresh], { cwd: fresh })
      await rm(join(fresh, file))
    }
    await rename(fresh, folder)
    return { folder }
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    // Another test of the same run may have been first.
    if (await isThere(folder)) return { folder }
    const why = `${packages.join(' ')} cannot be had from Debian: ${String((error as Error).message).slice(0, 300)}`
    if (process.env['CI']) throw new Error(`CI must run this: ${why}`)
    return { why }
  }
}

async function lackingLibraries(packages: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run('apt-cache', ['depends', ...packages])
  const libraries = [...new Set([...stdout.matchAll(/^ *Depends: (lib(?!c6$)[\w.+-]+|zlib1g)$/gm)].map((match) => match[1]!))].filter((each) => !packages.includes(each))
  const there = await Promise.all(libraries.map(async (each) => await run('dpkg-query', ['-W', '-f', '${db:Status-Status}', each]).then(({ stdout }) => stdout.includes('installed'), () => false)))
  return libraries.filter((_, index) => !there[index])
}

const isThere = (path: string) => access(path).then(() => true, () => false)
