/** A title that TMDB has taken away, as it was recorded when somebody here kept it: what is in a library can be opened for as long as it is there. */

import type { MediaType } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import { numbersIn } from '../../projections/series-progress.ts'
import type { EpisodeDetail, SeasonDetail } from '../../projections/wire-catalogue.ts'
import type { Catalogue, CatalogueTitle } from './catalogue.ts'
import { CatalogueError } from './catalogue-error.ts'
import { tagOf } from './kept-answer.ts'
import { readEpisode, readSeason } from './tmdb-season.ts'
import { readTitle } from './tmdb-title.ts'

/** What the card does not say is absent, as in an answer of TMDB's that does not say it. */
function titleOnRecord({ key: _, outline, ...card }: CardRow): CatalogueTitle {
  const seasons = outline?.seasons.map(({ season, episodes }) => ({ season_number: season, episode_count: episodes }))
  const { votes, offers, similar: _similar, recommended: _recommended, ...blank } = readTitle({ id: card.tmdbId, title: card.title, name: card.title, seasons }, card.mediaType)
  const { imdbId, voteAverage } = blank
  return {
    tag: `recorded ${tagOf(JSON.stringify(card))}`,
    facts: { ...blank, ...card, posterColour: null, similar: [], recommended: [], stale: false },
    brief: { imdbId, voteAverage, votes },
    offers,
    // Nothing in it was asked of anybody.
    fetchedAt: new Date(0).toISOString(),
  }
}

/** `card`: what is recorded, if anything is. */
export async function orOnRecord(asked: Promise<CatalogueTitle>, card: () => Promise<CardRow | undefined>): Promise<CatalogueTitle> {
  return await orRecorded(asked, async () => {
    const recorded = await card()
    return recorded && titleOnRecord(recorded)
  })
}

type Recorded = (ref: { readonly mediaType: MediaType; readonly tmdbId: number }) => Promise<CardRow | undefined>

/** Seasons and episodes of a series that TMDB has taken away, by the numbers that were recorded; what a series that is there does not have stays unknown. */
export function seriesOnRecord(catalogue: Pick<Catalogue, 'title' | 'season' | 'episode'>, recorded: Recorded): Pick<Catalogue, 'season' | 'episode'> {
  async function gone(tmdbId: number): Promise<CardRow | undefined> {
    const series = { mediaType: 'tv', tmdbId } as const
    return await orRecorded(catalogue.title(series).then(() => undefined), () => recorded(series))
  }

  async function ofSeason<T>(asked: Promise<T>, tmdbId: number, season: number, tell: (card: CardRow, episodes: readonly number[]) => T | undefined): Promise<T> {
    return await orRecorded(asked, async () => {
      const card = await gone(tmdbId)
      const episodes = card?.outline ? numbersIn(card.outline, season) : []
      return card && episodes.length > 0 ? tell(card, episodes) : undefined
    })
  }

  return {
    season: (id, season) => ofSeason(catalogue.season(id, season), id, season, (card, episodes): SeasonDetail => ({
      ...readSeason({ season_number: season, episodes: episodes.map((episode) => ({ episode_number: episode })) }),
      seriesId: id, seriesTitle: card.title, backdropPath: card.backdropPath, stale: false,
    })),
    episode: (id, season, episode) => ofSeason(catalogue.episode(id, season, episode), id, season, (card, episodes): EpisodeDetail | undefined => episodes.includes(episode)
      ? { ...readEpisode({ season_number: season, episode_number: episode }), seriesId: id, seriesTitle: card.title, stale: false } : undefined),
  }
}

/** What TMDB does not know, where it was recorded; other failures stay what they are. */
async function orRecorded<T>(asked: Promise<T>, recorded: () => Promise<T | undefined>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const found = error instanceof CatalogueError && error.code === 'NOT_FOUND' ? await recorded() : undefined
    if (found === undefined) throw error
    return found
  }
}
