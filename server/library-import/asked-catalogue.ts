/** The catalogue as imports of people's libraries ask it: what is in our database first, then TMDB, in the background of everybody's questions; answers are kept as all others are. */

import type { MediaType } from '../../domain/title.ts'
import type { ImportCandidate } from '../../projections/wire-import.ts'
import type { CatalogueCache } from '../catalogue/catalogue-cache.ts'
import { asSearched, catalogueSource } from '../catalogue/catalogue-source.ts'
import { FRESHNESS } from '../catalogue/freshness.ts'
import type { TmdbClient } from '../catalogue/tmdb-client.ts'
import { readFound, readTitlePage } from '../catalogue/tmdb-list.ts'
import type { ImportedTitles } from '../catalogue-import/imported-titles.ts'
import type { Database } from '../db/database.ts'
import type { AskedCatalogue } from './match-title.ts'
import { folded } from './match-title.ts'

interface Ports {
  readonly tmdb: Pick<TmdbClient, 'get'>
  readonly cache: CatalogueCache
  readonly imported: Pick<ImportedTitles, 'search' | 'find'>
  readonly database: Pick<Database, 'kysely'>
}

const YEAR_PARAMETER = { movie: 'primary_release_year', tv: 'first_air_date_year' } as const

export function askedCatalogue({ tmdb, cache, imported, database: { kysely } }: Ports): AskedCatalogue {
  const source = catalogueSource({ get: (path, query) => tmdb.get(path, query, 'background') }, cache, () => null)

  async function kept(id: string, from: 'imdb_id' | 'tvdb_id', mediaType: MediaType | null): Promise<readonly ImportCandidate[]> {
    let rows = kysely.selectFrom('catalogueTitles').select(['mediaType', 'tmdbId', 'title', 'releaseDate', 'posterPath'])
    rows = from === 'imdb_id' ? rows.where('imdbId', '=', id) : rows.where('tvdbId', '=', Number(id))
    if (mediaType !== null) rows = rows.where('mediaType', '=', mediaType)
    return (await rows.limit(2).execute()).map(({ releaseDate, ...row }) => ({ ...row, year: releaseDate === null ? null : new Date(releaseDate).getUTCFullYear() }))
  }

  return {
    async byId(id, from, mediaType) {
      const here = await kept(id, from, mediaType)
      if (here.length === 1) return here
      const { value } = await source.read(`/find/${id}`, { external_source: from }, FRESHNESS.title, readFound)
      return value.results.map(candidateOf)
    },
    async byName(name, mediaType, year) {
      if (year !== null) {
        const here = (await imported.search(name, mediaType, 1)).results.filter((one) => one.year === year && folded(one.title) === folded(name))
        if (here.length === 1) return here.map(candidateOf)
      }
      const inYear = year === null || mediaType === null ? {} : { [YEAR_PARAMETER[mediaType]]: year }
      const { value } = await source.read(`/search/${mediaType ?? 'multi'}`, { query: asSearched(name), include_adult: 'false', page: 1, ...inYear }, FRESHNESS.search, (json) => readTitlePage(json, mediaType))
      return value.results.map(candidateOf)
    },
  }
}

function candidateOf({ mediaType, tmdbId, title, year, posterPath }: ImportCandidate): ImportCandidate {
  return { mediaType, tmdbId, title, year, posterPath }
}
