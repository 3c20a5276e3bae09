/** A library in numbers: of a year or of all time, of films or series; now or in the time machine. One's own is counted on this device, a household's by the server. */

import type { TemplateResult } from 'lit'
import { LitElement, html, nothing } from 'lit'
import type { Stats } from '../../projections/stats.ts'
import type { StatsAnswer } from '../../projections/wire.ts'
import { askKept } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import { kindSwitchStyles } from '../elements/kind-switch.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import { noMoment } from '../elements/then-notices.ts'
import { HeldMoment } from '../held-moment.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import type { Asked } from '../moments.ts'
import { askedOf } from '../moments.ts'
import { past } from '../past.ts'
import { goTo } from '../routes.ts'
import type { StatsWish } from '../stats.ts'
import { KINDS, householdAddress, statsHere, statsPath, statsWishOf } from '../stats.ts'
import { changeInWords, lengthInWords, listed, yearInWords } from '../strings/calendar-words.ts'
import { t as ofRoles } from '../strings/role.ts'
import { t } from '../strings/stats.ts'
import { yearPath } from '../year-path.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import { statsBoard } from './stats-board.ts'
import { statsStyles } from './stats-styles.ts'
import { withCommas } from '../strings/with-commas.ts'

export class StatsScreen extends LitElement {
  static override properties = { query: { attribute: false } }
  declare query: URLSearchParams
  protected live = new Live(this)
  private moment = new HeldMoment(this, (at) => statsPath({ ...statsWishOf(this.query), at }))

  private household = new Question<StatsAnswer>(this, (signal, early) => {
    const wish = statsWishOf(this.query)
    return wish.household && this.live.ready && !library.isGuest() ? askKept<StatsAnswer>(householdAddress(wish), signal, early) : undefined
  })

  constructor() {
    super()
    this.query = new URLSearchParams()
  }

  static override styles = [controls, screenFrame, kindSwitchStyles, statsStyles]

  override willUpdate(): void {
    this.household.about(`${this.query} ${this.live.ready}`)
  }

  override render() {
    const nowMs = Date.now()
    const wish = statsWishOf(this.query)
    const asked = askedOf(wish.at, nowMs)
    const problem = asked && noMoment(asked, statsPath({ ...wish, at: '' }), nowMs)
    if (problem) return html`${this.head(wish, undefined)}${problem}`
    if (wish.household && !asked && !library.isGuest()) return this.ofHousehold(wish)
    const ms = asked && 'at' in asked ? this.moment.msOf(asked.at) : undefined
    const stats = statsHere({ ...wish, at: ms === undefined ? '' : new Date(ms).toISOString() }, nowMs)
    return html`${this.head(wish, stats)}${ms === undefined ? nothing : this.machine(ms, nowMs)}
      ${stats ? this.told(stats, wish) : this.bones()}`
  }

  private head(wish: StatsWish, stats: Stats | undefined) {
    const reviewed = wish.year ?? stats?.years[0]
    return html`<div class="head"><h1 tabindex="-1">${t('nav.stats')}</h1>
      ${reviewed === undefined || wish.at !== '' ? nothing : html`<a class="button now" href=${yearPath(reviewed)}>${icon('play', 18)}${t('stats.review', { year: yearInWords(reviewed) })}</a>`}</div>`
  }

  private ofHousehold(wish: StatsWish) {
    const { reply } = this.household
    if (!reply.answer) return html`${this.head(wish, undefined)}${reply.state === 'failed' ? failureNotice(reply.failure, () => this.household.again(), { offline: t('stats.household.offline') }) : this.bones()}`
    const { people, years } = reply.answer
    const lead = html`<p class="soft counted">${t('stats.household.counted', { names: listed(people.map(library.personName)) })} <a href="/settings/profile">${t('stats.household.show')}</a></p>`
    return html`${this.head(wish, undefined)}${years.length === 0 ? html`${this.filters(reply.answer, wish)}${lead}${intertitle(t('stats.none'), t('stats.none.lead'))}` : this.told(reply.answer, wish, lead)}`
  }

  private bones() {
    return html`<div aria-busy="true" role="status" aria-label=${t('stats.loading')}><div class="bone hero"></div><div class="bone chart"></div></div>`
  }

  private machine(ms: number, nowMs: number) {
    void import('../elements/time-machine.ts')
    return html`<time-machine .ms=${ms} .span=${past.span(nowMs)!} .notable=${past.notable()} .neighbours=${past.neighbours(ms)} @moment=${this.moment.chose}></time-machine>`
  }

  private told(stats: Stats, wish: StatsWish, lead: TemplateResult | typeof nothing = nothing) {
    if (stats.years.length === 0 && wish.kind === 'all') return intertitle(t('stats.empty'), library.isGuest() ? ofRoles('role.guest.lead') : t('stats.empty.lead'), html`<a class="button now" href="/search">${t('stats.empty.go')}</a>`)
    const rated = Object.values(stats.faces).some((count) => count > 0)
    return html`${this.filters(stats, wish)}${lead}
      ${stats.totals.plays === 0 && !rated ? intertitle(t('stats.none'), t('stats.none.lead'), wish.kind === 'all' ? nothing : html`<a class="button" href=${statsPath({ ...wish, kind: 'all' })}>${t('stats.none.kind')}</a>`)
        : html`${marquee(stats)}${statsBoard(stats)}`}`
  }

  private filters({ years }: Stats, wish: StatsWish) {
    const shown = wish.year === undefined || years.includes(wish.year) ? years : [wish.year, ...years].sort((a, b) => b - a)
    const period = (year: number | undefined, name: string) => html`<a href=${statsPath({ ...wish, year })} aria-current=${year === wish.year ? 'true' : 'false'}>${name}</a>`
    return html`<div class="ask"><nav class="periods figures" aria-label=${t('stats.period')}>${period(undefined, t('stats.allTime'))}${shown.map((year) => period(year, yearInWords(year)))}</nav>
      <div class="kinds" role="group" aria-label=${t('stats.kind')}>${KINDS.map((kind) => html`<button aria-pressed=${kind === wish.kind ? 'true' : 'false'} @click=${() => goTo(statsPath({ ...wish, kind }), 'replace')}>${t(`stats.kind.${kind}`)}</button>`)}</div>
      ${library.people().length < 2 || library.isGuest() || wish.at !== '' ? nothing : html`<div class="kinds" role="group" aria-label=${t('stats.whose')}>${[false, true].map((household) => html`<button aria-pressed=${household === wish.household ? 'true' : 'false'} @click=${() => goTo(statsPath({ ...wish, household }), 'replace')}>${t(household ? 'stats.whose.household' : 'stats.whose.mine')}</button>`)}</div>`}</div>`
  }
}

function marquee({ totals, before, year }: Stats) {
  const films = totals.films > 0 || totals.episodes === 0 ? t('stats.hero.films', { count: totals.films }) : ''
  const episodes = totals.episodes > 0 ? t('stats.hero.episodes', { count: totals.episodes }) : ''
  const [, number = '', unit = ''] = /^(\D*[\d.,\u00a0\u202f\u0660-\u0669٬]+)\s*(.*)$/u.exec(lengthInWords(totals.minutes, 'long')) ?? []
  return html`<section class="marquee" aria-label=${t('stats.facts')}>
    <p class="big figures">${number}<small>${unit} ${t('stats.hero.hours')}</small></p>
    <p>${withCommas(films && episodes ? t('stats.hero.and', { films, episodes }) : films || episodes, t('stats.hero.titles', { count: totals.titles }))}</p>
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
