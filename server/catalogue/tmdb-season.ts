/** TMDB's JSON of series' seasons and episodes as our own. */

import type { EpisodeSummary, SeasonSummary, SeriesParts } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import type { Fields } from './json-fields.ts'
import { fields, list, positive, text, whole } from './json-fields.ts'
import { date, imagePath, NAME_CHARACTERS, names, TEXT_CHARACTERS, voteAverage } from './tmdb-fields.ts'

/** What a series' own answer says of its seasons. */
export function readSeriesParts(series: Fields): SeriesParts {
  const seasons = list(series.seasons).flatMap((season) => seasonSummary(season) ?? [])
  return {
    seasons: [...new Map(seasons.map((season) => [season.seasonNumber, season])).values()].toSorted((a, b) => a.seasonNumber - b.seasonNumber).slice(0, limits.catalogueSeasonsMax),
    episodeCount: whole(series.number_of_episodes) ?? 0,
    lastEpisode: episodeSummary(fields(series.last_episode_to_air)),
    nextEpisode: episodeSummary(fields(series.next_episode_to_air)),
    lastAirDate: date(series.last_air_date),
    networks: names(series.networks, limits.catalogueStudiosMax),
  }
}

/** Null without a number. Specials are season 0. */
function seasonSummary(season: Fields): SeasonSummary | null {
  const seasonNumber = whole(season.season_number)
  if (seasonNumber === null) return null
  return {
    seasonNumber,
    name: text(season.name, NAME_CHARACTERS) || `Season ${seasonNumber}`,
    overview: text(season.overview, TEXT_CHARACTERS),
    posterPath: imagePath(season.poster_path),
    airDate: date(season.air_date),
    episodeCount: whole(season.episode_count) ?? 0,
  }
}

/** Null without its numbers. */
function episodeSummary(episode: Fields): EpisodeSummary | null {
  const seasonNumber = whole(episode.season_number)
  const episodeNumber = whole(episode.episode_number)
  if (seasonNumber === null || episodeNumber === null) return null
  return {
    seasonNumber,
    episodeNumber,
    name: text(episode.name, NAME_CHARACTERS) || `Episode ${episodeNumber}`,
    overview: text(episode.overview, TEXT_CHARACTERS),
    stillPath: imagePath(episode.still_path),
    airDate: date(episode.air_date),
    runtimeMinutes: positive(episode.runtime),
    voteAverage: voteAverage(episode),
  }
}
