/** Puts the service worker in place, and says when a new version of the app waits. */

import { scriptAddress } from '../script-address.ts'

const CHECK_MS = 3_600_000

/** What is needed of the page. */
interface Page {
  /** Undefined where the browser has none. */
  readonly container: Pick<ServiceWorkerContainer, 'register' | 'controller' | 'addEventListener'> | undefined
  reload(): void
  every(ms: number, run: () => void): void
}

const thisPage = (): Page => ({ container: navigator.serviceWorker, reload: () => location.reload(), every: (ms, run) => void setInterval(run, ms) })

/** `waits` gets the way to change over: it reloads the page once the new version is in charge. What is unsent is in storage. */
export async function registerServiceWorker(waits: (changeOver: () => void) => void, { container, reload, every }: Page = thisPage()): Promise<void> {
  if (!container) return
  const registration = await container.register(scriptAddress('/service-worker.js'), { scope: '/' })
  // What was thrown away of the installed files is fetched again, while there is a network.
  registration.active?.postMessage({ type: 'COMPLETE' })
  // The first install takes charge by itself; only a change of hands reloads, and only when asked for: in another tab somebody may be writing.
  let wanted = false
  let charged = container.controller !== null
  container.addEventListener('controllerchange', () => {
    if (wanted) reload()
    else if (charged) waits(reload)
    charged = true
  })

  const offer = (waiting: ServiceWorker) => waits(() => {
    wanted = true
    waiting.postMessage({ type: 'SKIP_WAITING' })
  })
  const follow = (installing: ServiceWorker | null) => installing?.addEventListener('statechange', () => {
    if (installing.state === 'installed' && container.controller) offer(installing)
  })
  if (registration.waiting && container.controller) offer(registration.waiting)
  // The browser looks for a new version whenever a page is opened, and may have found it before this code runs.
  follow(registration.installing)
  registration.addEventListener('updatefound', () => follow(registration.installing))
  every(CHECK_MS, () => void registration.update().catch(() => undefined))
}
