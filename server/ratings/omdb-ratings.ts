/** Reads OMDb's answers (https://www.omdbapi.com): `Ratings` of IMDb, Rotten Tomatoes' critics and Metacritic, as texts. Pure. */

import { fields, list, text } from '../catalogue/json-fields.ts'
import { limits } from '../limits.ts'
import { scoreOf, votesOf } from './score.ts'
import type { SourceRating } from './source-rating.ts'
import { imdbLink, sourceRating } from './source-rating.ts'

/** Of the title asked for; what OMDb answers of another is no answer. */
export function readOmdbRatings(answer: unknown, imdbId: string): readonly SourceRating[] {
  const title = fields(answer)
  if (title.imdbID !== imdbId) return []
  const said = new Map(list(title.Ratings).slice(0, limits.ratingSourcesMax).map(({ Source, Value }) => [Source, scoreOf(Value)]))
  // Older answers have no list.
  const imdb = said.get('Internet Movie Database') ?? scoreOf(`${text(title.imdbRating, 10)}/10`)
  const metacritic = said.get('Metacritic') ?? scoreOf(`${text(title.Metascore, 10)}/100`)
  return [
    ...sourceRating('imdb', imdb, { votes: votesOf(title.imdbVotes), link: imdbLink(imdbId) }),
    ...sourceRating('rottenTomatoes', said.get('Rotten Tomatoes') ?? null),
    ...sourceRating('metacritic', metacritic),
  ]
}
