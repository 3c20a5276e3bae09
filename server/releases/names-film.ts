/** Whether a release's title is that of the film wanted. */

import type { ParsedRelease } from './parse-release.ts'

export interface WantedFilm { readonly title: string; readonly year: number | null }

/** A film's year differs by one between countries; more is another film of the same name. */
const YEARS_APART = 1

/**
 * Its name must be the film's, word for word; a longer one is another film ("Alien" is not "Alien Resurrection").
 * A title that holds numbers is also compared as written, since a year within it can be taken for the film's own.
 */
export function namesFilm(title: string, parsed: ParsedRelease, film: WantedFilm): boolean {
  const wanted = wordsOf(film.title)
  if (wanted.length === 0 || isEpisode(parsed)) return false
  const years = film.year === null ? [] : [0, -YEARS_APART, YEARS_APART].map((apart) => String(film.year! + apart))
  if (years.some((year) => startsWith(wordsOf(title), [...wanted, year]))) return true
  const yearFits = film.year === null || parsed.year !== null && Math.abs(parsed.year - film.year) <= YEARS_APART
  return yearFits && [parsed.name, ...parsed.alternativeNames].some((name) => sameWords(wordsOf(name), wanted))
}

const isEpisode = ({ numbering }: ParsedRelease) => numbering.seasons.length > 0 && numbering.episodes.length > 0
const sameWords = (a: readonly string[], b: readonly string[]) => a.length === b.length && startsWith(a, b)
const startsWith = (words: readonly string[], start: readonly string[]) => start.every((word, index) => words[index] === word)

/** Accents, case, signs and the leading article do not tell films apart, nor how "and" is written. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’`]/g, '').replace(/(?<![\p{L}\p{N}])((?:\p{L}\.){2,})/gu, (match) => `${match.replaceAll('.', '')} `).replaceAll('&', ' and ')
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return words.length > 1 && ['the', 'a', 'an'].includes(words[0]!) ? words.slice(1) : words
}
