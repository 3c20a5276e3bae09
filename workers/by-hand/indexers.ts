/** `rewind newznab test` and `search`: the indexer of the settings asked by hand, as the service asks it. */

import process from 'node:process'
import type { Call, CliCommand } from '../../server/cli/command.ts'
import { EXIT, UsageError } from '../../server/cli/command.ts'
import type { SearchQuery } from '../../server/indexer/indexer.ts'
import { memoryIndexerMeter } from '../../server/indexer/indexer-meter.ts'
import { openIndexer } from '../../server/indexer/open-indexer.ts'
import { testIndexer } from '../../server/indexer/test-indexer.ts'
import { realSystem } from '../../server/system.ts'
import type { IndexerSettings } from '../../server/upstreams.ts'
import { upstreamsOf } from '../../server/upstreams.ts'
import { sizeInColumn } from './size-in-column.ts'
import { orRefused } from './read-input.ts'

const test: CliCommand = {
  name: 'newznab test', summary: 'Whether the indexer of the settings works: what it can do, or what to do about it',
  about: 'Asks the indexer that INDEXER_URL and INDEXER_API_KEY name. Ends with 1 when it does not work.', words: [], options: {},
  async run(call) {
    const told = await testIndexer(settingsOf(call), realSystem, call.signal)
    call.print(told, told.ok
      ? `It works: ${told.abilities.software ?? 'an indexer'}, ${told.tookMs} ms, ${told.found} releases of a film that every indexer has.${told.advice === null ? '' : `\n${told.advice.message}`}\nFilms by ${told.abilities.movieBy.join(', ') || 'words'}; series by ${told.abilities.episodeBy.join(', ') || 'words'}; ${told.abilities.pageSize} a page.`
      : `${told.code}: ${told.message.message}\n${told.advice.message}`)
    return told.ok ? EXIT.done : EXIT.failed
  },
}

const search: CliCommand = {
  name: 'newznab search', summary: 'What the indexer of the settings has of a film or an episode', words: ['TITLE'],
  options: {
    year: { takes: 'YEAR', means: 'of the film' }, imdb: { takes: 'ID', means: 'such as tt0013442' }, tvdb: { takes: 'ID', means: 'of the series' },
    season: { takes: 'NUMBER', means: 'of the series: its season is looked for' }, episode: { takes: 'NUMBER', means: 'of the season' },
  },
  run: (call) => orRefused(call, async () => {
    const indexer = openIndexer(settingsOf(call), { system: realSystem, meter: memoryIndexerMeter(realSystem), observed: () => {} })
    const { items, failures } = await indexer.search(queryOf(call), call.signal)
    // Addresses hold the indexer's key.
    for (const { nzbUrl, ...item } of items) call.print({ ...item, hasNzb: nzbUrl !== null }, `${item.publishedAt ?? '?'}  ${sizeInColumn(item.sizeBytes)}  ${item.title}${item.via === null ? '' : `  (${item.via})`}`)
    for (const { message } of failures) process.stderr.write(`${message}\n`)
    return items.length > 0 ? EXIT.done : EXIT.notFound
  }),
}

function settingsOf({ config }: Call): IndexerSettings {
  const [indexer] = upstreamsOf(config).indexers
  if (!indexer) throw new UsageError('Set INDEXER_URL and INDEXER_API_KEY: they name the indexer that is asked')
  return indexer
}

function queryOf({ words: [title], options }: Call): SearchQuery {
  const { imdb, season } = options
  if (imdb !== undefined && !/^tt\d{5,10}$/.test(String(imdb))) throw new UsageError('--imdb is an id such as tt0013442')
  const imdbId = imdb === undefined ? null : String(imdb)
  if (season === undefined) return { movie: { imdbId, title: title!, year: numberOf(options, 'year') } }
  return { episode: { imdbId, tvdbId: numberOf(options, 'tvdb'), title: title!, season: numberOf(options, 'season')!, episode: numberOf(options, 'episode') } }
}

function numberOf(options: Call['options'], name: string): number | null {
  if (options[name] === undefined) return null
  if (!/^\d{1,9}$/.test(String(options[name]))) throw new UsageError(`--${name} is a number`)
  return Number(options[name])
}

export const indexerCommands: readonly CliCommand[] = [test, search]
