/** What the catalogue says of a film or an episode, as far as its releases are told by it. */

import type { Playable } from '../../domain/playable.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { CatalogueError } from '../catalogue/catalogue-error.ts'
import type { Wanted } from './judge-releases.ts'

/** Throws `CatalogueError`. */
export async function wantedIn(catalogue: Pick<Catalogue, 'title' | 'season'>, what: Playable): Promise<Wanted> {
  const { facts } = await catalogue.title(what)
  if (what.mediaType === 'movie') return { ...facts, episode: null }
  // The list of the season is what the app showed; it is in the cache.
  const { episodes } = await catalogue.season(what.tmdbId, what.season)
  const listed = episodes.find(({ episodeNumber }) => episodeNumber === what.episode)
  if (!listed) throw new CatalogueError('NOT_FOUND', 'The season has no such episode')
  return { ...facts, runtimeMinutes: listed.runtimeMinutes ?? facts.runtimeMinutes, episode: { season: what.season, episode: what.episode, airDate: listed.airDate, ofSeason: episodes.length } }
}
