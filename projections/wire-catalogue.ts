/**
 * What travels of the catalogue. Everything that can be asked says `stale` when the catalogue could not be asked and an older
 * answer is shown. Pictures are TMDB's paths (`/abc.jpg`), served by us under `/images/{width}{path}`; dates are `YYYY-MM-DD`;
 * countries ISO 3166-1 alpha-2, languages ISO 639-1. See wire.ts for the rest.
 */

import type { MediaType } from '../domain/title.ts'
import type { Rating } from '../domain/library-entry.ts'
import type { JobRow } from './jobs.ts'
import type { LibraryRow } from './library.ts'

export interface TitleSummary {
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly title: string
  readonly year: number | null
  readonly overview: string
  readonly posterPath: string | null
  /** `#rrggbb`, what the poster looks like from afar; null until we have seen it. */
  readonly posterColour: string | null
  readonly backdropPath: string | null
  readonly genres: readonly string[]
  /** 0 to 10, one decimal; null without votes. */
  readonly voteAverage: number | null
}

interface Page {
  readonly page: number
  readonly totalPages: number
  readonly totalResults: number
  readonly stale: boolean
}

/** `GET /api/trending`, `/api/popular`, `/api/top`, `/api/now-playing`, `/api/upcoming`, `/api/discover`, `/api/movies/:id/similar`, … */
export interface TitlePage extends Page { readonly results: readonly TitleSummary[] }

/** What a pill or a row needs of a person. `GET /api/people/:id/brief` */
export interface PersonBrief { readonly personId: number; readonly name: string; readonly profilePath: string | null }

/** `department`: what they are known for, as TMDB calls it (`Acting`); `titles`: the names of a few. */
export interface PersonSummary extends PersonBrief { readonly department: string; readonly titles: readonly string[] }

/** `GET /api/search?q=&kind=&page=`: titles of the kind and people (of kind `person` only people, of `all` both). */
export interface SearchPage extends TitlePage { readonly people: readonly PersonSummary[] }

/** `role`: the character, or the job (`Director`). */
export interface Credit extends PersonBrief { readonly role: string }

export interface Video { readonly key: string; readonly site: 'YouTube' | 'Vimeo'; readonly kind: 'trailer' | 'teaser' | 'clip' | 'featurette' | 'other'; readonly name: string; readonly publishedAt: string | null }
/** `GET /api/keywords/:id` */
export interface Keyword { readonly id: number; readonly name: string }
/** `GET /api/keywords?q=`, as TMDB orders them. */
export interface KeywordsAnswer { readonly keywords: readonly Keyword[]; readonly stale: boolean }
export interface CollectionBrief { readonly collectionId: number; readonly name: string; readonly posterPath: string | null; readonly backdropPath: string | null }
export interface SeasonSummary { readonly seasonNumber: number; readonly name: string; readonly overview: string; readonly posterPath: string | null; readonly airDate: string | null; readonly episodeCount: number }
export interface EpisodeSummary {
  readonly seasonNumber: number
  readonly episodeNumber: number
  readonly name: string
  readonly overview: string
  readonly stillPath: string | null
  readonly airDate: string | null
  readonly runtimeMinutes: number | null
  readonly voteAverage: number | null
}

/** What only series have. */
export interface SeriesParts {
  readonly seasons: readonly SeasonSummary[]
  readonly episodeCount: number
  readonly lastEpisode: EpisodeSummary | null
  /** That will air next. */
  readonly nextEpisode: EpisodeSummary | null
  readonly lastAirDate: string | null
  readonly networks: readonly string[]
}

export type TitleStatus = 'rumoured' | 'planned' | 'inProduction' | 'postProduction' | 'released' | 'returning' | 'ended' | 'cancelled' | 'unknown'

/** What TMDB knows of a title, the same for everyone. */
export interface TitleFacts extends TitleSummary {
  readonly originalTitle: string
  readonly tagline: string
  readonly releaseDate: string | null
  readonly runtimeMinutes: number | null
  readonly status: TitleStatus
  readonly originalLanguage: string
  readonly spokenLanguages: readonly string[]
  readonly countries: readonly string[]
  readonly studios: readonly string[]
  readonly homepage: string | null
  readonly imdbId: string | null
  readonly tvdbId: number | null
  /** In US dollars. */
  readonly budgetUsd: number | null
  readonly revenueUsd: number | null
  /** Directors of a film, creators of a series. */
  readonly directors: readonly PersonBrief[]
  /** Writers, music, camera and cut; no directors. */
  readonly crew: readonly Credit[]
  readonly cast: readonly Credit[]
  readonly videos: readonly Video[]
  readonly images: { readonly backdrops: readonly string[]; readonly posters: readonly string[]; readonly logo: string | null }
  readonly keywords: readonly Keyword[]
  readonly collection: CollectionBrief | null
  /** Age ratings by country, such as `{ DE: '12', US: 'PG' }`. */
  readonly certifications: Readonly<Record<string, string>>
  readonly recommended: readonly TitleSummary[]
  readonly similar: readonly TitleSummary[]
  /** Null for films. */
  readonly series: SeriesParts | null
  readonly stale: boolean
}

export const RATING_SOURCES = ['tmdb', 'imdb', 'rottenTomatoes', 'rottenTomatoesAudience', 'metacritic', 'metacriticUser', 'letterboxd', 'trakt'] as const
export type RatingSource = (typeof RATING_SOURCES)[number]
/** What others think of a title; `score` from 0 to 100. */
export interface OthersRating {
  readonly source: RatingSource
  readonly score: number
  readonly votes?: number
  readonly link?: string
  readonly certified?: boolean
  readonly sentiment?: 'POSITIVE' | 'NEGATIVE'
  readonly fetchedAt: string
}

/** The household's own. `mean` by weights −1, 0, 1, 2; null without ratings. */
export interface HouseholdRating { readonly counts: Readonly<Record<Rating, number>>; readonly mean: number | null }

export const OFFER_KINDS = ['flatrate', 'free', 'ads', 'rent', 'buy'] as const
export type OfferKind = (typeof OFFER_KINDS)[number]
export interface Provider { readonly providerId: number; readonly name: string; readonly logoPath: string | null }
/** In one country. `link`: TMDB's page of the title there, which leads on to each provider. */
export interface Offers extends Readonly<Record<OfferKind, readonly Provider[]>> { readonly link: string | null }
/** Where to watch: in the viewer's country in full, and in other common ones, so that a page changes country with no further call. */
export interface WhereToWatch { readonly country: string; readonly offers: Readonly<Record<string, Offers>> }

/** `GET /api/movies/:id` and `/api/series/:id`. */
export interface TitleDetail extends TitleFacts {
  readonly ratings: readonly OthersRating[]
  readonly household: HouseholdRating
  readonly whereToWatch: WhereToWatch
  /** What the viewer keeps of it. */
  readonly entry: LibraryRow | null
  /** The job of this movie that counts now, if any. */
  readonly jobStatus: { readonly jobId: string; readonly status: JobRow['status']; readonly progress: number; readonly errorMessage: string | null } | null
}

/** `GET /api/series/:id/seasons/:n`; season 0 holds the specials. */
export interface SeasonDetail extends SeasonSummary {
  readonly seriesId: number
  readonly seriesTitle: string
  readonly backdropPath: string | null
  readonly voteAverage: number | null
  readonly episodes: readonly EpisodeSummary[]
  readonly cast: readonly Credit[]
  readonly stale: boolean
}

/** `GET /api/series/:id/seasons/:n/episodes/:m` */
export interface EpisodeDetail extends EpisodeSummary {
  readonly seriesId: number
  readonly seriesTitle: string
  readonly imdbId: string | null
  readonly tvdbId: number | null
  readonly cast: readonly Credit[]
  readonly guests: readonly Credit[]
  readonly crew: readonly Credit[]
  readonly stills: readonly string[]
  readonly videos: readonly Video[]
  readonly stale: boolean
}

/** `as`: on or behind the screen. `episodes`: in how many, of a series. */
export interface PersonCredit extends TitleSummary { readonly as: 'cast' | 'crew'; readonly role: string; readonly department: string; readonly releaseDate: string | null; readonly episodes: number | null }

/** `GET /api/people/:id` */
export interface PersonDetail extends PersonBrief {
  readonly department: string
  readonly biography: string
  readonly birthday: string | null
  readonly deathday: string | null
  readonly placeOfBirth: string | null
  readonly alsoKnownAs: readonly string[]
  readonly homepage: string | null
  readonly imdbId: string | null
  readonly images: readonly string[]
  /** Pictures of titles they are in. */
  readonly tagged: readonly string[]
  readonly knownFor: readonly TitleSummary[]
  /** Newest first, what has no date yet before all. */
  readonly credits: readonly PersonCredit[]
  readonly stale: boolean
}

/** `GET /api/collections/:id`, in the order of their release. */
export interface CollectionDetail extends CollectionBrief { readonly overview: string; readonly parts: readonly TitleSummary[]; readonly stale: boolean }

export const TOPIC_GROUPS = ['genre', 'theme', 'mood', 'decade', 'language'] as const
/** A preset of discover. `key` such as `genre-action-movie`; `query`: the filters of `/api/discover` that it stands for. */
export interface Topic { readonly key: string; readonly group: (typeof TOPIC_GROUPS)[number]; readonly mediaType: MediaType; readonly name: string; readonly query: Readonly<Record<string, string>> }
/** `GET /api/topics` */
export interface TopicsAnswer { readonly topics: readonly Topic[] }
/** `GET /api/topics/:key?page=` */
export interface TopicPage extends TitlePage { readonly topic: Topic }

export const DISCOVER_SORTS = ['popular', 'newest', 'oldest', 'best', 'worst', 'most-voted', 'title', 'revenue'] as const
/**
 * `GET /api/discover`, by these names in the query and in the app's address. Numbers in lists are parted by commas (all of
 * them) or bars (any of them). `providers` count in `region`.
 */
export interface DiscoverQuery {
  readonly kind?: MediaType
  readonly sort?: (typeof DISCOVER_SORTS)[number]
  readonly genres?: string
  readonly withoutGenres?: string
  readonly keywords?: string
  readonly withoutKeywords?: string
  readonly people?: string
  readonly minVote?: string
  readonly maxVote?: string
  readonly minVotes?: string
  readonly from?: string
  readonly to?: string
  readonly minRuntime?: string
  readonly maxRuntime?: string
  readonly language?: string
  readonly country?: string
  readonly providers?: string
  readonly region?: string
  readonly certification?: string
  readonly page?: string
}

export interface Genre { readonly id: number; readonly name: string }
export interface Named { readonly code: string; readonly name: string }
export interface Certification { readonly name: string; readonly meaning: string }
/**
 * `GET /api/genres`, `/api/languages`, `/api/countries`, `/api/certifications`, `/api/providers?kind=&region=`: what filters offer.
 * Certifications by country, mildest first; countries those with offers.
 */
export interface GenresAnswer { readonly movie: readonly Genre[]; readonly tv: readonly Genre[] }
export interface LanguagesAnswer { readonly languages: readonly Named[] }
export interface CountriesAnswer { readonly countries: readonly Named[] }
export interface CertificationsAnswer { readonly movie: Readonly<Record<string, readonly Certification[]>>; readonly tv: Readonly<Record<string, readonly Certification[]>> }
export interface ProvidersAnswer { readonly providers: readonly Provider[] }

/** `GET /api/configuration`: widths in pixels in which `/images` serves, and those in which TMDB keeps each kind of picture. */
export interface ImageSizes { readonly poster: readonly number[]; readonly backdrop: readonly number[]; readonly profile: readonly number[]; readonly still: readonly number[]; readonly logo: readonly number[] }
export interface ConfigurationAnswer { readonly imageWidths: readonly number[]; readonly tmdbSizes: ImageSizes; readonly stale: boolean }

/** `GET /api/find?imdbId=` or `?tvdbId=`: the titles that have this id, none or one. */
export interface FindAnswer { readonly results: readonly TitleSummary[]; readonly stale: boolean }

export interface TitleName { readonly mediaType: MediaType; readonly tmdbId: number; readonly title: string }
/**
 * Why a title is recommended, for the app to put into words; all of it is true of the person who asks, and of nobody else's private matters.
 * `liked`: it is like these, at most two, which they liked, or with `loved` gave the best rating or made favourites. `genre`: of a decade, where that is
 * what counts. `popular`: too little is known of their taste, or nothing of it speaks for this one. `together`: it should suit everybody who is to watch.
 */
export type RecommendationReason =
  | { readonly kind: 'liked'; readonly titles: readonly TitleName[]; readonly loved: boolean }
  | { readonly kind: 'director' | 'cast'; readonly person: Pick<PersonBrief, 'personId' | 'name'> }
  | { readonly kind: 'genre'; readonly genre: string; readonly decade: number | null }
  | { readonly kind: 'keyword'; readonly keyword: string }
  | { readonly kind: 'popular' | 'together' }

export interface Recommendation extends TitleSummary { readonly reason: RecommendationReason }

/**
 * `GET /api/recommendations?with=<userId>,<userId>&page=&limit=`, the best first; with others: for all of them. `basedOn`: how many titles of the
 * person who asks their taste was read from; `personal` is false where that is too few, and what many people like is answered. While it is not `complete` more
 * is being looked up: ask again.
 */
export interface RecommendationsAnswer extends Page {
  readonly results: readonly Recommendation[]
  readonly basedOn: number
  readonly personal: boolean
  readonly complete: boolean
}
