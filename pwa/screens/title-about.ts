/** A title's facts as names and values, in a person's words and units; only those that are known. */

import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import { runtime, wholeDate } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { t } from '../strings/t.ts'

export interface Fact { readonly name: string; readonly value: string; readonly links?: readonly { readonly name: string; readonly href: string }[] }

const languages = new Intl.DisplayNames(locale, { type: 'language' })
const regions = new Intl.DisplayNames(locale, { type: 'region' })
const dollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })
const list = new Intl.ListFormat(locale, { type: 'unit' })
/** TMDB's word for films without speech. */
const NO_LANGUAGE = 'xx'

const language = (code: string): string => /^[a-z]{2,3}$/i.test(code) ? languages.of(code) ?? code : code
/** TMDB's codes of countries that are no more. The locale's names are of what came after them, or there are none. */
const FORMER = { SU: 'country.former.SU', YU: 'country.former.YU', XC: 'country.former.XC', XG: 'country.former.XG' } as const

function country(code: string): string {
  if (code in FORMER) return t(FORMER[code as keyof typeof FORMER])
  return /^[A-Z]{2}$/.test(code) ? regions.of(code) ?? code : code
}

export function factsOf(film: TitleDetail): readonly Fact[] {
  const { series } = film
  const spoken = film.spokenLanguages.filter((code) => code !== NO_LANGUAGE)
  const facts: readonly (readonly [name: string, value: string | 0 | null | undefined | false])[] = [
    [t('title.fact.original'), film.originalTitle !== film.title && film.originalTitle],
    [t('title.fact.status'), film.status !== 'unknown' && t(`status.${film.status}`)],
    [t(series ? 'title.fact.firstAired' : 'title.fact.released'), film.releaseDate && wholeDate(film.releaseDate)],
    [t('title.fact.lastAired'), series?.lastAirDate && wholeDate(series.lastAirDate)],
    [t('title.fact.episodes'), series && series.episodeCount > 0 && `${series.episodeCount}${film.runtimeMinutes ? ` × ${runtime(film.runtimeMinutes)}` : ''}`],
    [t('title.fact.networks'), series && list.format(series.networks)],
    [t('title.fact.studios'), list.format(film.studios)],
    [t('title.fact.language'), film.originalLanguage !== NO_LANGUAGE && film.originalLanguage && language(film.originalLanguage)],
    [t('title.fact.spoken'), spoken.some((code) => code !== film.originalLanguage) && list.format(spoken.map(language))],
    [t('title.fact.countries'), list.format(film.countries.map(country))],
    [t('title.fact.budget'), film.budgetUsd && dollars.format(film.budgetUsd)],
    [t('title.fact.revenue'), film.revenueUsd && dollars.format(film.revenueUsd)],
  ]
  const links = linksOf(film)
  return [...facts.flatMap(([name, value]) => value ? [{ name, value }] : []), ...links.length === 0 ? [] : [{ name: t('title.fact.links'), value: '', links }]]
}

function linksOf({ mediaType, tmdbId, homepage, imdbId, tvdbId }: TitleDetail): NonNullable<Fact['links']> {
  return [
    // Whatever the catalogue says: only an address of the web is a link.
    ...homepage && /^https?:\/\//.test(homepage) ? [{ name: t('title.homepage'), href: homepage }] : [],
    { name: 'TMDB', href: `https://www.themoviedb.org/${mediaType}/${tmdbId}` },
    ...imdbId ? [{ name: 'IMDb', href: `https://www.imdb.com/title/${encodeURIComponent(imdbId)}/` }] : [],
    ...tvdbId ? [{ name: 'TheTVDB', href: `https://thetvdb.com/?tab=series&id=${tvdbId}` }] : [],
  ]
}

/** The age rating in a country, else in the catalogue's own; what it is called and where. */
export function certificationIn({ certifications }: Pick<TitleDetail, 'certifications'>, wanted: string): { readonly name: string; readonly country: string } | undefined {
  for (const code of [wanted, 'US']) {
    const name = certifications[code]
    if (name) return { name, country: country(code) }
  }
  return undefined
}
