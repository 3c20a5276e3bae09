/** Where to watch a title, for somebody in a country: theirs, and common ones beside it, so that a page changes country with no further call. Pure. */

import type { IncomingHttpHeaders } from 'node:http'
import type { OfferKind, Offers, Provider, WhereToWatch } from '../../projections/wire-catalogue.ts'
import { countryCode } from '../setting.ts'
import type { KeptOffers } from './tmdb-offers.ts'

export const COMMON_COUNTRIES = ['US', 'GB', 'CA', 'AU', 'DE', 'FR', 'ES', 'IT', 'NL', 'SE', 'PL', 'BR', 'MX', 'IN', 'JP'] as const

export function whereToWatch({ providers, page, countries }: KeptOffers, country: string): WhereToWatch {
  const byId = new Map(providers.map((provider) => [provider.providerId, provider]))
  const offers = [...new Set([country, ...COMMON_COUNTRIES])].flatMap((code): [string, Offers][] => {
    if (!Object.hasOwn(countries, code)) return []
    const there = countries[code]!
    const of = (kind: OfferKind): readonly Provider[] => (there[kind] ?? []).flatMap((id) => byId.get(id) ?? [])
    return [[code, { flatrate: of('flatrate'), free: of('free'), ads: of('ads'), rent: of('rent'), buy: of('buy'), link: there.link === undefined ? page && page + code : there.link }]]
  })
  return { country, offers: Object.fromEntries(offers) }
}

export interface Whereabouts {
  /** What they have chosen. */
  readonly chosen: string | null
  readonly headers: IncomingHttpHeaders
  /** Whether the headers come from a proxy of ours. */
  readonly trustProxy: boolean
  /** The instance's. */
  readonly usual: string
}

/** What they have chosen, else where a trusted proxy says they are, else where the instance is. */
export function countryOf({ chosen, headers, trustProxy, usual }: Whereabouts): string {
  return chosen ?? toldCountry(headers, trustProxy) ?? usual
}

/** Where a trusted proxy says that a request comes from; null where none says so. */
export function toldCountry(headers: IncomingHttpHeaders, trustProxy: boolean): string | null {
  return trustProxy ? told(headers['x-country-code']) ?? told(headers['cf-ipcountry']) : null
}

/** Cloudflare says `XX` where it does not know, and `T1` for Tor: https://developers.cloudflare.com/network/ip-geolocation/. */
function told(header: string | string[] | undefined): string | null {
  const reading = countryCode(String(header ?? ''))
  return 'value' in reading && reading.value !== 'XX' ? reading.value : null
}
