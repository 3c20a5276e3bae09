/** Removes what a person saved on this device: at a sign-out, or when the account is erased. */

import type { Environment } from '../sync/environment.ts'
import type { Directory } from './saved-folder.ts'
import { openSavedFolder } from './saved-folder.ts'
import type { SavedWord } from './saver.ts'
import { savedChannel, saverLock } from './saver.ts'

/** Whoever copies just then is told to stop, and waited for: it would write into what is removed. */
export async function forgetSaved({ openChannel, locks }: Pick<Environment, 'openChannel' | 'locks'>, root: (() => Promise<Directory>) | undefined, userId: string): Promise<void> {
  if (!root) return
  const channel = openChannel(savedChannel(userId))
  channel.postMessage({ type: 'stop' } satisfies SavedWord)
  await locks.request(saverLock(userId), {}, async () => {
    await openSavedFolder(root, userId).removeAll()
  })
  channel.close()
}
