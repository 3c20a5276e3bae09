/** Age ratings by a rule of our own: the boards of today have not seen most of these films. */

import type { Film, Genre } from '../catalogue/index.ts'

interface Step {
  readonly certification: string
  readonly meaning: string
}

/** By country, mildest first. */
const SCALES: Readonly<Record<string, readonly Step[]>> = {
  US: [
    { certification: 'G', meaning: 'All ages are admitted.' },
    { certification: 'PG', meaning: 'Parents may not like all of it for their children.' },
    { certification: 'PG-13', meaning: 'Some of it may not be for children under 13.' },
  ],
  DE: [
    { certification: '0', meaning: 'No age restriction.' },
    { certification: '6', meaning: 'For those of 6 years and older.' },
    { certification: '12', meaning: 'For those of 12 years and older.' },
  ],
  GB: [
    { certification: 'U', meaning: 'For everyone from four years on.' },
    { certification: 'PG', meaning: 'Some scenes may not be for young children.' },
    { certification: '12', meaning: 'For those of 12 years and older.' },
  ],
}

/** `type`: 3 is the release in cinemas. */
export function releaseDatesOf(film: Film): Record<string, unknown> {
  const countries = [...new Set([...film.countries, ...Object.keys(SCALES)])]
  return {
    results: countries.map((code) => ({
      iso_3166_1: code,
      release_dates: [{
        certification: certificationIn(film, code) ?? '',
        descriptors: [],
        iso_639_1: '',
        note: '',
        release_date: `${film.releaseDate}T00:00:00.000Z`,
        type: 3,
      }],
    })),
  }
}

export function certificationIn(film: Film, country: string): string | undefined {
  const has = (...genres: readonly Genre[]): boolean => film.genres.some((genre) => genres.includes(genre))
  const severity = has('Horror', 'War', 'Thriller') ? 2 : has('Comedy', 'Family') ? 0 : 1
  return SCALES[country]?.[severity]?.certification
}

export function certificationList(): Record<string, unknown> {
  return {
    certifications: Object.fromEntries(
      Object.entries(SCALES).map(([country, steps]) => [country, steps.map((step, index) => ({ ...step, order: index + 1 }))]),
    ),
  }
}
