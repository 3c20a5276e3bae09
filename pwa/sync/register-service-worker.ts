/** Puts the service worker in place, and says when a new version of the app waits. */

import { scriptAddress } from '../script-address.ts'

const CHECK_MS = 3_600_000

/** `waits` gets the way to change over: it reloads the page once the new version is in charge. What is unsent is in storage. */
export async function registerServiceWorker(waits: (changeOver: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register(scriptAddress('/service-worker.js'), { scope: '/' })
  // What was thrown away of the installed files is fetched again, while there is a network.
  registration.active?.postMessage({ type: 'COMPLETE' })
  // The first install takes charge by itself; only a change of hands reloads, and only when asked for: in another tab somebody may be writing.
  let wanted = false
  let charged = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (wanted) location.reload()
    else if (charged) waits(() => location.reload())
    charged = true
  })

  const offer = (waiting: ServiceWorker) => waits(() => {
    wanted = true
    waiting.postMessage({ type: 'SKIP_WAITING' })
  })
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && navigator.serviceWorker.controller) offer(installing)
    })
  })
  setInterval(() => void registration.update().catch(() => undefined), CHECK_MS)
}
