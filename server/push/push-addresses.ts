/**
 * Where browsers may have their messages sent. The address comes from a client, so it is never simply called: these origins and
 * no other, which `permissions.ts` also holds the process to.
 */
export const PUSH_SERVICES: readonly string[] = [
  'https://fcm.googleapis.com', 'https://updates.push.services.mozilla.com', 'https://web.push.apple.com',
]

export function isPushAddress(endpoint: string, services: readonly string[]): boolean {
  const url = URL.parse(endpoint)
  return url !== null && url.username === '' && url.password === '' && services.includes(url.origin)
}
