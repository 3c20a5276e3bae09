/** One export says many things twice, in several files or lines: each is kept once. */

import type { ExportSystem, ImportedFact, ImportedIds, ImportedRow } from './imported-row.ts'
import { isLater } from './read-values.ts'

/**
 * 1. Of several ratings of one title, season or episode the newest stays; of two of one time that differ the one that stands further down.
 * 2. A viewing is known by what was watched and when. Those with no time stay as many as they are: readers have counted them. Two of
 *    one day are two where Letterboxd says so, for it numbers them; elsewhere they are one line that was written twice.
 * 3. A title is once on the watchlist, among the favourites and in each list, where it came first, and has each tag once.
 * 4. Reviews of one title are in the order in which they were written.
 * Rows that then say nothing are gone; the others keep their order, but for rule 4.
 */
export function settleRows(rows: readonly ImportedRow[], systemOf: (file: string) => ExportSystem | null): readonly ImportedRow[] {
  const titles = rows.map(titleKeyOf)
  const ratings = newestRatings(rows, titles)
  const said = new Set<string>()
  const settled: ImportedRow[] = []
  for (const [index, row] of rows.entries()) {
    const title = titles[index]!
    const facts = row.facts.filter((fact) => {
      if (fact.kind === 'rating') return ratings.get(title) === fact
      const key = keyOf(fact, systemOf(row.file) === 'letterboxd')
      if (key === undefined) return true
      const whole = `${title}\n${key}`
      return !said.has(whole) && said.add(whole)
    })
    if (facts.length > 0) settled.push(facts.length === row.facts.length ? row : { ...row, facts })
  }
  return inOrderOfReviews(settled)
}

/** What rows are about the same thing: by the first id they have, else by name and year. */
function titleKeyOf({ ids, episodeIds, mediaType, title, year, season, episode }: ImportedRow): string {
  const own = idKey(ids) ?? (title === null ? undefined : `${title.toLowerCase()}\n${year}`)
  const place = season === null && episodeIds ? idKey(episodeIds) ?? '' : `${season}x${episode}`
  return `${mediaType}\n${own}\n${place}`
}

function idKey({ tmdb, imdb, tvdb }: ImportedIds): string | undefined {
  return tmdb !== undefined ? `tmdb ${tmdb}` : imdb ?? (tvdb === undefined ? undefined : `tvdb ${tvdb}`)
}

type RatingFact = Extract<ImportedFact, { kind: 'rating' }>

function newestRatings(rows: readonly ImportedRow[], titles: readonly string[]): ReadonlyMap<string, RatingFact> {
  const newest = new Map<string, RatingFact>()
  for (const [index, { facts }] of rows.entries()) {
    for (const fact of facts) {
      if (fact.kind !== 'rating') continue
      const known = newest.get(titles[index]!)
      if (!known || isLater(fact.when, known.when) || fact.original !== known.original && !isLater(known.when, fact.when)) newest.set(titles[index]!, fact)
    }
  }
  return newest
}

/** By what a fact is known; undefined for what may be there many times. */
function keyOf(fact: ImportedFact, daysAreTold: boolean): string | undefined {
  switch (fact.kind) {
    case 'play': return fact.when === null || fact.when.precision === 'by' || fact.when.precision === 'day' && daysAreTold ? undefined : `play ${fact.when.at}`
    case 'tag': return `tag ${fact.tag}`
    case 'listed': return `listed ${fact.list}`
    case 'review': return `review ${fact.text}`
    case 'watchlist': case 'favourite': case 'dismissed': return fact.kind
    case 'rating': case 'progress': case 'elsewhere': return undefined
  }
}

/** Rows with a review change places among themselves; all others stay where they are. */
function inOrderOfReviews(rows: readonly ImportedRow[]): readonly ImportedRow[] {
  const places = rows.flatMap((row, index) => reviewOf(row) ? [index] : [])
  const ordered = places.map((index) => rows[index]!).sort((a, b) => {
    const [first, second] = [reviewOf(a)!.when, reviewOf(b)!.when]
    return isLater(first, second) ? 1 : isLater(second, first) ? -1 : 0
  })
  const settled = [...rows]
  for (const [at, index] of places.entries()) settled[index] = ordered[at]!
  return settled
}

function reviewOf({ facts }: ImportedRow): Extract<ImportedFact, { kind: 'review' }> | undefined {
  return facts.find((fact) => fact.kind === 'review')
}
