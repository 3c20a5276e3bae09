/** Somebody who makes films: who they are, what they are known for, and all they did, with what you have seen of it. */

import { LitElement, css, html, nothing } from 'lit'
import type { MediaType } from '../../domain/title.ts'
import type { PersonDetail } from '../../projections/wire-catalogue.ts'
import { askKept } from '../catalogue.ts'
import { FocusKept } from '../elements/focus-kept.ts'
import { icon } from '../elements/icon.ts'
import { keptNotice } from '../elements/kept-notice.ts'
import { failureNotice, staleNotice } from '../elements/notices.ts'
import { pageFailure } from '../elements/page-failure.ts'
import '../elements/picture-gallery.ts'
import '../elements/poster-row.ts'
import '../elements/poster.ts'
import { Question } from '../elements/question.ts'
import '../elements/title-link.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { goTo, titlePath } from '../routes.ts'
import { departmentName } from '../strings/department-name.ts'
import { listed, localDay, wholeDate } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { madeName } from '../strings/made-name.ts'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import type { Work } from './filmography.ts'
import { ageOf, departmentsOf } from './filmography.ts'
import { personStyles } from './person-styles.ts'
import { isSeen, progressOf } from './seen.ts'

const names = new Intl.ListFormat(locale, { type: 'unit' })
/** Longer biographies are cut until somebody asks for more. */
const shortLetters = 600
const aliasesMax = 4
const kinds = ['all', 'movie', 'tv'] as const
type Kind = MediaType | 'all'
const kindName = { all: 'person.all', movie: 'person.films', tv: 'person.series' } as const

export class PersonScreen extends LitElement {
  static override properties = { personId: { type: Number }, show: {}, whole: { state: true } }
  declare personId: number
  /** Which of their works, as the address has it; all where it names none. */
  declare show: string | null
  /** All of the biography is shown. */
  declare whole: boolean
  protected live = new Live(this)
  protected focusKept = new FocusKept(this, 'h1')
  private detail = new Question<PersonDetail>(this, (signal, early) => askKept(`/api/people/${this.personId}`, signal, early))

  constructor() {
    super()
    this.show = null
    this.whole = false
  }

  static override styles = [controls, screenFrame, css`poster-row, picture-gallery { margin-inline: calc(-1 * var(--gutter)); }`, personStyles]

  override willUpdate(changed: Map<string, unknown>): void {
    this.detail.about(String(this.personId))
    if (changed.has('personId')) this.whole = false
  }

  private get kind(): Kind {
    return kinds.find((each) => each === this.show) ?? 'all'
  }

  override updated(): void {
    const { answer } = this.detail.reply
    if (answer) document.title = `${answer.name} · ${t('app.name')}`
  }

  override render() {
    const { reply } = this.detail
    const { answer: person } = reply
    const again = () => this.detail.again()
    if (!person) {
      return reply.state === 'failed' ? html`<div class="failed">${pageFailure(reply.failure, again, { heading: t('nav.person'), notFound: t('person.unknown') })}</div>`
        : html`<h1 class="hidden-text" tabindex="-1">${t('nav.person')}</h1>${this.bones()}`
    }
    return html`<header><rewind-poster class="portrait" .path=${person.profilePath} .name=${person.name} sizes="(width < 44rem) 40vw, 15rem" eager></rewind-poster>
        <div class="words"><h1 tabindex="-1">${person.name}</h1><p class="soft">${departmentName(person.department)}</p>${this.facts(person)}${this.biography(person)}</div></header>
      ${reply.state !== 'failed' ? nothing : reply.keptAtMs === undefined ? failureNotice(reply.failure, again) : keptNotice(reply.failure, reply.keptAtMs, again)}
      ${reply.state === 'answered' && person.stale ? staleNotice() : nothing}
      ${person.knownFor.length === 0 ? nothing : html`<poster-row label=${t('person.knownFor')} .items=${person.knownFor.map((film) => html`<title-link .film=${film} .rating=${library.entry(film)?.rating ?? null}></title-link>`)}></poster-row>`}
      ${this.filmography(person)}
      ${this.pictures(t('person.pictures'), person.images, person.name, true)}${this.pictures(t('person.tagged'), person.tagged, person.name, false)}`
  }

  private facts({ birthday, deathday, placeOfBirth, alsoKnownAs, homepage, imdbId }: PersonDetail) {
    const dated = (day: string, age: number | null) => age === null ? wholeDate(day) : t('person.age', { date: wholeDate(day), age })
    const facts: readonly (readonly [string, string | null | undefined])[] = [
      [t('person.born'), birthday && dated(birthday, deathday ? null : ageOf(birthday, localDay(new Date().toISOString())))],
      [t('person.died'), deathday && dated(deathday, ageOf(birthday, deathday))],
      [t('person.birthplace'), placeOfBirth],
      [t('person.alsoKnownAs'), names.format(alsoKnownAs.slice(0, aliasesMax))],
    ]
    const links = [
      ...homepage && /^https?:\/\//.test(homepage) ? [{ name: t('title.homepage'), href: homepage }] : [],
      { name: 'TMDB', href: `https://www.themoviedb.org/person/${this.personId}` },
      ...imdbId ? [{ name: 'IMDb', href: `https://www.imdb.com/name/${encodeURIComponent(imdbId)}/` }] : [],
    ]
    return html`<dl class="facts">${facts.map(([name, value]) => value ? html`<div><dt>${name}</dt><dd class="figures">${value}</dd></div>` : nothing)}
      <div><dt>${t('title.fact.links')}</dt><dd>${links.map(({ name, href }) => html`<a href=${href} target="_blank" rel="noreferrer">${name}</a>`)}</dd></div></dl>`
  }

  private biography({ biography }: PersonDetail) {
    if (biography === '') return nothing
    const long = biography.length > shortLetters
    return html`<section class="biography" aria-label=${t('person.biography')}><p class=${long && !this.whole ? 'cut' : ''} id="biography">${biography}</p>
      ${long ? html`<button class="button" aria-expanded=${this.whole ? 'true' : 'false'} aria-controls="biography" @click=${() => { this.whole = !this.whole }}>${t(this.whole ? 'person.less' : 'person.more')}</button>` : nothing}</section>`
  }

  private filmography(person: PersonDetail) {
    const departments = departmentsOf(person, this.kind)
    const { seen, count } = progressOf(departments.flatMap(({ works }) => works.map(({ credit }) => credit)), library.entry)
    return html`<section class="filmography"><div class="bar"><div><h2>${t('person.filmography')}</h2>${count > 0 && !library.isGuest() ? html`<p class="soft figures" role="status">${t('person.seen', { seen, count })}</p>` : nothing}</div>
        <div class="switch" role="group" aria-label=${t('person.show')}>${kinds.map((kind) => html`<button class="button ${kind === this.kind ? 'on' : ''}" aria-pressed=${kind === this.kind ? 'true' : 'false'} @click=${() => goTo(kind === 'all' ? `/person/${this.personId}` : `/person/${this.personId}?kind=${kind}`, 'replace')}>${t(kindName[kind])}</button>`)}</div></div>
      ${count > 0 ? library.isGuest() ? nothing : html`<progress max=${count} value=${seen} aria-label=${t('person.seen', { seen, count })}></progress>` : html`<p class="soft">${t('person.filmography.none')}</p>`}
      ${departments.map(({ name, works }) => html`<section class="department"><h3>${departmentName(name)} <span class="faint figures">${works.length}</span></h3><ol>${works.map((work) => this.work(work))}</ol></section>`)}</section>`
  }

  private work({ credit, roles }: Work) {
    const entry = library.entry(credit)
    const seen = isSeen(entry)
    const episodes = credit.episodes ? t('person.episodes', { count: credit.episodes }) : ''
    return html`<li class=${seen ? 'seen' : ''}><span class="year figures">${credit.year ?? t('person.undated')}</span>
      <a href=${titlePath(credit)}><span class="name">${credit.title}</span>${credit.mediaType === 'tv' ? html` <span class="kind">${t('media.tv')}</span>` : nothing}</a>
      <span class="role">${[listed(credit.as === 'crew' ? roles.map(madeName) : roles), episodes].filter(Boolean).join(' · ')}</span>
      ${seen ? html`<span class="mark" role="img" aria-label=${t('seen.mark')} title=${t('seen.mark')}>${icon('check', 18)}</span>` : nothing}</li>`
  }

  private pictures(label: string, pictures: readonly string[], name: string, upright: boolean) {
    return pictures.length < 2 ? nothing : html`<picture-gallery label=${label} name=${name} .pictures=${pictures.slice(0, 20)} ?upright=${upright}></picture-gallery>`
  }

  private bones() {
    return html`<header aria-hidden="true"><div class="bone portrait"></div><div class="words"><div class="bone line"></div><div class="bone short"></div><div class="bone block"></div></div></header><div class="bone rows"></div>`
  }
}

customElements.define('person-screen', PersonScreen)
declare global { interface HTMLElementTagNameMap { 'person-screen': PersonScreen } }
