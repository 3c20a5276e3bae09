/**
 * What a title is like, as far as a person's taste can be read from it: beside its card in the stream `title-<mediaType>_<tmdbId>`.
 * Recorded with the card, from the same answer of the catalogue, so that what is folded from it never asks the catalogue again.
 */

import type { Fact } from './event.ts'
import type { MediaType } from './title.ts'

export interface FeaturedPerson { readonly personId: number; readonly name: string; readonly as: 'director' | 'cast' }

export interface TitleFeatures {
  readonly mediaType: MediaType
  readonly tmdbId: number
  /** At most 20, in the catalogue's order. */
  readonly keywords: readonly { readonly id: number; readonly name: string }[]
  /** Directors of a film or creators of a series, at most 4; then the cast in the order of billing, at most 8. */
  readonly people: readonly FeaturedPerson[]
  /** ISO 639-1; null where the catalogue does not say. */
  readonly language: string | null
  /** ISO 3166-1 alpha-2, at most 5. */
  readonly countries: readonly string[]
  readonly collectionId: number | null
}

export type TitleFeaturesEvent = Fact<'FeaturesDescribed', TitleFeatures>

/** Only the server's own policy sends it, with what the catalogue answered. */
export interface DescribeFeatures { readonly type: 'DescribeFeatures'; readonly data: TitleFeatures }

export function sameFeatures(a: TitleFeatures | null, b: TitleFeatures): boolean {
  return a !== null && asText(a) === asText(b)
}

function asText({ keywords, people, language, countries, collectionId }: TitleFeatures): string {
  return JSON.stringify([keywords.map(({ id, name }) => [id, name]), people.map(({ personId, name, as }) => [personId, name, as]), language, countries, collectionId])
}
