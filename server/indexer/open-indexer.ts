/** The indexer that a setting means, with its calls counted. */

import type { System } from '../system.ts'
import type { CallOutcome, IndexerCall } from './asking.ts'
import { IndexerError } from './fetch-limited.ts'
import type { Indexer, IndexerConfig } from './indexer.ts'
import type { IndexerMeter } from './indexer-meter.ts'
import { createNewznab } from './newznab.ts'
import { createProwlarr } from './prowlarr.ts'

export interface IndexerPorts {
  readonly system: Pick<System, 'fetch' | 'sleep' | 'now'>
  readonly meter: IndexerMeter
  observed(indexer: string, call: IndexerCall, outcome: CallOutcome, seconds: number): void
}

/** Throws `IndexerError` where its address is none. */
export function openIndexer(config: IndexerConfig, { system, meter, observed }: IndexerPorts): Indexer {
  const { name, apiPerDay, grabsPerDay, kind } = config
  const ports = {
    system,
    async take(call: 'search' | 'grab') {
      const most = call === 'grab' ? grabsPerDay : apiPerDay
      if (await meter.take(name, call, most)) return
      throw new IndexerError('LIMIT', `${name} has given its ${most} ${call === 'grab' ? 'downloads' : 'answers'} of today; it is asked again tomorrow`)
    },
    observed: (call: IndexerCall, outcome: CallOutcome, seconds: number) => observed(name, call, outcome, seconds),
  }
  switch (kind) {
    case 'newznab': case 'nzbhydra2': return createNewznab(config, ports)
    case 'prowlarr': return createProwlarr(config, ports)
  }
}
