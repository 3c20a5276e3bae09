/** Whether this browser is told of news while the app is closed. Everything here needs the network. */

import { replica } from './house.ts'
import { language } from './strings/language.ts'
import { openDevice } from './sync/device.ts'

/** Why it cannot be: no https, a browser that has none of it, a server that pushes nothing, or one that does not answer now. */
type Unavailable = 'insecure' | 'unsupported' | 'not-offered' | 'unreachable'
/** `blocked`: the person forbade it in the browser. */
export type PushState = Unavailable | 'blocked' | 'off' | 'on'

/** Who wanted it in this browser: another one who signs in here has not. */
const WANTED_BY = 'rewind-push'
const PATH = '/api/me/push-subscriptions'

export async function pushState(): Promise<PushState> {
  if (!isSecureContext) return 'insecure'
  if (!('PushManager' in globalThis) || !('Notification' in globalThis)) return 'unsupported'
  const key = await serverKey()
  if (!key) return key === null ? 'not-offered' : 'unreachable'
  if (Notification.permission === 'denied') return 'blocked'
  const { pushManager } = await navigator.serviceWorker.ready
  return await pushManager.getSubscription() ? 'on' : 'off'
}

/** Rejects when the push service or the server cannot be reached; then it is off. */
export async function switchPush(wanted: boolean): Promise<PushState> {
  const { pushManager } = await navigator.serviceWorker.ready
  if (!wanted) {
    localStorage.removeItem(WANTED_BY)
    await (await pushManager.getSubscription())?.unsubscribe()
    await tell('DELETE')
    return 'off'
  }
  if (await Notification.requestPermission() !== 'granted') return Notification.permission === 'denied' ? 'blocked' : 'off'
  const key = await serverKey()
  if (!key) return key === null ? 'not-offered' : 'unreachable'
  await tellWorkerLanguage()
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  try {
    const { endpoint, keys } = subscription.toJSON()
    await tell('POST', { endpoint, keys })
  } catch (error) {
    await subscription.unsubscribe()
    throw error
  }
  localStorage.setItem(WANTED_BY, replica()?.session.userId ?? '')
  return 'on'
}

/** The server forgets a browser with its session; one that is still subscribed says so again after the next sign-in. */
export async function renewPush(): Promise<void> {
  const subscription = await subscribed()
  if (!subscription) return
  const wantedBy = localStorage.getItem(WANTED_BY)
  if (wantedBy !== null && wantedBy !== replica()?.session.userId) return await endPush()
  await tellWorkerLanguage()
  const { endpoint, keys } = subscription.toJSON()
  // Without a network: at the next start.
  await tell('POST', { endpoint, keys }).catch(() => undefined)
}

/** The service worker knows no person; it tells what is new in the language of the page that asked it to. */
async function tellWorkerLanguage(): Promise<void> {
  const device = await openDevice(indexedDB)
  await device.speak(language)
  device.close()
}

/** Whoever signs in here next has not asked for it. */
export async function endPush(): Promise<void> {
  localStorage.removeItem(WANTED_BY)
  await (await subscribed())?.unsubscribe()
}

async function subscribed(): Promise<PushSubscription | null> {
  if (!('PushManager' in globalThis) || !('serviceWorker' in navigator)) return null
  return await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription() ?? null
}

/** Of the server; null where it pushes nothing, undefined where it does not answer. */
async function serverKey(): Promise<string | null | undefined> {
  const answer = await fetch('/api/push-key').catch(() => undefined)
  return answer?.ok ? (await answer.json() as { readonly key: string | null }).key : undefined
}

async function tell(method: string, body?: unknown): Promise<void> {
  const answer = await fetch(PATH, { method, headers: { 'x-rewind': '1', ...body ? { 'content-type': 'application/json' } : {} }, ...body ? { body: JSON.stringify(body) } : {} })
  if (!answer.ok) throw new Error(`The server answered ${answer.status}`)
}
