/** How much has not reached the server yet, on the installed app's icon. */

import type { Replica } from '../replica.ts'

interface WithBadge { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> }

export function showUnsent(replica: Pick<Replica, 'link' | 'subscribe'>, { setAppBadge, clearAppBadge }: WithBadge = bound(navigator)): () => void {
  let shown = 0
  const show = () => {
    const { unsent } = replica.link
    if (unsent === shown) return
    shown = unsent
    // A badge is a courtesy: where it is not allowed there is none.
    void (unsent === 0 ? clearAppBadge?.() : setAppBadge?.(unsent))?.catch(() => undefined)
  }
  show()
  return replica.subscribe(show)
}

function bound(browser: WithBadge): WithBadge {
  return {
    ...browser.setAppBadge ? { setAppBadge: (count) => browser.setAppBadge!(count) } : {},
    ...browser.clearAppBadge ? { clearAppBadge: () => browser.clearAppBadge!() } : {},
  }
}
