/** How the server says it is. Its answer is one also where it says that it cannot work. */

import type { Health } from '../projections/wire.ts'
import { CatalogueFailure } from './catalogue.ts'

const NOT_READY = 503

export async function askHealth(signal: AbortSignal): Promise<Health> {
  let response: Response
  try {
    response = await fetch('/health/ready', { signal, headers: { accept: 'application/json' } })
    if (response.ok || response.status === NOT_READY) return await response.json() as Health
  } catch (error) {
    if (signal.aborted) throw error
    throw new CatalogueFailure('offline', 'UNREACHABLE', 'The server did not answer.')
  }
  throw new CatalogueFailure('server', 'HTTP_ERROR', response.statusText)
}
