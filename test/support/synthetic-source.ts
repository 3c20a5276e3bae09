/**
 * The made-up catalogue as the real one answers: lists of twenty, titles in full with what is recommended to those who liked
 * them (what a background of other people liked together) and what has keywords and genres in common; discovering by filters.
 */

import type { MediaType, TitleRef } from '../../domain/title.ts'
import type { TitleFacts, TitlePage, TitleSummary } from '../../projections/wire-catalogue.ts'
import type { CandidateSource } from '../../server/recommendations/gather-candidates.ts'
import type { SyntheticPerson } from './synthetic-people.ts'
import type { SyntheticTitle } from './synthetic-titles.ts'

const PAGE = 20

export interface SyntheticSource extends CandidateSource {
  /** How often the catalogue was asked. */
  readonly asked: number
  readonly byPopularity: readonly SyntheticTitle[]
  likedTogether(title: SyntheticTitle): readonly SyntheticTitle[]
}

export function syntheticSource(titles: readonly SyntheticTitle[], background: readonly SyntheticPerson[]): SyntheticSource {
  const byPopularity = titles.toSorted((a, b) => b.popularity - a.popularity)
  const genreNames = [...new Set(titles.flatMap(({ genres }) => genres))].sort()
  const together = likedTogetherBy(background)
  const alike = alikeAmong(titles)
  const page = (found: readonly SyntheticTitle[]): TitlePage => ({ page: 1, totalPages: 1, totalResults: found.length, stale: false, results: found.slice(0, PAGE).map(summaryOf) })
  const counted = { asked: 0 }
  const of = (kind: MediaType) => (title: SyntheticTitle) => title.mediaType === kind
  return {
    byPopularity,
    likedTogether: together,
    get asked() { return counted.asked },
    async title({ tmdbId }: TitleRef) {
      counted.asked++
      const title = titles[tmdbId - 1]!
      return { facts: { ...factsOf(title), recommended: together(title).map(summaryOf), similar: alike(title).map(summaryOf) }, tag: String(tmdbId), brief: { imdbId: null, voteAverage: title.voteAverage, votes: title.votes }, offers: { offers: {} } as never, fetchedAt: '' }
    },
    popular: async (kind) => (counted.asked++, page(byPopularity.filter(of(kind)))),
    topRated: async (kind) => (counted.asked++, page(titles.filter((title) => title.mediaType === kind && title.votes >= 200).sort((a, b) => b.voteAverage - a.voteAverage))),
    async discover(kind, { genres, keywords, people, sort }) {
      counted.asked++
      const found = byPopularity.filter((title) => title.mediaType === kind
        && (genres === undefined || title.genres.includes(genreNames[Number(genres) - 1]!))
        && (keywords === undefined || title.keywords.some(({ id }) => id === Number(keywords)))
        && (people === undefined || [...title.directors, ...title.cast].some(({ personId }) => personId === Number(people))))
      return page(sort === 'best' ? found.filter(({ votes }) => votes >= 200).sort((a, b) => b.voteAverage - a.voteAverage) : found.sort((a, b) => b.votes - a.votes))
    },
    async genres() {
      const all = genreNames.map((name, at) => ({ id: at + 1, name }))
      return { movie: all, tv: all }
    },
  }
}

/** Twenty titles that those who liked this one liked more than others do. */
function likedTogetherBy(background: readonly SyntheticPerson[]): (title: SyntheticTitle) => readonly SyntheticTitle[] {
  const likedBy = background.map(({ rated }) => rated.filter(({ rating }) => rating === 'LIKE' || rating === 'SUPER_LIKE').map(({ title }) => title))
  const fans = new Map<SyntheticTitle, (readonly SyntheticTitle[])[]>()
  for (const liked of likedBy) for (const title of liked) fans.set(title, [...fans.get(title) ?? [], liked])
  return remembered((title) => {
    const counts = new Map<SyntheticTitle, number>()
    for (const liked of fans.get(title) ?? []) for (const other of liked) if (other !== title) counts.set(other, (counts.get(other) ?? 0) + 1)
    const score = (other: SyntheticTitle) => counts.get(other)! / Math.sqrt(fans.get(other)!.length + 3)
    return [...counts.keys()].sort((a, b) => score(b) - score(a) || a.tmdbId - b.tmdbId).slice(0, PAGE)
  })
}

/** Twenty titles with the most keywords and genres in common. */
function alikeAmong(titles: readonly SyntheticTitle[]): (title: SyntheticTitle) => readonly SyntheticTitle[] {
  const byKeyword = new Map<number, SyntheticTitle[]>()
  for (const title of titles) {
    for (const { id } of title.keywords) {
      const among = byKeyword.get(id) ?? []
      among.push(title)
      byKeyword.set(id, among)
    }
  }
  return remembered((title) => {
    const counts = new Map<SyntheticTitle, number>()
    for (const { id } of title.keywords) for (const other of byKeyword.get(id)!) if (other !== title && other.mediaType === title.mediaType) counts.set(other, (counts.get(other) ?? 0) + 1)
    const score = (other: SyntheticTitle) => counts.get(other)! + 0.5 * other.genres.filter((genre) => title.genres.includes(genre)).length
    return [...counts.keys()].sort((a, b) => score(b) - score(a) || a.tmdbId - b.tmdbId).slice(0, PAGE)
  })
}

function remembered(find: (title: SyntheticTitle) => readonly SyntheticTitle[]): (title: SyntheticTitle) => readonly SyntheticTitle[] {
  const known = new Map<SyntheticTitle, readonly SyntheticTitle[]>()
  return (title) => {
    const found = known.get(title) ?? find(title)
    known.set(title, found)
    return found
  }
}

function summaryOf({ mediaType, tmdbId, title, year, genres, voteAverage }: SyntheticTitle): TitleSummary {
  return { mediaType, tmdbId, title, year, overview: '', posterPath: null, posterColour: null, backdropPath: null, genres, voteAverage }
}

function factsOf(title: SyntheticTitle): TitleFacts {
  const { language, country, keywords, directors, cast, collectionId } = title
  return {
    ...summaryOf(title), originalTitle: title.title, tagline: '', releaseDate: null, runtimeMinutes: 90, status: 'released', originalLanguage: language, spokenLanguages: [], countries: [country],
    studios: [], homepage: null, imdbId: null, tvdbId: null, budgetUsd: null, revenueUsd: null, directors, crew: [], cast: cast.map((person) => ({ ...person, role: '' })), videos: [],
    images: { backdrops: [], posters: [], logo: null }, keywords, collection: collectionId === null ? null : { collectionId, name: '', posterPath: null, backdropPath: null },
    certifications: {}, recommended: [], similar: [], series: null, stale: false,
  }
}
