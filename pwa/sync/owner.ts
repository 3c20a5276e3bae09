/**
 * One tab of a browser owns the socket, the pulls and the pushes. The others follow: they read what it wrote when it says so.
 * A tab that dies lets go of the lock, and the browser gives it to the next one that waits.
 */

import type { LinkState } from '../replica.ts'
import type { Channel, Environment } from './environment.ts'

export function ownerLock(userId: string): string {
  return `rewind-owner-${userId}`
}

/** What tabs tell one another. Each tab tells of what it wrote; only the owner tells of the link. */
export type Word =
  | { readonly type: 'outbox' }
  | { readonly type: 'written' }
  | { readonly type: 'link'; readonly link: Pick<LinkState, 'online' | 'syncing'> }
  /** A tab that has just opened asks how the link stands. */
  | { readonly type: 'hello' }
  | { readonly type: 'manual'; readonly wanted: boolean }
  | { readonly type: 'signed-in' }
  /** The person's data has been removed from this browser. */
  | { readonly type: 'gone' }

export interface Talk {
  say(word: Word): void
  close(): void
}

export function joinTalk(environment: Pick<Environment, 'openChannel'>, userId: string, hear: (word: Word) => void): Talk {
  const channel: Channel = environment.openChannel(`rewind-${userId}`)
  channel.onmessage = ({ data }) => hear(data as Word)
  return {
    say: (word) => channel.postMessage(word),
    close() {
      channel.onmessage = null
      channel.close()
    },
  }
}

/** Runs `own` for as long as this tab is the owner, from the moment it becomes it. */
export async function whenOwner({ locks }: Pick<Environment, 'locks'>, userId: string, signal: AbortSignal, own: () => Promise<void>): Promise<void> {
  try {
    await locks.request(ownerLock(userId), { signal }, own)
  } catch (error) {
    // Closed before it was this tab's turn.
    if (!signal.aborted) throw error
  }
}
