/** Which of the releases found are of the film or the episode, which may be taken, in which order, and why. Pure. */

import type { Playability } from '../../projections/playability.ts'
import { playabilityOfRelease } from '../../projections/playability.ts'
import type { Said } from '../../projections/said.ts'
import { sayOfRelease as say } from '../../projections/said-of-releases.ts'
import type { ReleaseRow } from '../../projections/wire-releases.ts'
import type { Offered, MergedOffer } from './merge-offers.ts'
import { mergeOffers, releaseIdOf } from './merge-offers.ts'
import { namesFilm } from './names-film.ts'
import { isWholeSeason, namesSeries, otherEpisode } from './names-episode.ts'
import type { ParsedRelease } from './parse-release.ts'
import { parseRelease } from './parse-release.ts'
import type { QualityProfile, SizeRules } from './ranking/quality-profile.ts'
import type { Ranked } from './ranking/rank-releases.ts'
import { rankReleases } from './ranking/rank-releases.ts'

/** The film or the episode that is wanted, as the catalogue knows it. */
export interface Wanted {
  /** `tt0013442`; of an episode its series'. */
  readonly imdbId: string | null
  /** Of an episode's series. */
  readonly tvdbId: number | null
  /** Of an episode, the series' name, and the year it began in. */
  readonly title: string
  /** Under which it may be listed as well. */
  readonly originalTitle: string
  readonly year: number | null
  readonly runtimeMinutes: number | null
  /** ISO 639-1; `xx` where nobody speaks. */
  readonly originalLanguage: string
  /** It comes from, ISO 3166-1 alpha-2; none where nobody knows. */
  readonly countries: readonly string[]
  /** Null for a film. `airDate`: `YYYY-MM-DD`, as daily programmes are numbered by. `ofSeason`: how many its season has; left out where nobody knows. */
  readonly episode: { readonly season: number; readonly episode: number; readonly airDate: string | null; readonly ofSeason?: number } | null
}

export interface JudgeWish {
  readonly wanted: Wanted
  readonly profile: QualityProfile
  readonly sizes: SizeRules
  /** Of releases that were no good before. */
  readonly tried: ReadonlySet<string>
  /** Of whole seasons that were looked into, and do not say which of their files is which episode. */
  readonly inOnePiece?: ReadonlySet<string>
  /** What the news server that keeps articles longest keeps; null where one does not say. */
  readonly retentionDays: number | null
  readonly nowMs: number
}

export interface Judged { readonly row: ReleaseRow; readonly offer: MergedOffer }

/** `isPart`: of a whole season, of which it is the size of one episode, about. */
interface Candidate extends MergedOffer { readonly isPart: boolean }

const DAY_MS = 86_400_000

export function judgeReleases(offered: readonly Offered[], wish: JudgeWish): readonly Judged[] {
  const { wanted, profile, sizes } = wish
  const ranked = rankReleases(mergeOffers(offered).map((offer) => candidateOf(offer, wanted)), {
    profile, sizes, kind: wanted.episode === null ? 'movie' : 'tv', runtimeMinutes: wanted.runtimeMinutes || null,
    originalLanguage: wanted.originalLanguage === 'xx' || wanted.originalLanguage === '' ? null : wanted.originalLanguage,
  })
  const judged = ranked.map((each) => ({ offer: each.offer, row: rowOf(each, wish) }))
  // Stable: among those that may be taken the order is the profile's, and so it is among the others.
  return judged.toSorted((a, b) => Number(a.row.refusals.length > 0) - Number(b.row.refusals.length > 0))
}

function candidateOf(offer: MergedOffer, { episode }: Wanted): Candidate {
  const isPart = episode !== null && isWholeSeason(parseRelease(offer.title, { kind: 'tv' }), episode)
  if (!isPart) return { ...offer, isPart }
  return { ...offer, isPart, sizeBytes: offer.sizeBytes === null || !episode.ofSeason ? null : Math.round(offer.sizeBytes / episode.ofSeason) }
}

function rowOf({ offer, parsed, quality, score, formats, reasons, refusals }: Ranked<Candidate>, wish: JudgeWish): ReleaseRow {
  const ageDays = offer.postedAt === null ? null : Math.max(0, Math.floor((wish.nowMs - Date.parse(offer.postedAt)) / DAY_MS))
  const playability = playabilityOfRelease(parsed)
  const indexers = [...new Set(offer.offers.map(({ indexer, item }) => item.via === null ? indexer : `${item.via} (${indexer})`))]
  return {
    releaseId: releaseIdOf(offer.offers[0]), title: offer.title.slice(0, 1_000), sizeBytes: offer.sizeBytes, postedAt: offer.postedAt, ageDays, indexers, grabs: offer.grabs,
    quality, score, formats, playability, parsed: toldOf(parsed), wholeSeason: offer.isPart,
    reasons: [...reasons, ...offer.isPart ? [say('RELEASE_SEASON')] : [], ...indexers.length > 1 ? [say('RELEASE_INDEXERS', { count: indexers.length })] : [], ...playability.playable === 'yes' ? [] : [plays(playability)]],
    refusals: [...otherFilm(offer, parsed, wish), ...refusals, ...tooOld(ageDays, wish), ...triedBefore(offer, wish), ...inOnePiece(offer, wish), ...playability.playable === 'no' ? [plays(playability)] : []],
  }
}

function otherFilm({ offers }: MergedOffer, parsed: ParsedRelease, { wanted }: JudgeWish): readonly Said[] {
  const { episode } = wanted
  if (episode === null) {
    if (!offers.some(({ item }) => isIn(2_000, item.categories))) return [say('RELEASE_NO_FILM')]
    return offers.some(({ item }) => isFilm(item, parsed, wanted)) ? [] : [say('RELEASE_OTHER_FILM')]
  }
  if (!offers.some(({ item }) => isIn(5_000, item.categories))) return [say('RELEASE_NO_SERIES')]
  if (!offers.some(({ item }) => isOfSeries(item, parsed, wanted))) return [say('RELEASE_OTHER_SERIES')]
  const fault = otherEpisode(parsed, episode)
  return fault === null ? [] : [fault]
}

/** Where the indexer says which film it is, that counts; else its name and year must be the film's, and it must not be an episode. */
function isFilm({ imdbId, title }: Offered['item'], parsed: ParsedRelease, film: Wanted): boolean {
  if (imdbId !== null && film.imdbId !== null) return Number(imdbId.slice(2)) === Number(film.imdbId.slice(2))
  return [film.title, film.originalTitle].some((name) => namesFilm(title, parsed, { title: name, year: film.year }))
}

/** A number of TVDB's is of a series; one of IMDb's may be of the episode, so that another one says nothing. */
function isOfSeries({ imdbId, tvdbId, title }: Offered['item'], parsed: ParsedRelease, series: Wanted): boolean {
  if (tvdbId !== null && series.tvdbId !== null) return tvdbId === series.tvdbId
  if (imdbId !== null && imdbId === series.imdbId) return true
  return [series.title, series.originalTitle].some((name) => namesSeries(title, parsed, { ...series, title: name }))
}

/** `from`: 2000 for films, 5000 for series. Who tells no category may mean it. */
const isIn = (from: 2_000 | 5_000, categories: readonly number[]) => categories.length === 0 || categories.some((id) => id >= from && id < from + 1_000)

function tooOld(ageDays: number | null, { retentionDays }: JudgeWish): readonly Said[] {
  return ageDays !== null && retentionDays !== null && ageDays > retentionDays ? [say('RELEASE_TOO_OLD', { days: ageDays, kept: retentionDays })] : []
}

function triedBefore({ offers }: MergedOffer, { tried }: JudgeWish): readonly Said[] {
  return offers.some((each) => tried.has(releaseIdOf(each))) ? [say('RELEASE_TRIED')] : []
}

function inOnePiece({ offers }: MergedOffer, { inOnePiece: known }: JudgeWish): readonly Said[] {
  return known && offers.some((each) => known.has(releaseIdOf(each))) ? [say('RELEASE_IN_ONE_PIECE')] : []
}

function toldOf({ resolution, source, videoCodec, hdr, audio, channels, languages, edition, group, revision }: ParsedRelease): ReleaseRow['parsed'] {
  return { resolution, source, videoCodec, hdr, audio, channels, languages: languages.audio, edition, group, version: revision.version }
}

/** As a part of a longer sentence. */
function plays({ why, told }: Playability): Said {
  const part = why.replace(/\.$/, '').replace(/^(?:It|Its|No|Every|A)\b/, (word) => word.toLowerCase())
  return say('RELEASE_PLAYS', { why: { ...told, message: part } })
}
