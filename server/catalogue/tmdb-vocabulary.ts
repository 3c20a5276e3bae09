/** TMDB's JSON of what filters offer: genres, languages, countries, certifications and providers; and of how it is set up. */

import type { Certification, Genre, ImageSizes, Keyword, Named, Provider } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import { fields, list, number, text } from './json-fields.ts'
import { address, answered, country, identified, listIn, NAME_CHARACTERS, OVERVIEW_CHARACTERS, unreadable } from './tmdb-fields.ts'
import { providersIn } from './tmdb-offers.ts'

export function readGenres(json: unknown): readonly Genre[] {
  return identified(listIn(answered(json), 'genres')).slice(0, limits.catalogueWordsMax)
}

export function readKeyword(json: unknown): Keyword {
  const [keyword] = identified([answered(json)])
  if (!keyword) throw unreadable('has no id or no name')
  return keyword
}

export function readKeywords(json: unknown): readonly Keyword[] {
  return identified(listIn(answered(json), 'results')).slice(0, limits.catalogueWordsMax)
}

/** By name, in English. The answer is a list. */
export function readLanguages(json: unknown): readonly Named[] {
  if (!Array.isArray(json)) {
    answered(json)
    throw unreadable('is no list of languages')
  }
  return named(
    list(json).map((language) => {
      const code = text(language.iso_639_1, 2)
      // TMDB's code for films without words.
      return [/^[a-z]{2}$/.test(code) && code !== 'xx' ? code : null, language.english_name]
    }),
  )
}

/** Countries that have offers, by name. */
export function readCountries(json: unknown): readonly Named[] {
  return named(listIn(answered(json), 'results').map((region) => [country(region.iso_3166_1), region.english_name]))
}

function named(pairs: readonly (readonly [string | null, unknown])[]): readonly Named[] {
  return pairs.flatMap(([code, name]) => {
    const said = text(name, NAME_CHARACTERS)
    return code !== null && said ? [{ code, name: said }] : []
  }).toSorted((a, b) => a.name.localeCompare(b.name, 'en')).slice(0, limits.catalogueWordsMax)
}

/** By country, mildest first. */
export function readCertifications(json: unknown): Readonly<Record<string, readonly Certification[]>> {
  const { certifications } = answered(json)
  if (typeof certifications !== 'object' || certifications === null || Array.isArray(certifications)) {
    throw unreadable('has no certifications')
  }
  return Object.fromEntries(
    Object.entries(certifications).slice(0, limits.catalogueCountriesMax).flatMap(([code, items]) => {
      if (country(code) === null) return []
      const steps = list(items).toSorted((a, b) => (number(a.order) ?? Infinity) - (number(b.order) ?? Infinity) || 0)
        .flatMap(({ certification, meaning }) => {
          const name = text(certification, NAME_CHARACTERS)
          return name ? [{ name, meaning: text(meaning, OVERVIEW_CHARACTERS) }] : []
        })
      return steps.length > 0 ? [[code, steps.slice(0, limits.catalogueWordsMax)] as const] : []
    }),
  )
}

/** Those best known in `region` first. */
export function readProviders(json: unknown, region: string): readonly Provider[] {
  const there = listIn(answered(json), 'results').map((provider) => ({
    ...provider,
    display_priority: fields(provider.display_priorities)[region] ?? provider.display_priority,
  }))
  return providersIn(there).slice(0, limits.catalogueProvidersMax)
}

export interface TmdbConfiguration {
  readonly imageBaseUrl: string
  readonly sizes: ImageSizes
}

export function readConfiguration(json: unknown): TmdbConfiguration {
  const images = fields(answered(json).images)
  const imageBaseUrl = address(images.secure_base_url) ?? address(images.base_url)
  if (imageBaseUrl === null) throw unreadable('does not say where pictures are')
  const of = (name: string): readonly number[] =>
    (Array.isArray(images[name]) ? images[name] : []).slice(0, limits.catalogueWordsMax)
      .flatMap((size) => /^w\d{1,5}$/.test(String(size)) ? [Number(String(size).slice(1))] : [])
  return {
    imageBaseUrl,
    sizes: {
      poster: of('poster_sizes'), backdrop: of('backdrop_sizes'), profile: of('profile_sizes'), still: of('still_sizes'),
      logo: of('logo_sizes'),
    },
  }
}
