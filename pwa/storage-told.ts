/** Says what this browser cannot keep: once, when it begins, until it is closed or is so no longer. */

import { endToast, showToast } from './elements/show-toast.ts'
import type { LinkState, Replica } from './replica.ts'
import { goTo } from './routes.ts'
import { textsComing } from './strings/shell.ts'
import { t } from './strings/saved.ts'

export function tellStorage(here: Pick<Replica, 'link' | 'subscribe'>): void {
  let told: LinkState['storage'] = 'kept'
  const look = () => {
    const { storage } = here.link
    if (storage === told) return
    told = storage
    if (storage === 'kept') endToast('storage')
    else void say(storage)
  }
  here.subscribe(look)
  look()
  // What is in this page alone is lost with it.
  addEventListener('beforeunload', (event) => {
    if (here.link.storage === 'page' && here.link.unsent > 0) event.preventDefault()
  })
}

async function say(storage: 'full' | 'page'): Promise<void> {
  await textsComing()
  showToast({ text: t(`storage.${storage}`), tone: 'bad', lasting: 'storage', action: { label: t('storage.look'), run: () => goTo('/offline') } })
}

/** An act that could not be kept, and so was not done. */
export async function sayNoRoom(): Promise<void> {
  await textsComing()
  showToast({ text: t('storage.noRoom'), tone: 'bad', action: { label: t('storage.look'), run: () => goTo('/offline') } })
}
