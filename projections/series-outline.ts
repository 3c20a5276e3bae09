/** What a card keeps of all that the catalogue says of a series. */

import type { Airing, SeriesOutline } from '../domain/title-card.ts'
import type { EpisodeSummary, SeriesParts, TitleStatus } from './wire-catalogue.ts'

/** Null for a film. */
export function outlineOf({ series, status }: { readonly series: Omit<SeriesParts, 'networks'> | null; readonly status: TitleStatus }): SeriesOutline | null {
  if (!series) return null
  const airing = (episode: EpisodeSummary | null): Airing | null => episode && { season: episode.seasonNumber, episode: episode.episodeNumber, date: episode.airDate }
  return {
    seasons: series.seasons.map(({ seasonNumber, episodeCount }) => ({ season: seasonNumber, episodes: episodeCount })).sort((a, b) => a.season - b.season),
    aired: airing(series.lastEpisode), next: airing(series.nextEpisode), ended: status === 'ended' || status === 'cancelled',
  }
}
