/** What TMDB's answers have in common, read as forgivingly as all of them. */

import type { MediaType } from '../../domain/title.ts'
import type { Credit, Keyword, PersonBrief, Video } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import { CatalogueError } from './catalogue-error.ts'
import type { Fields } from './json-fields.ts'
import { fields, list, number, positive, text } from './json-fields.ts'

export const NAME_CHARACTERS = 500
/** TMDB itself takes a thousand. */
export const OVERVIEW_CHARACTERS = 2_000
export const BIOGRAPHY_CHARACTERS = 20_000
const ADDRESS_CHARACTERS = 2_000

/** TMDB tells of errors in the body too: `{success: false, status_code, status_message}`. */
export function answered(json: unknown): Fields {
  const body = fields(json)
  if (body.success !== false) return body
  throw new CatalogueError(
    body.status_code === 34 ? 'NOT_FOUND' : 'TMDB_ERROR',
    `TMDB says: ${text(body.status_message, NAME_CHARACTERS) || 'no'}`,
  )
}

export function unreadable(what: string): CatalogueError {
  return new CatalogueError('TMDB_ERROR', `TMDB's answer ${what}.`)
}

/** A list that makes the answer what it is. */
export function listIn(answer: Fields, name: string): readonly Fields[] {
  if (!Array.isArray(answer[name])) throw unreadable(`has no list of ${name}`)
  return list(answer[name])
}

/** `YYYY-MM-DD`; null when blank or not a day: there is no 31 February. */
export function date(value: unknown): string | null {
  const day = text(value, 10)
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? day : null
}

export function releaseDate(title: Fields, kind: MediaType): string | null {
  return date(kind === 'movie' ? title.release_date : title.first_air_date)
}

/** An average over no votes is TMDB's 0, which is not a score. */
export function voteAverage(rated: Fields): number | null {
  const average = number(rated.vote_average)
  if (average === null || average < 0 || average > 10 || rated.vote_count === 0 || (rated.vote_count === undefined && average === 0)) {
    return null
  }
  return Math.round(average * 10) / 10
}

/** A name that `/images` will serve. */
export function imagePath(value: unknown): string | null {
  return typeof value === 'string' && /^\/[A-Za-z0-9_-]{1,100}\.(?:jpg|jpeg|png|webp|avif)$/.test(value) ? value : null
}

/** Of a list of pictures, in TMDB's order: best liked first. */
export function imagePaths(images: unknown, max: number): readonly string[] {
  return [...new Set(list(images).map((image) => imagePath(image.file_path)).filter((path) => path !== null))].slice(0, max)
}

export function imdbId(value: unknown, kind: 'tt' | 'nm' = 'tt'): string | null {
  const id = text(value, 20)
  return new RegExp(`^${kind}\\d{7,}$`).test(id) ? id : null
}

/** An address that a browser may be sent to. */
export function address(value: unknown): string | null {
  const url = text(value, ADDRESS_CHARACTERS)
  return /^https?:\/\/[^\s"'<>]+$/.test(url) && URL.canParse(url) ? url : null
}

export function names(named: unknown, max: number): readonly string[] {
  return [...new Set(list(named).map(({ name }) => text(name, NAME_CHARACTERS)).filter(Boolean))].slice(0, max)
}

/** ISO 3166-1 alpha-2. */
export function country(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Z]{2}$/.test(value) ? value : null
}

export function personBrief(person: Fields): PersonBrief | null {
  const personId = positive(person.id)
  const name = text(person.name, NAME_CHARACTERS)
  return personId !== null && name ? { personId, name, profilePath: imagePath(person.profile_path) } : null
}

/** Each person once. */
export function people(members: readonly Fields[], max: number): readonly PersonBrief[] {
  return [...byPerson(members.flatMap((member) => personBrief(member) ?? [])).values()].slice(0, max).map(([person]) => person!)
}

/** In the order of billing. Of a series as a whole a member has `roles`, by how many episodes they are in. */
export function cast(members: unknown, max: number): readonly Credit[] {
  return list(members)
    .toSorted((a, b) => (number(a.order) ?? Infinity) - (number(b.order) ?? Infinity) || 0)
    .flatMap((member) => {
      const person = personBrief(member)
      return person
        ? [{ ...person, role: text(member.character, NAME_CHARACTERS) || text(mostly(member.roles).character, NAME_CHARACTERS) }]
        : []
    })
    .slice(0, max)
}

/**
 * Those with one of `jobs`, each person once with all of these jobs, in the order of `jobs`. A long series has had dozens at the
 * camera: of each job those with the most episodes.
 */
export function crew(members: unknown, jobs: readonly string[], max: number): readonly Credit[] {
  const credits = list(members).flatMap((member) => {
    const person = personBrief(member)
    const done = Array.isArray(member.jobs) ? list(member.jobs) : [member]
    return person
      ? done.map(({ job, episode_count }) => ({ ...person, role: text(job, NAME_CHARACTERS), episodes: number(episode_count) ?? 0 }))
      : []
  })
  const chosen = jobs.flatMap((job) =>
    credits.filter(({ role }) => role === job).toSorted((a, b) => b.episodes - a.episodes).slice(0, limits.catalogueCrewPerJobMax)
  )
  return [...byPerson(chosen).values()].slice(0, max)
    .map((theirs) => ({ ...briefOf(theirs[0]!), role: [...new Set(theirs.map(({ role }) => role))].join(', ') }))
}

function briefOf({ personId, name, profilePath }: PersonBrief): PersonBrief {
  return { personId, name, profilePath }
}

function byPerson<Person extends PersonBrief>(members: readonly Person[]): ReadonlyMap<number, readonly Person[]> {
  return Map.groupBy(members, ({ personId }) => personId)
}

function mostly(roles: unknown): Fields {
  return list(roles).toSorted((a, b) => (number(b.episode_count) ?? 0) - (number(a.episode_count) ?? 0))[0] ?? {}
}

const VIDEO_KINDS: ReadonlyMap<string, Video['kind']> = new Map([
  ['Trailer', 'trailer'], ['Teaser', 'teaser'], ['Clip', 'clip'], ['Featurette', 'featurette'],
])
const VIDEO_ORDER: readonly Video['kind'][] = ['trailer', 'teaser', 'clip', 'featurette', 'other']

/** Trailers first, of a kind the official ones first, then as TMDB has them. */
export function videos(answer: unknown): readonly Video[] {
  return list(fields(answer).results)
    .toSorted((a, b) => Number(b.official === true) - Number(a.official === true))
    .flatMap((video): Video[] => {
      const { key, site } = video
      if ((site !== 'YouTube' && site !== 'Vimeo') || typeof key !== 'string' || !/^[A-Za-z0-9_-]{1,40}$/.test(key)) return []
      const published = text(video.published_at, 40)
      return [{
        key,
        site,
        kind: VIDEO_KINDS.get(text(video.type, NAME_CHARACTERS)) ?? 'other',
        name: text(video.name, NAME_CHARACTERS),
        publishedAt: Number.isNaN(Date.parse(published)) ? null : date(published.slice(0, 10)),
      }]
    })
    .toSorted((a, b) => VIDEO_ORDER.indexOf(a.kind) - VIDEO_ORDER.indexOf(b.kind))
    .slice(0, limits.catalogueVideosMax)
}

/** Films have them as `keywords`, series as `results`. */
export function keywords(answer: unknown): readonly Keyword[] {
  const of = fields(answer)
  return identified(Array.isArray(of.keywords) ? of.keywords : of.results).slice(0, limits.catalogueKeywordsMax)
}

/** What has a number and a name. */
export function identified(items: unknown): readonly { readonly id: number; readonly name: string }[] {
  return list(items).flatMap((item) => {
    const id = positive(item.id)
    const name = text(item.name, NAME_CHARACTERS)
    return id !== null && name ? [{ id, name }] : []
  })
}
