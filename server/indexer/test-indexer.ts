/** Whether an indexer works as it is set up: what it can do, and whether it takes the key. Nothing is kept of the answer, and nothing counted. */

import type { Said } from '../../projections/said.ts'
import { say } from '../../projections/said.ts'
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
  | { readonly ok: true; readonly tookMs: number; readonly abilities: Abilities; readonly limits: IndexerLimits | null; readonly found: number; readonly advice: Said | null }
  /** `advice`: what to do. */
  | { readonly ok: false; readonly tookMs: number; readonly code: IndexerErrorCode; readonly message: Said; readonly advice: Said }

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
    return { ok: true, tookMs: took(), abilities, limits: indexer.limitsTold(), found: items.length, advice: failures[0] ? say(`INDEXER_${failures[0].code}`, { told: failures[0].message }) : adviceOn(abilities, settings) }
  } catch (error) {
    if (!(error instanceof IndexerError)) throw error
    return { ok: false, tookMs: took(), code: error.code, message: say(`INDEXER_${error.code}`, { told: error.message }), advice: adviceFor(error.code, settings) }
  }
}

function adviceOn({ movieBy, behind }: Abilities, { kind }: IndexerSettings): Said | null {
  if (kind === 'prowlarr' && behind.length === 0) return say('INDEXER_ADVICE_NONE_BEHIND')
  return movieBy.includes('imdbid') || movieBy.includes('tmdbid') ? null : say('INDEXER_ADVICE_NO_NUMBERS')
}

function adviceFor(code: IndexerErrorCode, { kind, url }: IndexerSettings): Said {
  switch (code) {
    case 'CREDENTIALS': return say(kind === 'newznab' ? 'INDEXER_ADVICE_KEY' : 'INDEXER_ADVICE_OWN_KEY')
    case 'LIMIT': return say('INDEXER_ADVICE_LIMIT')
    case 'UNREACHABLE': return say('INDEXER_ADVICE_REACH')
    case 'NOT_FOUND': return say('INDEXER_ADVICE_NO_API', { usual: addressOf(kind) })
    case 'BAD_ANSWER': return say('INDEXER_ADVICE_NO_INDEXER', { usual: addressOf(kind) })
    case 'REFUSED': return URL.canParse(url) ? say('INDEXER_ADVICE_OWN_TROUBLE') : addressOf(kind)
  }
}

function addressOf(kind: IndexerSettings['kind']): Said {
  switch (kind) {
    case 'newznab': return say('INDEXER_USUAL_NEWZNAB')
    case 'prowlarr': return say('INDEXER_USUAL_PROWLARR')
    case 'nzbhydra2': return say('INDEXER_USUAL_NZBHYDRA2')
  }
}
