/** What comes after what plays, and what came before it: of an episode in its series, of a film in its collection, if it is here. */

import type { Playable } from '../../domain/playable.ts'
import { hasAired } from '../../projections/series-progress.ts'
import type { CollectionDetail, EpisodeSummary, TitleDetail } from '../../projections/wire-catalogue.ts'
import { askKept, CatalogueFailure, titleAddress } from '../catalogue.ts'
import { isUnderWay, library } from '../library.ts'
import { t } from '../strings/series.ts'
import { seasonList, today } from '../watching.ts'

export interface Neighbour { readonly playable: Playable; readonly name: string; readonly picture: string | null }
export interface Neighbours { readonly before: Neighbour | undefined; readonly after: Neighbour | undefined }

/** With no network, of what was kept. */
export async function neighboursOf(playable: Playable): Promise<Neighbours> {
  try {
    return await (playable.mediaType === 'tv' ? inSeries(playable) : inCollection(playable))
  } catch (failure) {
    if (failure instanceof CatalogueFailure) return { before: undefined, after: undefined }
    throw failure
  }
}

type Episode = Extract<Playable, { mediaType: 'tv' }>
/** Of a series that is not known here: only what has a day is known to have aired. */
const UNTOLD = { seasons: [], aired: null, next: null, ended: false } as const

async function inSeries({ tmdbId, season, episode }: Episode): Promise<Neighbours> {
  const outline = library.card({ mediaType: 'tv', tmdbId })?.outline ?? UNTOLD
  const aired = async (number: number) => ((await seasonList(tmdbId, number))?.episodes ?? []).filter(({ seasonNumber, episodeNumber, airDate }) =>
    hasAired({ season: seasonNumber, episode: episodeNumber, date: airDate }, outline, today()))
  const list = await aired(season)
  const at = list.findIndex(({ episodeNumber }) => episodeNumber === episode)
  const named = (found: EpisodeSummary | undefined): Neighbour | undefined => found && {
    playable: { mediaType: 'tv', tmdbId, season: found.seasonNumber, episode: found.episodeNumber }, name: `${t('series.label', { season: found.seasonNumber, episode: found.episodeNumber })} · ${found.name}`, picture: found.stillPath,
  }
  // Specials stand apart: nothing follows them from another season, nor do they follow anything.
  const seasons = outline.seasons.map((each) => each.season).filter((number) => number > 0)
  const beside = (by: 1 | -1) => seasons.includes(season) ? seasons[seasons.indexOf(season) + by] : undefined
  const [earlier, later] = [at === 0 ? beside(-1) : undefined, at === list.length - 1 ? beside(1) : undefined]
  return {
    before: named(list[at - 1] ?? (earlier === undefined ? undefined : (await aired(earlier)).at(-1))),
    after: at === -1 ? undefined : named(list[at + 1] ?? (later === undefined ? undefined : (await aired(later))[0])),
  }
}

async function inCollection({ tmdbId }: Playable): Promise<Neighbours> {
  const { collection } = await askKept<TitleDetail>(titleAddress({ mediaType: 'movie', tmdbId }))
  if (!collection) return { before: undefined, after: undefined }
  const { parts } = await askKept<CollectionDetail>(`/api/collections/${collection.collectionId}`)
  const at = parts.findIndex((part) => part.tmdbId === tmdbId)
  const here = (part: CollectionDetail['parts'][number]) => library.isPlayable({ mediaType: 'movie', tmdbId: part.tmdbId })
  const named = (found: CollectionDetail['parts'][number] | undefined): Neighbour | undefined => found && { playable: { mediaType: 'movie', tmdbId: found.tmdbId }, name: found.title, picture: found.backdropPath }
  return { before: named(parts.slice(0, Math.max(0, at)).findLast(here)), after: at === -1 ? undefined : named(parts.slice(at + 1).find(here)) }
}

/** `here`: it plays, perhaps while it lands. `coming`: it does not yet. */
export type Nearness = 'here' | 'coming' | 'absent'

export function nearnessOf(playable: Playable): Nearness {
  const job = library.jobOf(playable)
  if (job?.status === 'ready' || job?.watchable === 'now') return 'here'
  return job && isUnderWay(job) ? 'coming' : 'absent'
}
