/** What else the catalogue answers, beside titles: people, seasons, words. */

import { array, integer, object, pageFields, personFields, text, texts } from './title-schemas.ts'

export const searchPageSchema = object({ ...pageFields, people: array(object({ ...personFields, department: text, titles: texts })) })

const genres = array(object({ id: integer, name: text }))
export const genresSchema = object({ movie: genres, tv: genres })
