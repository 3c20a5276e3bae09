/** Where the films can be watched: at providers that do not exist, some of them free everywhere, the rest here and there. */

import type { Film } from '../catalogue/index.ts'
import { seedOf } from '../seed.ts'

export interface DemoProvider {
  readonly id: number
  readonly name: string
  readonly kind: 'flatrate' | 'free' | 'ads' | 'rent' | 'buy'
}

/** Numbers beyond any that TMDB gives. */
export const PROVIDERS: readonly DemoProvider[] = [
  { id: 900_001, name: 'The Open Reel', kind: 'free' },
  { id: 900_002, name: 'Nickelodeon Nights', kind: 'flatrate' },
  { id: 900_003, name: 'Lantern', kind: 'flatrate' },
  { id: 900_004, name: 'Interval', kind: 'ads' },
  { id: 900_005, name: 'Box Office at Home', kind: 'rent' },
  { id: 900_006, name: 'The Film Cabinet', kind: 'buy' },
]
/** ISO 3166-1, with TMDB's names. */
export const REGIONS: Readonly<Record<string, string>> = {
  US: 'United States of America', GB: 'United Kingdom', CA: 'Canada', AU: 'Australia', IE: 'Ireland', NZ: 'New Zealand', DE: 'Germany',
  AT: 'Austria', CH: 'Switzerland', FR: 'France', BE: 'Belgium', NL: 'Netherlands', ES: 'Spain', IT: 'Italy', PT: 'Portugal', SE: 'Sweden',
  DK: 'Denmark', NO: 'Norway', FI: 'Finland', PL: 'Poland', JP: 'Japan', BR: 'Brazil', MX: 'Mexico', IN: 'India',
}

/** Of the film in a country: every other provider or so, always the same. */
export function offeredBy(film: Film, region: string): readonly DemoProvider[] {
  return PROVIDERS.filter(({ id, kind }) =>
    kind === 'free' ? seedOf(`${film.tmdbId} ${id}`) % 3 > 0 : seedOf(`${film.tmdbId} ${region} ${id}`) % 2 === 0
  )
}

export function offersOf(film: Film): Record<string, unknown> {
  return {
    results: Object.fromEntries(
      Object.keys(REGIONS).flatMap((region) => {
        const offered = Map.groupBy(offeredBy(film, region), ({ kind }) => kind)
        if (offered.size === 0) return []
        const link = `https://www.themoviedb.org/movie/${film.tmdbId}/watch?locale=${region}`
        return [[region, { link, ...Object.fromEntries([...offered].map(([kind, all]) => [kind, all.map(offer)])) }]]
      }),
    ),
  }
}

/** As in `/watch/providers/movie`. */
export function providerItem({ id, name }: DemoProvider, order: number): Record<string, unknown> {
  return {
    display_priorities: Object.fromEntries(Object.keys(REGIONS).map((region) => [region, order])),
    display_priority: order,
    logo_path: null,
    provider_name: name,
    provider_id: id,
  }
}

function offer({ id, name }: DemoProvider): Record<string, unknown> {
  return { logo_path: null, provider_id: id, provider_name: name, display_priority: PROVIDERS.findIndex((one) => one.id === id) }
}
