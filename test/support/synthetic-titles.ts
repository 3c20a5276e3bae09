/**
 * A made-up catalogue with the skew of a real one: few titles that everybody knows and very many that nobody does. Behind what
 * can be seen of a title (genres, keywords, people, years, countries) stand archetypes and qualities that cannot; a third of the keywords, and
 * some genres and people, mean nothing.
 */

import { seededRandom } from '../../demo/seed.ts'
import type { MediaType } from '../../domain/title.ts'
import type { Keyword, PersonBrief } from '../../projections/wire-catalogue.ts'

export interface SyntheticTitle {
  readonly mediaType: MediaType
  readonly tmdbId: number
  readonly title: string
  readonly year: number
  readonly genres: readonly string[]
  readonly keywords: readonly Keyword[]
  readonly directors: readonly PersonBrief[]
  readonly cast: readonly PersonBrief[]
  readonly language: string
  readonly country: string
  readonly collectionId: number | null
  readonly votes: number
  readonly voteAverage: number
  readonly popularity: number
  /** Not to be seen by anyone who recommends. */
  readonly hidden: { readonly archetypes: readonly number[]; readonly quality: number; readonly latent: readonly number[] }
}

export const ARCHETYPES = 20
export const LATENT = 6
const GENRES = ['Drama', 'Comedy', 'Thriller', 'Action', 'Romance', 'Horror', 'Crime', 'Adventure', 'Science Fiction', 'Family', 'Fantasy', 'Mystery', 'Animation', 'History', 'War', 'Music', 'Western', 'Documentary']
const FOREIGN = [['fr', 'FR'], ['de', 'DE'], ['ja', 'JP'], ['it', 'IT'], ['ko', 'KR'], ['es', 'ES'], ['hi', 'IN'], ['sv', 'SE']] as const

export interface Chance {
  (): number
  /** Standard normal (Box and Muller). */
  normal(): number
  below(limit: number): number
  /** A place in a list of which the first are chosen most (1/rank). */
  skewed(length: number): number
}

export function chanceOf(seed: number): Chance {
  const random = seededRandom(seed)
  return Object.assign(() => random(), {
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    below: (limit: number) => Math.floor(random() * limit),
    skewed: (length: number) => Math.min(length - 1, Math.floor(length ** random()) - 1),
  })
}

interface Archetype {
  readonly genres: readonly string[]
  readonly keywords: readonly Keyword[]
  readonly directors: readonly PersonBrief[]
  readonly cast: readonly PersonBrief[]
  readonly bestYear: number
  readonly abroad: (typeof FOREIGN)[number]
  readonly latent: readonly number[]
}

export function syntheticTitles(count: number, seed: number): readonly SyntheticTitle[] {
  const chance = chanceOf(seed)
  const everyKeyword = Array.from({ length: 900 }, (_, id): Keyword => ({ id: id + 1, name: `keyword ${id + 1}` }))
  const everyone = Array.from({ length: 2_400 }, (_, id): PersonBrief => ({ personId: id + 1, name: `Person ${id + 1}`, profilePath: null }))
  const some = <T>(all: readonly T[], length: number) => Array.from({ length }, () => all[chance.below(all.length)]!)
  const archetypes = Array.from({ length: ARCHETYPES }, (): Archetype => ({
    genres: some(GENRES, 3), keywords: some(everyKeyword, 30), directors: some(everyone, 25), cast: some(everyone, 70),
    bestYear: 1930 + chance.below(95), abroad: FOREIGN[chance.below(FOREIGN.length)]!, latent: Array.from({ length: LATENT }, () => chance.normal()),
  }))
  let collection = 0
  return Array.from({ length: count }, (_, index): SyntheticTitle => {
    const kinds = chance() < 0.3 ? [chance.skewed(ARCHETYPES), chance.below(ARCHETYPES)] : [chance.skewed(ARCHETYPES)]
    const title = made(chance, kinds.map((kind) => archetypes[kind]!), { everyKeyword, everyone })
    const latent = Array.from({ length: LATENT }, (_, axis) => 0.5 * archetypes[kinds[0]!]!.latent[axis]! + 0.85 * chance.normal())
    if (chance() < 0.05) collection++
    return {
      ...title, mediaType: chance() < 0.8 ? 'movie' : 'tv', tmdbId: index + 1, title: `Title ${index + 1}`, collectionId: chance() < 0.08 && collection > 0 ? collection : null,
      hidden: { archetypes: kinds, quality: title.quality, latent },
    }
  })
}

function made(chance: Chance, archetypes: readonly Archetype[], { everyKeyword, everyone }: { readonly everyKeyword: readonly Keyword[]; readonly everyone: readonly PersonBrief[] }) {
  const of = () => archetypes[chance.below(archetypes.length)]!
  const distinct = <T>(wanted: number, draw: () => T) => [...new Set(Array.from({ length: wanted }, draw))]
  const main = archetypes[0]!
  const year = chance() < 0.5 ? 2024 - Math.floor(-12 * Math.log(1 - chance())) : main.bestYear + Math.round(7 * chance.normal())
  const quality = chance.normal()
  const popularity = Math.exp(1.2 * chance.normal() + 0.45 * quality + (year > 2010 ? 0.5 : 0))
  const votes = Math.round(40 * popularity ** 1.25)
  const [language, country] = chance() < 0.7 ? ['en', chance() < 0.75 ? 'US' : 'GB'] : main.abroad
  return {
    year: Math.min(2025, Math.max(1915, year)), quality, popularity, votes, language, country,
    genres: [...new Set([...distinct(1 + chance.below(2), () => of().genres[chance.below(3)]!), ...chance() < 0.3 ? ['Drama'] : [], ...chance() < 0.2 ? [GENRES[chance.below(GENRES.length)]!] : []])],
    keywords: distinct(3 + chance.below(9), () => chance() < 0.65 ? of().keywords[chance.below(30)]! : everyKeyword[chance.skewed(everyKeyword.length)]!),
    directors: [chance() < 0.8 ? main.directors[chance.skewed(25)]! : everyone[chance.below(everyone.length)]!],
    cast: distinct(8, () => chance() < 0.6 ? of().cast[chance.skewed(70)]! : everyone[chance.skewed(everyone.length)]!),
    voteAverage: Math.round(10 * Math.min(9.6, Math.max(1.5, 6.4 + 0.75 * quality + 5 * chance.normal() / Math.sqrt(votes + 5)))) / 10,
  }
}
