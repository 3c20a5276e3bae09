/** Series that a person watches: how far they are, and what marks and unmarks episodes. All but the lists of seasons is answered from memory. */

import type { Episode } from '../domain/playable.ts'
import type { Wish } from '../domain/take-back.ts'
import type { SeriesOutline } from '../domain/title-card.ts'
import { titleKey } from '../domain/title.ts'
import { isRegular, markEpisodes, toMark, unmarkEpisodes } from '../projections/series-marks.ts'
import type { EpisodeRef, Following, KnownSeasons } from '../projections/series-progress.ts'
import { outlineOf } from '../projections/series-outline.ts'
import { followSeries, isSoon } from '../projections/series-progress.ts'
import type { EpisodeDetail, SeasonDetail, TitleDetail } from '../projections/wire-catalogue.ts'
import { actOn, cardOf, newJobId, refOf } from './acts.ts'
import type { Early } from './catalogue.ts'
import { askKept, CatalogueFailure, seasonAddress } from './catalogue.ts'
import type { Film } from './elements/title-link.ts'
import { replica } from './house.ts'
import { isUnderWay, library, perVersion } from './library.ts'
import type { Shelved } from './screens/shelf.ts'
import { localDay } from './strings/format.ts'
import { t } from './strings/series.ts'
import { limits } from './sync/limits.ts'

/** A series to draw and to act on; without an outline, its episodes are not known here. */
export type Series = Film & { readonly outline?: SeriesOutline | null }
/** `watchedAt`: of one episode; undefined for now. */
export interface Viewing { readonly watchedAt?: (episode: EpisodeRef) => string | undefined; readonly together?: readonly string[] }

export const askSeason = (seriesId: number, season: number, signal?: AbortSignal, early?: Early<SeasonDetail>) => askKept<SeasonDetail>(seasonAddress(seriesId, season), signal, early)
export const askEpisode = (seriesId: number, { season, episode }: EpisodeRef, signal?: AbortSignal, early?: Early<EpisodeDetail>) =>
  askKept<EpisodeDetail>(`${seasonAddress(seriesId, season)}/episodes/${episode}`, signal, early)

/** A season's list: as it was kept, if that was not long ago; else as it is, or else as it was kept at all. Undefined where there is neither. */
export async function seasonList(seriesId: number, season: number): Promise<SeasonDetail | undefined> {
  const address = seasonAddress(seriesId, season)
  const kept = await (await replica()?.kept)?.read<SeasonDetail>(address)
  if (kept && Date.now() - kept.keptAtMs < limits.seasonFreshMs) return kept.answer
  try {
    return await askKept<SeasonDetail>(address)
  } catch (failure) {
    if (failure instanceof CatalogueFailure) return kept?.answer
    throw failure
  }
}

/** The day it is for this person. */
export function today(): string {
  return localDay(new Date().toISOString())
}

/** With what the catalogue says now, or else what the library knows. */
export function seriesOf(film: Film & Partial<TitleDetail>): Series {
  const { series, status } = film
  return { ...film, outline: series && status ? outlineOf({ series, status }) : library.card(film)?.outline ?? null }
}

/** Undefined where its episodes are not known. */
export function follow(series: Series, known?: KnownSeasons): Following | undefined {
  return series.outline ? followSeries(library.entry(series)?.plays ?? [], series.outline, today(), known) : undefined
}

export interface Followed extends Shelved { readonly following: Following }

const followed = perVersion((): readonly Followed[] => library.shelved().flatMap((shelved): Followed[] => {
  const { entry, card } = shelved
  if (entry.mediaType !== 'tv' || !card?.outline || entry.dismissedAt !== null || !entry.plays.some(({ season }) => season !== undefined)) return []
  return [{ ...shelved, following: followSeries(entry.plays, card.outline, today()) }]
}))

/** Series of the library that a person is in the middle of, the one watched last first. */
export const beingWatched = perVersion((): readonly Followed[] => followed().filter(({ following }) => following.progress.state === 'watching')
  .sort((a, b) => (a.entry.lastWatchedAt ?? '') < (b.entry.lastWatchedAt ?? '') ? 1 : -1))

/** Those they are caught up with and that go on soon, the nearest day first. */
export const goingOn = perVersion((): readonly Followed[] => followed().filter(({ following }) => following.progress.state === 'caughtUp' && isSoon(following.progress, today()))
  .sort((a, b) => a.following.progress.upcoming!.date! < b.following.progress.upcoming!.date! ? -1 : 1))

/** How much of what has aired, from 0 to 1 and in words, while a person is in the middle of it; for its poster. */
export function watchedSoFar({ entry, card }: Shelved): { readonly share: number; readonly words: string } | undefined {
  if (entry.mediaType !== 'tv' || !card?.outline) return undefined
  const { progress: { state, watched, aired } } = followSeries(entry.plays, card.outline, today())
  return state === 'watching' ? { share: watched / aired, words: t('series.progress', { watched, aired }) } : undefined
}

/** That mark all of a title as watched; of a series whose episodes are not known, that somebody has seen it. */
export function allWatched(film: Film): readonly Wish[] {
  const following = follow(seriesOf(film))
  return following ? markEpisodes(refOf(film), toMark(following, isRegular)) : [{ type: 'MarkWatched', data: { title: refOf(film) } }]
}

/** One command where it is one; else a batch of this name. Either has one undo. */
async function send(series: Series, wishes: readonly Wish[], name: string): Promise<void> {
  const [only, ...more] = wishes
  if (!only) return
  if (more.length === 0) return void await actOn(titleKey(series), only.type, only.data, series)
  const { doAll } = await import('./batches.ts')
  await doAll(wishes.map((wish) => ({ wish, card: cardOf(series) })), () => name)
}

export function mark(series: Series, episodes: readonly EpisodeRef[], viewing: Viewing = {}, name = t('series.marked.episodes', { count: episodes.length, title: series.title })): Promise<void> {
  return send(series, markEpisodes(refOf(series), episodes, viewing), name)
}

/** Asks for episodes, of which one or many are one deed. Those under way or here already stay as they are. */
export function requestEpisodes(series: Series, episodes: readonly EpisodeRef[], name = t('series.requested', { count: episodes.length, title: series.title })): Promise<void> {
  return send(series, episodes.map((ref) => ({ type: 'RequestFetch', data: { seriesId: series.tmdbId, season: ref.season, episode: ref.episode, jobId: newJobId() } })), name)
}

/** That are neither here nor on their way. */
export function notAskedFor(series: Series, episodes: readonly EpisodeRef[]): readonly EpisodeRef[] {
  return episodes.filter((ref) => {
    const job = library.jobOf(episodeOf(series, ref))
    return job === undefined || !isUnderWay(job) && job.status !== 'ready' && job.status !== 'binned'
  })
}

export const episodeOf = ({ tmdbId }: Pick<Series, 'tmdbId'>, { season, episode }: EpisodeRef): Episode => ({ mediaType: 'tv', tmdbId, season, episode })

/** Takes away that they were watched in this run. */
export function unmark(series: Series, episodes: readonly EpisodeRef[], following: Following, name = t('series.unmarked.episodes', { count: episodes.length, title: series.title })): Promise<void> {
  return send(series, unmarkEpisodes(refOf(series), episodes, following), name)
}
