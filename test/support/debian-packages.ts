/**
 * Programs of others that tests speak to, from Debian's own packages. CI is root on Debian and installs them; elsewhere a test that
 * lacks them says by name that it did not run.
 */

import { execFile } from 'node:child_process'
import { access, writeFile, rm } from 'node:fs/promises'
import process from 'node:process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Undefined when `program` is there, else why it is not. In CI that is a failure. */
export async function debianPackages(packages: readonly string[], program: string): Promise<string | undefined> {
  if (await isThere(program)) return undefined
  if (process.getuid?.() !== 0 || !await isThere('/usr/bin/apt-get')) return missing(`needs ${program} (Debian: apt-get install ${packages.join(' ')})`)
  try {
    await withoutServices(async () => {
      const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      const install = () => run('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages], { env: environment, timeout: 300_000 })
      await install().catch(async () => {
        await run('apt-get', ['update', '--quiet'], { env: environment, timeout: 120_000 })
        await install()
      })
    })
  } catch (error) {
    if (!await isThere(program)) return missing(`${packages.join(' ')} cannot be installed: ${String((error as Error).message).slice(0, 300)}`)
  }
  return await isThere(program) ? undefined : missing(`${packages.join(' ')} came without ${program}`)
}

function missing(why: string): string {
  if (process.env['CI']) throw new Error(`CI must run this: ${why}`)
  return why
}

/** What a package would start by itself stays down. */
async function withoutServices(work: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d'
  const ours = !await isThere(policy)
  if (ours) await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await work()
  } finally {
    if (ours) await rm(policy, { force: true })
  }
}

const isThere = (path: string) => access(path).then(() => true, () => false)
