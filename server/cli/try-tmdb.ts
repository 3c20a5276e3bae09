/** Whether TMDB answers, with the key that is set, and those who tell what others think. */

import { tmdbClient } from '../catalogue/tmdb-client.ts'
import type { Tried } from '../catalogue/try-tmdb.ts'
import { tryTmdb } from '../catalogue/try-tmdb.ts'
import type { Config } from '../config.ts'
import { EXIT_CONFIG } from '../config.ts'
import { tryRatings } from '../ratings/try-ratings.ts'
import { realSystem } from '../system.ts'
import type { CatalogueSettings } from '../upstreams.ts'
import { upstreamsOf } from '../upstreams.ts'
import type { CliCommand } from './command.ts'
import { EXIT } from './command.ts'

export const tryTmdbCommand: CliCommand = {
  name: 'catalogue try',
  summary: 'Ask TMDB one question of each kind, and say what is missing from its answers',
  about: 'Needs TMDB_API_KEY. With OMDB_API_KEY or MDBLIST_API_KEY it asks them too. Ends with 0 when everything was answered in full, with 1 when something is missing.',
  options: {},
  words: [],
  async run({ config, signal, print }) {
    const { tmdb } = upstreamsOf(config)
    if (tmdb === null) {
      print({ error: NO_KEY }, NO_KEY)
      return EXIT_CONFIG
    }
    let wrong = 0
    let asked = 0
    for await (const tried of looks(tmdb, config)) {
      print(tried, inWords(tried))
      asked++
      if (tried.error !== null || tried.missing.length > 0) wrong++
      if (signal.aborted) return EXIT.failed
    }
    const sum = wrong === 0 ? `All ${asked} are answered in full.` : `${wrong} of ${asked} are not answered in full.`
    print({ asked, wrong }, sum)
    return wrong === 0 ? EXIT.done : EXIT.failed
  },
}

async function* looks(tmdb: CatalogueSettings, config: Config): AsyncGenerator<Tried> {
  yield* tryTmdb({ tmdb: tmdbClient(tmdb, realSystem), imageBaseUrl: tmdb.imageBaseUrl, system: realSystem })
  yield* tryRatings({ config, system: realSystem })
}

const NO_KEY = "TMDB_API_KEY is missing: put TMDB's v4 read access token (themoviedb.org, Settings, API) into .env or the environment."

function inWords({ what, ms, found, missing, error }: Tried): string {
  const answer = error ?? (missing.length === 0 ? `${found} fields` : `${found} fields, without ${missing.join(', ')}`)
  return `${error !== null ? 'fail' : missing.length > 0 ? 'part' : 'ok  '}  ${what.padEnd(32)} ${String(ms).padStart(6)} ms  ${answer}`
}
