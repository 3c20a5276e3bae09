/** The year as a story: what is worth a slide, in the order it is told. What there is nothing of is left out. */

import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { Stats } from '../../projections/stats.ts'
import { library } from '../library.ts'
import { dateInYear, dayInYear, lengthInWords, listed, monthName, yearInWords } from '../strings/calendar-words.ts'
import { t } from '../strings/stats.ts'
import { genreName } from '../strings/topic-name.ts'

export const TONES = ['plum', 'vermilion', 'teal', 'cream'] as const
export interface Slide {
  readonly id: string
  /** Above, small; then large; then below. */
  readonly lead: string
  readonly big: string
  readonly tail: string
  readonly titles: readonly TitleRef[]
}

/** Fewer viewings make no story. */
const viewingsMin = 3
const postersMax = 5

/** Empty when there is too little. `over`: the year has ended. */
export function slidesOf(stats: Stats, over: boolean): readonly Slide[] {
  if (stats.totals.plays < viewingsMin) return []
  return [opening(stats), ...happenings(stats, over), ...favourites(stats), ...company(stats)].filter((slide) => slide !== undefined)
}

const plays = (count: number) => t('stats.plays', { count })
const nameOf = (title: TitleRef) => library.film(title).title

function opening({ totals, loved, busiest, rewatched }: Stats): Slide {
  const days = Math.floor(totals.minutes / 60 / 24)
  return { id: 'hours', lead: t('year.hours'), big: lengthInWords(totals.minutes, 'long'), tail: days > 0 ? `${t('year.hours.tail')} ${t('year.hours.days', { count: days })}` : t('year.hours.tail'), titles: distinct([...busiest?.titles ?? [], ...rewatched.map(({ title }) => title), ...loved.map(({ title }) => title)]).slice(0, 3) }
}

function happenings({ totals, first, last, periods, genres, streak, busiest }: Stats, over: boolean): readonly (Slide | undefined)[] {
  const month = [...periods].sort((a, b) => b.plays - a.plays || b.minutes - a.minutes)[0]!
  const [genre, ...others] = genres
  const films = t('stats.hero.films', { count: totals.films })
  const episodes = t('stats.hero.episodes', { count: totals.episodes })
  return [
    { id: 'titles', lead: t('year.titles'), big: totals.episodes === 0 ? films : totals.films === 0 ? episodes : t('stats.hero.and', { films, episodes }), tail: t('year.titles.tail', { titles: t('stats.titles', { count: totals.titles }) }), titles: [] },
    first ? { id: 'first', lead: t('year.first'), big: nameOf(first.title), tail: dayOf(first.at), titles: [first.title] } : undefined,
    { id: 'month', lead: t('year.month'), big: monthName(Number(month.name.slice(5)) - 1, 'long'), tail: t('year.month.tail', { plays: plays(month.plays), length: lengthInWords(month.minutes, 'long') }), titles: [] },
    genre ? { id: 'genre', lead: t('year.genre'), big: genreName(genre.name), tail: others.length === 0 ? t('year.genre.only', { plays: plays(genre.plays) }) : t('year.genre.tail', { plays: plays(genre.plays), others: listed(others.slice(0, 2).map(({ name }) => genreName(name))) }), titles: [] } : undefined,
    busiest && busiest.plays > 1 ? { id: 'busiest', lead: t('year.busiest'), big: dateInYear(busiest.day), tail: t('year.busiest.tail', { day: dayInYear(busiest.day), plays: plays(busiest.plays), length: lengthInWords(busiest.minutes, 'long') }), titles: busiest.titles.slice(0, postersMax) } : undefined,
    streak && streak.days > 1 ? { id: 'streak', lead: t('year.streak'), big: t('stats.days', { count: streak.days }), tail: t('year.streak.tail', { from: dateInYear(streak.from), to: dateInYear(streak.to) }), titles: [] } : undefined,
    last ? { id: 'last', lead: t(over ? 'year.last' : 'year.last.sofar'), big: nameOf(last.title), tail: dayOf(last.at), titles: [last.title] } : undefined,
  ]
}

function favourites({ loved, rewatched, oldest, watchlist: { droppedTitles } }: Stats): readonly (Slide | undefined)[] {
  const best = loved.filter(({ rating }) => rating === loved[0]!.rating).slice(0, postersMax)
  const [again] = rewatched
  return [
    again ? { id: 'again', lead: t('year.again'), big: nameOf(again.title), tail: t('stats.again', { count: again.plays }), titles: [again.title] } : undefined,
    oldest ? { id: 'oldest', lead: t('year.oldest'), big: yearInWords(oldest.year), tail: nameOf(oldest.title), titles: [oldest.title] } : undefined,
    droppedTitles.length > 0 ? { id: 'dropped', lead: t('year.dropped'), big: t('stats.titles', { count: droppedTitles.length }), tail: t('year.dropped.tail'), titles: droppedTitles.slice(-postersMax) } : undefined,
    best.length > 0 ? { id: 'loved', lead: t(best[0]!.rating === 'SUPER_LIKE' ? 'year.loved' : 'year.liked'), big: nameOf(best[0]!.title), tail: best.length === 1 ? '' : listed(best.slice(1).map(({ title }) => nameOf(title))), titles: best.map(({ title }) => title) } : undefined,
  ]
}

function company({ company: [most] }: Stats): readonly (Slide | undefined)[] {
  return [most ? { id: 'company', lead: t('year.company'), big: library.personName(most.userId), tail: t('year.company.tail', { plays: plays(most.plays) }), titles: [] } : undefined]
}

function distinct(titles: readonly TitleRef[]): readonly TitleRef[] {
  return [...new Map(titles.map((title) => [titleKey(title), title])).values()]
}

/** The person's own day, as the story tells it. */
function dayOf(instant: string): string {
  const at = new Date(instant)
  return dayInYear(new Date(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate())).toISOString())
}
