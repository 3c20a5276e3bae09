/** TMDB's JSON of series' seasons and episodes as our own. */

import type { EpisodeDetail, EpisodeSummary, SeasonDetail, SeasonSummary, SeriesParts } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import type { Fields } from './json-fields.ts'
import { fields, list, positive, text, whole } from './json-fields.ts'
import {
  answered, cast, crew, date, imagePath, imagePaths, imdbId, NAME_CHARACTERS, names, OVERVIEW_CHARACTERS, unreadable, videos, voteAverage,
} from './tmdb-fields.ts'

/** What only the series' own answer says is not kept with its seasons and episodes. */
export type ReadSeason = Omit<SeasonDetail, 'seriesId' | 'seriesTitle' | 'backdropPath' | 'stale'>
export type ReadEpisode = Omit<EpisodeDetail, 'seriesId' | 'seriesTitle' | 'stale'>

export const SEASON_PARTS = 'credits'
export const EPISODE_PARTS = 'credits,external_ids,images,videos'

const EPISODE_JOBS = [
  'Director', 'Writer', 'Screenplay', 'Teleplay', 'Story', 'Original Music Composer', 'Director of Photography', 'Editor',
] as const

/** What a series' own answer says of its seasons. */
export function readSeriesParts(series: Fields): SeriesParts {
  const seasons = list(series.seasons).flatMap((season) => seasonSummary(season) ?? [])
  return {
    seasons: [...new Map(seasons.map((season) => [season.seasonNumber, season])).values()].toSorted((a, b) =>
      a.seasonNumber - b.seasonNumber
    ).slice(0, limits.catalogueSeasonsMax),
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
    overview: text(season.overview, OVERVIEW_CHARACTERS),
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
    overview: text(episode.overview, OVERVIEW_CHARACTERS),
    stillPath: imagePath(episode.still_path),
    airDate: date(episode.air_date),
    runtimeMinutes: positive(episode.runtime),
    voteAverage: voteAverage(episode),
  }
}

/** A season with its episodes, in their order. */
export function readSeason(json: unknown): ReadSeason {
  const season = answered(json)
  const summary = seasonSummary(season)
  if (!summary) throw unreadable('has no number of a season')
  const found = list(season.episodes).flatMap((episode) => episodeSummary({ season_number: summary.seasonNumber, ...episode }) ?? [])
  const episodes = [...new Map(found.map((episode) => [episode.episodeNumber, episode])).values()]
    .toSorted((a, b) => a.episodeNumber - b.episodeNumber).slice(0, limits.catalogueEpisodesMax)
  return {
    ...summary,
    episodeCount: episodes.length,
    voteAverage: voteAverage(season),
    episodes,
    cast: cast(fields(season.credits).cast, limits.catalogueCastMax),
  }
}

export function readEpisode(json: unknown): ReadEpisode {
  const episode = answered(json)
  const summary = episodeSummary(episode)
  if (!summary) throw unreadable('has no number of an episode')
  const credits = fields(episode.credits)
  const external = fields(episode.external_ids)
  return {
    ...summary,
    imdbId: imdbId(external.imdb_id),
    tvdbId: positive(external.tvdb_id),
    cast: cast(credits.cast, limits.catalogueCastMax),
    guests: cast(credits.guest_stars ?? episode.guest_stars, limits.catalogueCastMax),
    crew: crew(credits.crew ?? episode.crew, EPISODE_JOBS, limits.catalogueCrewMax),
    stills: imagePaths(fields(episode.images).stills, limits.catalogueImagesMax),
    videos: videos(episode.videos),
  }
}
