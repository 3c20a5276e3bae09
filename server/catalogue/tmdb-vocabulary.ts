/** TMDB's JSON of what filters offer: genres, languages, countries, certifications and providers. */

import type { Genre } from '../../projections/wire-catalogue.ts'
import { answered, identified, listIn } from './tmdb-fields.ts'

export function readGenres(json: unknown): readonly Genre[] {
  return identified(listIn(answered(json), 'genres'))
}
