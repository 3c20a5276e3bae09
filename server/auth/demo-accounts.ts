/**
 * An admin and a member for trying it out, on this machine only. Their passwords are random, stay the same across starts,
 * and are shown: on the sign-in page and in `demo-credentials.json` of the data folder, which only its owner can read.
 */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { System } from '../system.ts'
import type { Accounts, NewAccount } from './accounts.ts'
import { isPassword } from './passwords.ts'
import { readableCode } from './readable-code.ts'

export async function demoAccounts(dataDir: string, accounts: Accounts, system: System): Promise<readonly NewAccount[]> {
  const file = join(dataDir, 'demo-credentials.json')
  const demo = await readAccounts(file) ?? await makeAccounts(dataDir, file, system)
  for (const account of demo) {
    const existing = await accounts.find(account.username)
    if (!existing || !await isPassword(account.password, existing.passwordHash)) await accounts.ensure(account)
  }
  return demo
}

async function readAccounts(file: string): Promise<readonly NewAccount[] | undefined> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { accounts: readonly NewAccount[] }).accounts
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read: remove it, and new passwords are made`, { cause: error })
  }
}

async function makeAccounts(dataDir: string, file: string, system: System): Promise<readonly NewAccount[]> {
  const accounts = (['admin', 'member'] as const).map((role) => ({ username: role, password: readableCode(system), role }))
  await mkdir(dataDir, { recursive: true })
  // Beside its place and renamed: a kill in between leaves no half a file.
  await writeFile(`${file}.unfinished`, `${JSON.stringify({ accounts }, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.unfinished`, file)
  return accounts
}
