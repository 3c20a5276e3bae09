/**
 * Reads MDBList's answers (https://api.mdblist.com/docs): `ratings` of many sources, each with its own `value`, a `score` from 0 to 100, `votes` and an address
 * within the source's site. What Rotten Tomatoes has certified is among the `keywords`. Pure.
 */

import { fields, list, positive, text } from '../catalogue/json-fields.ts'
import type { TitleRef } from '../../domain/title.ts'
import type { RatingSource } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import { scaled, votesOf } from './score.ts'
import type { SourceRating } from './source-rating.ts'
import { imdbLink, sourceRating } from './source-rating.ts'

/** By MDBList's names, former ones too. `out`: what a `value` is out of, where there is no `score`. */
const SOURCES: Readonly<Record<string, { readonly source: RatingSource; readonly out: number; readonly certifiedBy?: string }>> = {
  imdb: { source: 'imdb', out: 10 },
  metacritic: { source: 'metacritic', out: 100 },
  metacriticuser: { source: 'metacriticUser', out: 10 },
  trakt: { source: 'trakt', out: 100 },
  tomatoes: { source: 'rottenTomatoes', out: 100, certifiedBy: 'certified-fresh' },
  popcorn: { source: 'rottenTomatoesAudience', out: 100, certifiedBy: 'certified-hot' },
  tomatoesaudience: { source: 'rottenTomatoesAudience', out: 100, certifiedBy: 'certified-hot' },
  audience: { source: 'rottenTomatoesAudience', out: 100, certifiedBy: 'certified-hot' },
  letterboxd: { source: 'letterboxd', out: 5 },
}

/** Of the title asked for; what MDBList answers of another is no answer. */
export function readMdblistRatings(answer: unknown, { mediaType, tmdbId }: TitleRef): readonly SourceRating[] {
  const title = fields(answer)
  const ids = fields(title.ids)
  if (ids.tmdb != null && Number(ids.tmdb) !== tmdbId) return []
  const keywords = new Set(list(title.keywords).map(({ name }) => text(name, 100).toLowerCase().replace(/^mdblist\./, '')))
  const found = new Map<RatingSource, SourceRating>()
  for (const { source: name, value, score, votes, url } of list(title.ratings).slice(0, limits.ratingSourcesMax)) {
    const key = text(name, 50).toLowerCase()
    if (!Object.hasOwn(SOURCES, key)) continue
    const { source, out, certifiedBy } = SOURCES[key]!
    // A value of 0 without a score is how it says none.
    const share = scaled(score, 100) ?? (value === 0 ? null : scaled(value, out))
    const link = linkOf(source, url, ids, mediaType)
    const [rating] = sourceRating(source, share, { votes: votesOf(votes), link, certified: certifiedBy !== undefined && keywords.has(certifiedBy) })
    if (rating && !found.has(source)) found.set(source, rating)
  }
  return [...found.values()]
}

/** A page within the source's site: what else an address might say, it cannot lead elsewhere. */
function linkOf(source: RatingSource, url: unknown, ids: Readonly<Record<string, unknown>>, mediaType: TitleRef['mediaType']): string | null {
  const path = /^\/[\w/-]{1,200}$/.exec(text(url, 300))?.[0].replace(/\/{2,}/g, '/')
  switch (source) {
    case 'imdb': return /^tt\d{7,10}$/.test(text(ids.imdb, 20)) ? imdbLink(String(ids.imdb)) : null
    case 'trakt': return positive(ids.trakt) === null ? null : `https://trakt.tv/${mediaType === 'movie' ? 'movies' : 'shows'}/${String(ids.trakt)}`
    case 'rottenTomatoes': case 'rottenTomatoesAudience': return path ? `https://www.rottentomatoes.com${path}` : null
    case 'letterboxd': return path ? `https://letterboxd.com${path}` : null
    case 'metacritic': case 'metacriticUser': return path ? `https://www.metacritic.com${/^\/(?:movie|tv)\//.test(path) ? path : `/${mediaType}${path}`}` : null
    case 'tmdb': return null
  }
}
