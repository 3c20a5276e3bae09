/** Filters in words, as pills say them. */

import { listed } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { t } from '../strings/browse.ts'
import type { Picked, Pill, Wish } from './discover-wish.ts'
import { codesOf, pickedOf, yearOf } from './discover-wish.ts'

/** What ids are called, as far as it is known. */
export type NameOf = (pill: 'genres' | 'people' | 'providers' | 'keywords', id: number) => string

const languages = new Intl.DisplayNames([locale], { type: 'language' })
const regions = new Intl.DisplayNames([locale], { type: 'region' })
const languageName = (code: string): string => languages.of(code) ?? code
const countryName = (code: string): string => regions.of(code) ?? code

const shownMax = 2
const together = new Intl.ListFormat(locale, { type: 'conjunction', style: 'short' })
const either = new Intl.ListFormat(locale, { type: 'disjunction', style: 'short' })

/** The value of a pill that is on; empty for one that is not. */
export function pillValue(wish: Wish, pill: Pill, nameOf: NameOf): string {
  switch (pill) {
    case 'genres': return withAndWithout(pill, wish.genres, wish.withoutGenres, nameOf)
    case 'keywords': return withAndWithout(pill, wish.keywords, wish.withoutKeywords, nameOf)
    case 'people': return namesOf(pill, pickedOf(wish.people), nameOf)
    case 'providers': return namesOf(pill, pickedOf(wish.providers), nameOf)
    case 'years': return years(yearOf(wish.from), yearOf(wish.to))
    case 'vote': return listed([vote(wish.minVote, wish.maxVote), wish.minVotes && t('discover.votes.value', { count: Number(wish.minVotes) })])
    case 'language': return either.format(codesOf(wish.language).map(languageName))
    case 'country': return either.format(codesOf(wish.country).map(countryName))
    case 'runtime': return runtime(wish.minRuntime, wish.maxRuntime)
    case 'certification': return wish.certification && `${wish.certification} (${wish.region})`
  }
}

function withAndWithout(pill: 'genres' | 'keywords', wanted: string, unwanted: string, nameOf: NameOf): string {
  const names = namesOf(pill, { ...pickedOf(unwanted), any: true }, nameOf)
  return listed([namesOf(pill, pickedOf(wanted), nameOf), names && t('discover.without', { names })])
}

function namesOf(pill: Parameters<NameOf>[0], { ids, any }: Picked, nameOf: NameOf): string {
  // Several ids may have one name.
  const names = [...new Set(ids.map((id) => nameOf(pill, id)))]
  const shown = names.length > shownMax + 1 ? [...names.slice(0, shownMax), t('discover.other', { count: names.length - shownMax })] : names
  return (any && names.length > 1 ? either : together).format(shown)
}

function years(from: string, to: string): string {
  if (from && to) return from === to ? from : `${from}–${to}`
  return from ? t('discover.from', { year: from }) : to && t('discover.to', { year: to })
}

function vote(least: string, most: string): string {
  if (least && most) return `${least}–${most}`
  return least ? t('discover.vote.from', { vote: least }) : most && t('discover.vote.to', { vote: most })
}

function runtime(least: string, most: string): string {
  if (least && most) return t('discover.minutes', { minutes: `${least}–${most}` })
  return least ? t('discover.runtime.from', { minutes: least }) : most && t('discover.runtime.to', { minutes: most })
}
