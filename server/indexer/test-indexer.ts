/** Whether an indexer works as it is set up: what it can do, and whether it takes the key. Nothing is kept of the answer, and nothing counted. */

import type { IndexerSettings } from '../upstreams.ts'
import type { System } from '../system.ts'
import type { IndexerErrorCode } from './fetch-limited.ts'
import { IndexerError } from './fetch-limited.ts'
import type { Abilities } from './indexer.ts'
import { memoryIndexerMeter } from './indexer-meter.ts'
import type { IndexerLimits } from './newznab-answer.ts'
import { openIndexer } from './open-indexer.ts'

export type IndexerTest =
  /** `found`: releases of the film that was looked for, to see whether the key is good; `advice`: what could be better, null where nothing. */
  | { readonly ok: true; readonly tookMs: number; readonly abilities: Abilities; readonly limits: IndexerLimits | null; readonly found: number; readonly advice: string | null }
  /** `advice`: what to do, in a sentence. */
  | { readonly ok: false; readonly tookMs: number; readonly code: IndexerErrorCode; readonly message: string; readonly advice: string }

/** Public domain, and at every indexer. */
const PROBE = { imdbId: 'tt0063350', tmdbId: 10331, title: 'Night of the Living Dead', year: 1968 }

export async function testIndexer(settings: IndexerSettings, system: Pick<System, 'fetch' | 'sleep' | 'now'>, signal: AbortSignal): Promise<IndexerTest> {
  const startedAt = system.now()
  const took = () => system.now() - startedAt
  try {
    // What it can do most tell anybody: a search shows whether the key is good.
    const indexer = openIndexer({ ...settings, apiPerDay: null, grabsPerDay: null }, { system, meter: memoryIndexerMeter(system), observed: () => {} })
    const abilities = await indexer.abilities(signal)
    const { items, failures } = await indexer.search({ movie: PROBE }, signal)
    return { ok: true, tookMs: took(), abilities, limits: indexer.limitsTold(), found: items.length, advice: failures[0] ? `${failures[0].message}.` : adviceOn(abilities, settings) }
  } catch (error) {
    if (!(error instanceof IndexerError)) throw error
    return { ok: false, tookMs: took(), code: error.code, message: `${error.message}.`, advice: adviceFor(error.code, settings) }
  }
}

function adviceOn({ movieBy, behind }: Abilities, { kind }: IndexerSettings): string | null {
  if (kind === 'prowlarr' && behind.length === 0) return 'No indexer for Usenet is enabled in Prowlarr: add one there.'
  return movieBy.includes('imdbid') || movieBy.includes('tmdbid') ? null : 'It does not look for films by their number: what it finds is compared by title and year, and less of it will fit.'
}

function adviceFor(code: IndexerErrorCode, { kind, url }: IndexerSettings): string {
  switch (code) {
    case 'CREDENTIALS': return kind === 'newznab' ? 'Copy the API key from your profile at the indexer once more, and see whether your account there is still active.' : 'Copy the API key from its settings (General, Security) once more.'
    case 'LIMIT': return 'The address and the key are good. Wait until it answers again, or set how many questions a day it may be asked.'
    case 'UNREACHABLE': return 'See whether the address and port are right, whether it is up, and whether this machine may reach it.'
    case 'NOT_FOUND': return `There is no API at that address. ${addressOf(kind)}`
    case 'BAD_ANSWER': return `Something answers at that address, but no indexer. ${addressOf(kind)}`
    case 'REFUSED': return URL.canParse(url) ? 'It answers, but has a problem of its own: see its log or its status page, and try again later.' : addressOf(kind)
  }
}

function addressOf(kind: IndexerSettings['kind']): string {
  switch (kind) {
    case 'newznab': return 'An indexer\'s API is usually at https://api.its-name.example/api or https://its-name.example/api.'
    case 'prowlarr': return 'Prowlarr is usually at http://its-machine:9696.'
    case 'nzbhydra2': return 'NZBHydra2 is usually at http://its-machine:5076.'
  }
}
