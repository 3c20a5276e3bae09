/** Says what this browser cannot keep: once, when it begins, until it is closed or is so no longer. */

import { endToast, showToast } from './elements/show-toast.ts'
import type { LinkState, Replica } from './replica.ts'
import { goTo } from './routes.ts'
import { textsComing } from './strings/shell.ts'
import { t } from './strings/saved.ts'

let leave = () => {}

/** Of who is here now; of nobody else any more. */
export function tellStorage(here: Pick<Replica, 'link' | 'subscribe'> | null): void {
  leave()
  leave = here ? follow(here) : () => {}
}

/** Returns what ends it. */
function follow(here: Pick<Replica, 'link' | 'subscribe'>): () => void {
  let told: LinkState['storage'] = 'kept'
  const look = () => {
    const { storage } = here.link
    if (storage === told) return
    told = storage
    if (storage === 'kept') endToast('storage')
    else void say(storage, 'storage')
  }
  const unsubscribe = here.subscribe(look)
  look()
  // What is in this page alone is lost with it.
  const ask = (event: Event) => { if (here.link.storage === 'page' && here.link.unsent > 0) event.preventDefault() }
  addEventListener('beforeunload', ask)
  return () => {
    unsubscribe()
    removeEventListener('beforeunload', ask)
    if (told !== 'kept') endToast('storage')
  }
}

async function say(what: 'full' | 'page' | 'noRoom' | 'pictures', lasting?: 'storage' | 'pictures'): Promise<void> {
  await textsComing()
  showToast({ text: t(`storage.${what}`), tone: 'bad', ...lasting ? { lasting } : {}, action: { label: t('storage.look'), run: () => goTo('/offline') } })
}

/** An act that could not be kept, and so was not done. */
export const sayNoRoom = () => say('noRoom')

/** Posters that are not here when there is no network. */
export const sayNoPictures = () => say('pictures', 'pictures')
