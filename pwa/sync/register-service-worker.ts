/** Puts the service worker in place, and says when a new version of the app waits. */

/** The page's policies must be named in the server's `trusted-types` directive: this one and lit's own. */
const POLICY = 'rewind'
const SCRIPT = '/service-worker.js'
const CHECK_MS = 3_600_000

interface Policies { createPolicy(name: string, rules: { createScriptURL(text: string): string }): { createScriptURL(text: string): string } }

/** `waits` gets the way to change over: it reloads the page once the new version is in charge. What is unsent is in storage. */
export async function registerServiceWorker(waits: (changeOver: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register(scriptAddress(), { scope: '/' })
  // The first install takes charge by itself; only a change of hands reloads, and only when asked for.
  let wanted = false
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (wanted) location.reload() })

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

/** The only text ever made into a script's address, and it is a constant. */
function scriptAddress(): string {
  const { trustedTypes } = globalThis as unknown as { trustedTypes?: Policies }
  return trustedTypes?.createPolicy(POLICY, {
    createScriptURL(text) {
      if (text !== SCRIPT) throw new TypeError(`Not a script of ours: ${text}`)
      return text
    },
  }).createScriptURL(SCRIPT) ?? SCRIPT
}
