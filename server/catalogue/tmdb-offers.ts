/**
 * Where TMDB says that a title can be watched, as JustWatch tells it. Kept small, since a title has about a hundred countries
 * with the same few dozen providers: each provider once, countries by their numbers.
 */

import type { OfferKind, Provider } from '../../projections/wire-catalogue.ts'
import { OFFER_KINDS } from '../../projections/wire-catalogue.ts'
import { limits } from '../limits.ts'
import type { Fields } from './json-fields.ts'
import { fields, list, number, positive, text } from './json-fields.ts'
import { address, country, imagePath, NAME_CHARACTERS } from './tmdb-fields.ts'

export interface KeptOffers {
  readonly providers: readonly Provider[]
  /** What links are up to the country's code at their end, where the first is of that kind, as TMDB's are. */
  readonly page: string | null
  /** By country; the numbers are those of `providers`. Without `link`: `page` and the code. */
  readonly countries: Readonly<Record<string, { readonly link?: string | null } & { readonly [Kind in OfferKind]?: readonly number[] }>>
}

/** Of `watch/providers`. */
export function readOffers(answer: unknown): KeptOffers {
  const providers = new Map<number, Provider>()
  let page: string | null = null
  const countries = Object.entries(fields(fields(answer).results)).slice(0, limits.catalogueCountriesMax).flatMap(([code, value]) => {
    const offers = fields(value)
    if (country(code) === null) return []
    const kinds = OFFER_KINDS.flatMap((kind) => {
      const ids = providersIn(offers[kind]).slice(0, limits.catalogueProvidersPerCountryMax).map((provider) => {
        if (!providers.has(provider.providerId)) providers.set(provider.providerId, provider)
        return provider.providerId
      })
      return ids.length > 0 ? [[kind, ids] as const] : []
    })
    if (kinds.length === 0) return []
    const link = address(offers.link)
    if (link?.endsWith(code)) page ??= link.slice(0, -code.length)
    const isOfPage = page !== null && link === page + code
    return [[code, { ...isOfPage ? {} : { link }, ...Object.fromEntries(kinds) }] as const]
  })
  return { providers: [...providers.values()], page, countries: Object.fromEntries(countries) }
}

/** Those that TMDB would show first come first. */
export function providersIn(value: unknown): readonly Provider[] {
  const found = list(value).toSorted((a, b) => priorityOf(a) - priorityOf(b) || 0).flatMap((provider) => {
    const providerId = positive(provider.provider_id)
    const name = text(provider.provider_name, NAME_CHARACTERS)
    return providerId !== null && name ? [[providerId, { providerId, name, logoPath: imagePath(provider.logo_path) }] as const] : []
  })
  return [...new Map(found.toReversed()).values()].toReversed()
}

function priorityOf(provider: Fields): number {
  return number(provider.display_priority) ?? Infinity
}
