/** A library in numbers: of a year or of all time, of films or series; now or in the time machine. All of it is counted on this device. */

import { LitElement, html, nothing } from 'lit'
import type { Stats } from '../../projections/stats.ts'
import { icon } from '../elements/icon.ts'
import { kindSwitchStyles } from '../elements/kind-switch.ts'
import { intertitle } from '../elements/notices.ts'
import { noMoment } from '../elements/then-notices.ts'
import { HeldMoment } from '../held-moment.ts'
import { Live } from '../house.ts'
import type { Asked } from '../moments.ts'
import { askedOf } from '../moments.ts'
import { past } from '../past.ts'
import { goTo } from '../routes.ts'
import type { StatsWish } from '../stats.ts'
import { KINDS, statsHere, statsPath, statsWishOf, yearPath } from '../stats.ts'
import { changeInWords, lengthInWords, yearInWords } from '../strings/calendar-words.ts'
import { t } from '../strings/stats.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import { statsBoard } from './stats-board.ts'
import { statsStyles } from './stats-styles.ts'

export class StatsScreen extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: URLSearchParams
  protected live = new Live(this)
  private moment = new HeldMoment(this, (at) => statsPath({ ...statsWishOf(this.query), at }))

  constructor() {
    super()
    this.query = new URLSearchParams()
  }

  static override styles = [controls, screenFrame, kindSwitchStyles, statsStyles]

  override render() {
    const nowMs = Date.now()
    const wish = statsWishOf(this.query)
    const asked = askedOf(wish.at, nowMs)
    const problem = asked && noMoment(asked, statsPath({ ...wish, at: '' }), nowMs)
    if (problem) return html`${this.head(wish, undefined)}${problem}`
    const ms = asked && 'at' in asked ? this.moment.msOf(asked.at) : undefined
    const stats = statsHere(ms === undefined ? { ...wish, at: '' } : { ...wish, at: new Date(ms).toISOString() }, nowMs)
    return html`${this.head(wish, stats)}${ms === undefined ? nothing : this.machine(ms, nowMs)}
      ${stats ? this.told(stats, wish) : html`<div aria-busy="true" role="status" aria-label=${t('stats.loading')}><div class="bone hero"></div><div class="bone chart"></div></div>`}`
  }

  private head(wish: StatsWish, stats: Stats | undefined) {
    const reviewed = wish.year ?? stats?.years[0]
    return html`<div class="head"><h1 tabindex="-1">${t('nav.stats')}</h1>
      ${reviewed === undefined || wish.at !== '' ? nothing : html`<a class="button now" href=${yearPath(reviewed)}>${icon('play', 18)}${t('stats.review', { year: yearInWords(reviewed) })}</a>`}</div>`
  }

  private machine(ms: number, nowMs: number) {
    void import('../elements/time-machine.ts')
    return html`<time-machine .ms=${ms} .span=${past.span(nowMs)!} .notable=${past.notable()} .neighbours=${past.neighbours(ms)} @moment=${this.moment.chose}></time-machine>`
  }

  private told(stats: Stats, wish: StatsWish) {
    if (stats.years.length === 0 && wish.kind === 'all') return intertitle(t('stats.empty'), t('stats.empty.lead'), html`<a class="button now" href="/search">${t('stats.empty.go')}</a>`)
    const rated = Object.values(stats.faces).some((count) => count > 0)
    return html`${this.filters(stats, wish)}
      ${stats.totals.plays === 0 && !rated ? intertitle(t('stats.none'), t('stats.none.lead'), wish.kind === 'all' ? nothing : html`<a class="button" href=${statsPath({ ...wish, kind: 'all' })}>${t('stats.none.kind')}</a>`)
        : html`${marquee(stats)}${statsBoard(stats)}`}`
  }

  private filters({ years }: Stats, wish: StatsWish) {
    const shown = wish.year === undefined || years.includes(wish.year) ? years : [wish.year, ...years].sort((a, b) => b - a)
    const period = (year: number | undefined, name: string) => html`<a href=${statsPath({ ...wish, year })} aria-current=${year === wish.year ? 'true' : 'false'}>${name}</a>`
    return html`<div class="ask"><nav class="periods figures" aria-label=${t('stats.period')}>${period(undefined, t('stats.allTime'))}${shown.map((year) => period(year, yearInWords(year)))}</nav>
      <div class="kinds" role="group" aria-label=${t('stats.kind')}>${KINDS.map((kind) => html`<button aria-pressed=${kind === wish.kind ? 'true' : 'false'} @click=${() => goTo(statsPath({ ...wish, kind }), 'replace')}>${t(`stats.kind.${kind}`)}</button>`)}</div></div>`
  }
}

function marquee({ totals, before, year }: Stats) {
  const films = totals.films > 0 || totals.episodes === 0 ? t('stats.hero.films', { count: totals.films }) : ''
  const episodes = totals.episodes > 0 ? t('stats.hero.episodes', { count: totals.episodes }) : ''
  const [, number = '', unit = ''] = /^(\D*[\d.,\u00a0\u202f\u0660-\u0669٬]+)\s*(.*)$/u.exec(lengthInWords(totals.minutes, 'long')) ?? []
  return html`<section class="marquee" aria-label=${t('stats.facts')}>
    <p class="big figures">${number}<small>${unit} ${t('stats.hero.hours')}</small></p>
    <p>${films && episodes ? t('stats.hero.and', { films, episodes }) : films || episodes}, ${t('stats.hero.titles', { count: totals.titles })}</p>
    ${before && year !== null ? html`<span class="change">${icon('history', 16)}${changeWords(totals.minutes, before.minutes, year)}</span>` : nothing}</section>`
}

function changeWords(minutes: number, before: number, year: number): string {
  const fraction = before === 0 ? 0 : minutes / before - 1
  const about = { change: changeInWords(fraction), year: yearInWords(year - 1) }
  if (before === 0 || Math.abs(fraction) < 0.005) return t('stats.hero.same', about)
  const soFar = year === new Date().getFullYear()
  return fraction > 0 ? t(soFar ? 'stats.hero.more' : 'stats.hero.more.full', about) : t(soFar ? 'stats.hero.less' : 'stats.hero.less.full', about)
}

customElements.define('stats-screen', StatsScreen)
declare global { interface HTMLElementTagNameMap { 'stats-screen': StatsScreen } }
