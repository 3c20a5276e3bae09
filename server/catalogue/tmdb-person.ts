/** TMDB's JSON of people as our own. */

import { titleKey } from '../../domain/title.ts'
import type { PersonBrief, PersonCredit, PersonDetail } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import { fields, list, text, texts, whole } from './json-fields.ts'
import type { ListedTitle } from './tmdb-list.ts'
import { listedTitle } from './tmdb-list.ts'
import {
  address, answered, BIOGRAPHY_CHARACTERS, date, imagePaths, imdbId, NAME_CHARACTERS, personBrief, releaseDate, unreadable,
} from './tmdb-fields.ts'

/** What makes a title a credit. */
type Row = Pick<PersonCredit, 'as' | 'role' | 'department' | 'releaseDate' | 'episodes'>
export type ListedCredit = ListedTitle & Row
export type ReadPerson = Omit<PersonDetail, 'knownFor' | 'credits' | 'stale'> & {
  readonly knownFor: readonly ListedTitle[]
  readonly credits: readonly ListedCredit[]
}

export const PERSON_PARTS = 'combined_credits,images,tagged_images,external_ids'

export function readPerson(json: unknown): ReadPerson {
  const person = answered(json)
  const brief = personBrief(person)
  if (!brief) throw unreadable('has no id or no name')
  const department = text(person.known_for_department, NAME_CHARACTERS)
  const credited = fields(person.combined_credits)
  const credits = [...creditsOf(credited.cast, 'cast'), ...creditsOf(credited.crew, 'crew')]
  return {
    ...brief,
    department,
    biography: text(person.biography, BIOGRAPHY_CHARACTERS),
    birthday: date(person.birthday),
    deathday: date(person.deathday),
    placeOfBirth: text(person.place_of_birth, NAME_CHARACTERS) || null,
    alsoKnownAs: texts(person.also_known_as, NAME_CHARACTERS).slice(0, limits.cataloguePersonNamesMax),
    homepage: address(person.homepage),
    imdbId: imdbId(person.imdb_id, 'nm') ?? imdbId(fields(person.external_ids).imdb_id, 'nm'),
    images: imagePaths(fields(person.images).profiles, limits.catalogueImagesMax),
    tagged: taggedIn(person.tagged_images),
    knownFor: knownFor(credits, department),
    credits: merged(credits).toSorted(newestFirst).slice(0, limits.catalogueCreditsMax),
  }
}

/** Only who it is. */
export function readPersonBrief(json: unknown): PersonBrief {
  const brief = personBrief(answered(json))
  if (!brief) throw unreadable('has no id or no name')
  return brief
}

interface Found {
  readonly title: ListedTitle
  readonly row: Row
  readonly votes: number
}

function creditsOf(items: unknown, as: 'cast' | 'crew'): readonly Found[] {
  return list(items).flatMap((item) => {
    const title = item.adult === true ? undefined : listedTitle(item, null)
    if (!title) return []
    const row = {
      as,
      role: text(as === 'cast' ? item.character : item.job, NAME_CHARACTERS),
      department: as === 'cast' ? 'Acting' : text(item.department, NAME_CHARACTERS),
      releaseDate: releaseDate(item, title.mediaType),
      episodes: title.mediaType === 'tv' ? whole(item.episode_count) : null,
    }
    return [{ title, row, votes: whole(item.vote_count) ?? 0 }]
  })
}

/** One row for all that somebody did in one department of one title. */
function merged(found: readonly Found[]): readonly ListedCredit[] {
  const rows = Map.groupBy(
    found,
    ({ title: { mediaType, tmdbId }, row: { as, department } }) => `${as} ${department} ${mediaType} ${tmdbId}`,
  )
  return [...rows.values()].map((same) => {
    const { title, row } = same[0]!
    const episodes = same.flatMap((one) => one.row.episodes ?? [])
    const roles = [...new Set(same.map((one) => one.row.role))].filter(Boolean).join(', ')
    return { ...title, ...row, role: roles.slice(0, NAME_CHARACTERS), episodes: episodes.length > 0 ? Math.max(...episodes) : null }
  })
}

function newestFirst(a: ListedCredit, b: ListedCredit): number {
  if (a.releaseDate === null || b.releaseDate === null) return Number(b.releaseDate === null) - Number(a.releaseDate === null)
  return a.releaseDate < b.releaseDate ? 1 : a.releaseDate > b.releaseDate ? -1 : 0
}

/** Guests of talk shows and of award nights are not known for those. */
const AS_THEMSELVES = /^(?:self|himself|herself|themselves)\b/i

/** What most people voted on, of what they do for a living; of anything where that says too little. */
function knownFor(found: readonly Found[], department: string): readonly ListedTitle[] {
  const real = found.filter(({ row }) => !AS_THEMSELVES.test(row.role))
  const theirs = real.filter(({ row }) => row.department === department)
  const best = (theirs.length > 0 ? theirs : real).toSorted((a, b) => b.votes - a.votes)
  return [...new Map(best.map(({ title }) => [titleKey(title), title])).values()].slice(0, limits.catalogueKnownForMax)
}

function taggedIn(answer: unknown): readonly string[] {
  return imagePaths(list(fields(answer).results).filter((image) => fields(image.media).adult !== true), limits.catalogueImagesMax)
}
