/** Removes what a person saved on this device: at a sign-out, or when the account is erased. */

import type { Environment } from '../sync/environment.ts'
import type { Directory } from './saved-folder.ts'
import { openSavedFolder } from './saved-folder.ts'
import type { SavedWord } from './saver.ts'
import { savedChannel, saverLock, takingLock } from './saver.ts'
import { parseLotId } from './browser-copy.ts'
import type { BrowserTasks } from './with-browser.ts'

interface Ports extends Pick<Environment, 'openChannel' | 'locks'> {
  readonly root: (() => Promise<Directory>) | undefined
  readonly tasks: () => Promise<BrowserTasks | undefined>
}

/** Whoever copies just then is told to stop, and waited for: it would write into what is removed. What the browser copies ends too. */
export async function forgetSaved({ openChannel, locks, root, tasks }: Ports, userId: string): Promise<void> {
  if (!root) return
  const channel = openChannel(savedChannel(userId))
  channel.postMessage({ type: 'stop' } satisfies SavedWord)
  const given = await tasks()
  for (const id of await given?.getIds() ?? []) if (parseLotId(id)?.userId === userId) await (await given!.get(id))?.abort().catch(() => false)
  await locks.request(saverLock(userId), {}, () => locks.request(takingLock(userId), {}, async () => {
    await openSavedFolder(root, userId).removeAll()
  }))
  channel.close()
}

/** The browser's own, where it has them. */
export async function browserTasks(): Promise<BrowserTasks | undefined> {
  const registration = await navigator.serviceWorker?.getRegistration() as { readonly backgroundFetch?: BrowserTasks } | undefined
  return registration?.backgroundFetch
}
