/** Who has been erased, beside the data and outside every database: a backup that is restored brings people back, and this takes them away again. */

import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UserId } from '../../domain/event.ts'

export interface ErasedAccounts {
  /** On disk when it resolves. */
  note(userId: UserId): Promise<void>
  all(): Promise<ReadonlySet<UserId>>
}

export function erasedAccountsIn(dataDir: string): ErasedAccounts {
  const file = join(dataDir, 'erased-accounts')
  async function all(): Promise<ReadonlySet<UserId>> {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    // A line that a kill cut short is no id; the erasure it was of is done again, and noted again.
    return new Set(text.split('\n').filter((line) => /^[0-9a-f-]{36}$/.test(line)) as UserId[])
  }
  return {
    all,
    async note(userId) {
      if ((await all()).has(userId)) return
      await mkdir(dataDir, { recursive: true })
      await appendFile(file, `\n${userId}\n`, { mode: 0o600, flush: true })
    },
  }
}
