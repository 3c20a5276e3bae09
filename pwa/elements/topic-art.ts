/** Which topics to show, and pictures for them out of films that are at hand anyway: none is asked for. Pure. */

import type { Topic } from '../../projections/wire-catalogue.ts'

/** What is known of a film whose picture may stand for a topic. */
export interface Pictured { readonly mediaType: Topic['mediaType']; readonly year: number | null; readonly genres: readonly string[]; readonly backdropPath: string | null }

/** A backdrop for each topic that one of the films belongs to, none twice; by the topic's key. */
export function artOf(topics: readonly Topic[], films: readonly Pictured[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const art = new Map<string, string>()
  for (const topic of topics) {
    const path = films.find((film) => film.backdropPath !== null && !taken.has(film.backdropPath) && belongs(film, topic))?.backdropPath
    if (!path) continue
    taken.add(path)
    art.set(topic.key, path)
  }
  return art
}

function belongs({ mediaType, year, genres }: Pictured, { group, mediaType: wanted, name, query }: Topic): boolean {
  if (mediaType !== wanted) return false
  switch (group) {
    case 'genre': return genres.some((genre) => genre.toLowerCase() === name.toLowerCase())
    case 'decade': return year !== null && query.from !== undefined && query.to !== undefined && year >= Number(query.from.slice(0, 4)) && year <= Number(query.to.slice(0, 4))
    case 'theme': case 'mood': case 'language': return false
  }
}

/** The first of each group, then the second of each, until there are enough. */
export function byTurns(topics: readonly Topic[], countMax: number): readonly Topic[] {
  const groups = [...Map.groupBy(topics, ({ group }) => group).values()]
  const rounds = Math.max(0, ...groups.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) => groups.flatMap((group) => group[round] ?? [])).flat().slice(0, countMax)
}
