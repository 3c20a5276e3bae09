/** The cards of the statistics: charts, faces, facts, posters, and how it was counted. */

import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { RATINGS } from '../../domain/scales.ts'
import type { TitleRef } from '../../domain/title.ts'
import type { Stats } from '../../projections/stats.ts'
import type { Part } from '../../projections/stats-parts.ts'
import '../charts/bar-chart.ts'
import type { BarMark } from '../charts/bar-chart.ts'
import type { Mark } from '../charts/chart.ts'
import '../charts/year-calendar.ts'
import { calendarOf } from '../charts/scale.ts'
import { face } from '../elements/face.ts'
import '../elements/title-link.ts'
import { library } from '../library.ts'
import { titlePath } from '../routes.ts'
import { dateInYear, dayInYear, hourName, lengthInWords, listed, monthName, weekdayName, yearInWords } from '../strings/calendar-words.ts'
import { calendarDate, wholeDate } from '../strings/format.ts'
import { t } from '../strings/stats.ts'
import { genreName } from '../strings/topic-name.ts'
import { libraryPath } from './shelf.ts'

const genresMax = 10
const postersMax = 9
/** How high charts are; beside the genres there is room. */
const barPx = 230
const tallPx = 400

/** "12 viewings · 18 hr". */
function valueOf({ plays, minutes }: Pick<Part, 'plays' | 'minutes'>): string {
  return t('stats.value', { plays: t('stats.plays', { count: plays }), length: lengthInWords(minutes) })
}

export function statsBoard(stats: Stats): TemplateResult {
  const { totals, year } = stats
  const watched = totals.plays > 0
  return html`<div class="board">
    ${watched ? html`${chart('wide', t(year === null ? 'stats.years' : 'stats.months'), periodMarks(stats))}${genres(stats)}` : nothing}
    ${watched && year !== null ? html`<section class="card"><h2>${t('stats.calendar')}</h2><year-calendar .label=${t('stats.calendar')} .year=${year} .marks=${dayMarks(stats, year)}></year-calendar></section>` : nothing}
    ${facesCard(stats)}${watched ? facts(stats) : nothing}
    ${watched ? html`${chart('half', t('stats.decades'), stats.decades.map((part) => markOf(part, t('stats.decade', { decade: yearInWords(Number(part.name)) }))))}
      ${chart('half', t('stats.weekdays'), stats.weekdays.map((count, i) => ({ name: weekdayName(i, 'short'), told: weekdayName(i, 'long'), count, value: t('stats.plays', { count }) })))}
      ${chart('half', t('stats.hours'), stats.hours.map((count, hour) => ({ name: hourName(hour), told: hourName(hour), count, value: t('stats.plays', { count }) })))}` : nothing}
    ${watchlist(stats)}
    ${posters(t('stats.loved'), stats.loved.map(({ title, rating }) => html`<title-link .film=${library.film(title)} .rating=${rating}></title-link>`))}
    ${posters(t('stats.rewatched'), stats.rewatched.map(({ title, plays }) => html`<title-link .film=${library.film(title)} note=${t('stats.again', { count: plays })}></title-link>`))}
  </div>${counted(stats)}`
}

function chart(width: string, label: string, marks: readonly BarMark[]) {
  return html`<section class="card ${width}"><h2>${label}</h2><bar-chart .label=${label} .marks=${marks} .size=${width === 'wide' && matchMedia('(width >= 62rem)').matches ? tallPx : barPx}></bar-chart></section>`
}

function markOf(part: Part, name: string, told = name): BarMark {
  return { name, told, count: part.plays, value: valueOf(part) }
}

function periodName(name: string, length: 'short' | 'long'): string {
  return name.length === 4 ? yearInWords(Number(name)) : monthName(Number(name.slice(5)) - 1, length)
}

function periodMarks({ periods }: Stats): readonly BarMark[] {
  return periods.map((part) => markOf(part, periodName(part.name, 'short'), periodName(part.name, 'long')))
}

function dayMarks({ days }: Stats, year: number): readonly Mark[] {
  return calendarOf(year, 1)[0]!.cells.map(({ day }) => {
    const count = days[day] ?? 0
    return { name: day, told: dayInYear(day), count, value: t('stats.plays', { count }) }
  })
}

function genres({ genres }: Stats) {
  const shown = genres.slice(0, genresMax)
  const most = shown[0]?.plays ?? 1
  return html`<section class="card third"><h2>${t('stats.genres')}</h2><ul class="rows">${shown.map((part) => html`<li><a href=${libraryPath({ shelf: 'watched', genre: part.name })}>
    <span>${genreName(part.name)}</span><svg aria-hidden="true"><rect class="under" x="0" y="3" width=${`${part.plays / most * 100}%`} height="9" rx="2"></rect><rect x="0" y="0" width=${`${part.plays / most * 100}%`} height="9" rx="2"></rect></svg>
    <span class="figures" title=${valueOf(part)}>${t('stats.plays', { count: part.plays })}</span></a></li>`)}</ul></section>`
}

function facesCard({ faces, periods, year }: Stats) {
  const all = Object.values(faces).reduce((sum, count) => sum + count, 0)
  const label = t(year === null ? 'stats.faces.years' : 'stats.faces.months')
  const marks = periods.map((part): BarMark => {
    const count = RATINGS.reduce((sum, rating) => sum + part.faces[rating], 0)
    const given = RATINGS.filter((rating) => part.faces[rating] > 0).map((rating) => `${t(`rating.${rating}`)} ${part.faces[rating]}`)
    return { name: periodName(part.name, 'short'), told: given.length === 0 ? periodName(part.name, 'long') : `${periodName(part.name, 'long')}: ${listed(given)}`, count, value: t('stats.rated', { count }), parts: RATINGS.map((rating) => ({ kind: rating, count: part.faces[rating] })) }
  })
  return html`<section class="card half"><h2>${t('stats.faces')}</h2>${all === 0 ? html`<p class="soft">${t('stats.faces.none')}</p>`
    : html`<ul class="faces">${RATINGS.map((rating) => html`<li class=${rating}>${face(rating, 34)}<b class="figures">${faces[rating]}</b>${t(`rating.${rating}`)}</li>`)}</ul>
      <bar-chart .label=${label} .marks=${marks} size="170"></bar-chart>`}</section>`
}

function facts({ streak, current, busiest, first, last, oldest, company, year }: Stats) {
  const fact = (name: string, value: TemplateResult | string, more: string) => html`<div><dt>${name}</dt><dd><b>${value}</b><small>${more}</small></dd></div>`
  return html`<section class="card half"><h2>${t('stats.facts')}</h2><dl class="facts">
    ${first ? fact(t('stats.first'), link(first.title), calendarDate(first.at)) : nothing}${last ? fact(t('stats.last'), link(last.title), calendarDate(last.at)) : nothing}
    ${streak ? fact(t('stats.streak'), t('stats.days', { count: streak.days }), streak.days === 1 ? wholeDate(streak.from) : t('stats.streak.dates', { from: wholeDate(streak.from), to: wholeDate(streak.to) })) : nothing}
    ${current > 1 ? fact(t('stats.current'), t('stats.days', { count: current }), '') : nothing}
    ${busiest && busiest.plays > 1 ? fact(t('stats.busiest'), t('stats.plays', { count: busiest.plays }), `${year === null ? wholeDate(busiest.day) : dateInYear(busiest.day)} · ${lengthInWords(busiest.minutes)}`) : nothing}
    ${oldest ? fact(t('stats.oldest'), link(oldest.title), yearInWords(oldest.year)) : nothing}
    ${company.length > 0 ? fact(t('stats.company'), library.personName(company[0]!.userId), company.map(({ userId, plays }) => t('stats.company.with', { name: library.personName(userId), plays: t('stats.plays', { count: plays }) })).join(' · ')) : nothing}
  </dl></section>`
}

function link(title: TitleRef): TemplateResult {
  return html`<a href=${titlePath(title)}>${library.film(title).title}</a>`
}

function watchlist({ watchlist: { added, watched, dropped, waiting, medianDays, longest } }: Stats) {
  if (added + watched + dropped + waiting === 0) return nothing
  const number = (name: 'added' | 'watched' | 'dropped' | 'waiting', count: number) => html`<div><dt>${t(`stats.watchlist.${name}`)}</dt><dd class="figures">${count}</dd></div>`
  return html`<section class="card half"><h2>${t('stats.watchlist')}</h2>
    <dl class="numbers">${number('added', added)}${number('watched', watched)}${number('dropped', dropped)}${number('waiting', waiting)}</dl>
    ${medianDays === null || medianDays === 0 ? nothing : html`<p class="soft">${t('stats.watchlist.median', { days: t('stats.days', { count: medianDays }) })}</p>`}
    ${longest && longest.days > 0 ? html`<p class="soft">${t('stats.watchlist.longest', { days: t('stats.days', { count: longest.days }), title: library.film(longest.title).title })}</p>` : nothing}</section>`
}

function posters(label: string, items: readonly TemplateResult[]) {
  return items.length === 0 ? nothing : html`<section class="card half"><h2>${label}</h2><ul class="posters">${items.slice(0, postersMax).map((item) => html`<li>${item}</li>`)}</ul></section>`
}

function counted({ estimates: { minutes, unknownLength, wholeSeasons, ratedUnseen }, zone }: Stats) {
  const rules = [
    t('stats.counted.rule', { zone }),
    minutes > 0 && t('stats.counted.episodes', { length: lengthInWords(minutes, 'long') }),
    wholeSeasons > 0 && t('stats.counted.seasons', { count: wholeSeasons }),
    unknownLength > 0 && t('stats.counted.unknown', { count: unknownLength }),
    ratedUnseen > 0 && t('stats.counted.unseen', { count: ratedUnseen }),
  ].filter((rule) => rule !== false)
  return html`<details><summary>${t('stats.counted')}</summary><ul>${rules.map((rule) => html`<li>${rule}</li>`)}</ul></details>`
}
