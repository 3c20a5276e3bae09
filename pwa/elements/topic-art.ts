/** Which topics to show, and pictures for them out of films that are at hand anyway: none is asked for. Pure. */

import type { Topic } from '../../projections/wire-catalogue.ts'

/** What is known of a film whose picture may stand for a topic. */
export interface Pictured { readonly mediaType: Topic['mediaType']; readonly year: number | null; readonly genres: readonly string[]; readonly backdropPath: string | null }

/** A backdrop for each topic that one of the films belongs to, none twice; by the topic's key. */
export function artOf(topics: readonly Topic[], films: readonly Pictured[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const art = new Map<string, string>()
  const pictured = Map.groupBy(films.filter(({ backdropPath }) => backdropPath !== null), ({ mediaType }) => mediaType)
  for (const topic of topics) {
    const belongs = belongingTo(topic)
    const path = belongs && pictured.get(topic.mediaType)?.find((film) => !taken.has(film.backdropPath!) && belongs(film))?.backdropPath
    if (!path) continue
    taken.add(path)
    art.set(topic.key, path)
  }
  return art
}

/** Undefined where nothing that is known of a film tells: a whole library need not be gone through. */
function belongingTo({ group, name, query: { from, to } }: Topic): ((film: Pictured) => boolean) | undefined {
  switch (group) {
    case 'genre': return ({ genres }) => genres.some((genre) => genre.toLowerCase() === name.toLowerCase())
    case 'decade': {
      if (from === undefined || to === undefined) return undefined
      const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))]
      return ({ year }) => year !== null && year >= first && year <= last
    }
    case 'theme': case 'mood': case 'language': return undefined
  }
}

/** The first of each group, then the second of each, until there are enough. */
export function byTurns(topics: readonly Topic[], countMax: number): readonly Topic[] {
  const groups = [...Map.groupBy(topics, ({ group }) => group).values()]
  const rounds = Math.max(0, ...groups.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, round) => groups.flatMap((group) => group[round] ?? [])).flat().slice(0, countMax)
}
