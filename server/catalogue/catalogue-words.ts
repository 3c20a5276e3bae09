/** What filters offer, read from TMDB: it changes a few times a year. */

import type {
  CertificationsAnswer, ConfigurationAnswer, CountriesAnswer, GenresAnswer, Keyword, KeywordsAnswer, LanguagesAnswer, ProvidersAnswer,
} from '../../projections/wire-catalogue.ts'
import type { MediaType } from '../../domain/title.ts'
import { IMAGE_WIDTHS } from '../images/images.ts'
import type { CatalogueSource } from './catalogue-source.ts'
import { asSearched } from './catalogue-source.ts'
import { FRESHNESS } from './freshness.ts'
import { readCertifications, readConfiguration, readCountries, readKeyword, readKeywords, readLanguages, readProviders } from './tmdb-vocabulary.ts'

export interface CatalogueWords {
  genres(): Promise<GenresAnswer>
  keyword(id: number): Promise<Keyword>
  keywords(query: string): Promise<KeywordsAnswer>
  languages(): Promise<LanguagesAnswer>
  countries(): Promise<CountriesAnswer>
  certifications(): Promise<CertificationsAnswer>
  providers(kind: MediaType, region: string): Promise<ProvidersAnswer>
  configuration(): Promise<ConfigurationAnswer>
}

export function catalogueWords(source: CatalogueSource): CatalogueWords {
  async function both<T>(of: (kind: MediaType) => Promise<T>): Promise<{ readonly movie: T; readonly tv: T }> {
    const [movie, tv] = await Promise.all([of('movie'), of('tv')])
    return { movie, tv }
  }
  return {
    genres: () => both(source.genres),
    keyword: async (id) => (await source.read(`/keyword/${id}`, {}, FRESHNESS.words, readKeyword)).value,
    async keywords(query) {
      const { value, stale } = await source.read('/search/keyword', { query: asSearched(query), page: 1 }, FRESHNESS.search, (json) => ({ keywords: readKeywords(json) }))
      return { ...value, stale }
    },
    languages: async () => ({ languages: (await source.read('/configuration/languages', {}, FRESHNESS.words, readLanguages)).value }),
    countries: async () => ({ countries: (await source.read('/watch/providers/regions', {}, FRESHNESS.words, readCountries)).value }),
    certifications: () =>
      both(async (kind) => (await source.read(`/certification/${kind}/list`, {}, FRESHNESS.words, readCertifications)).value),
    providers: async (kind, region) => ({
      providers:
        (await source.read(`/watch/providers/${kind}`, { watch_region: region }, FRESHNESS.words, (json) => readProviders(json, region)))
          .value,
    }),
    async configuration() {
      const { value: { sizes }, stale } = await source.read('/configuration', {}, FRESHNESS.words, readConfiguration)
      return { imageWidths: IMAGE_WIDTHS.map(Number), tmdbSizes: sizes, stale }
    },
  }
}
