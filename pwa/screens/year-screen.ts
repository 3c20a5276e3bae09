/** A year in review: slides that snap into place, told from this device's own rows. Private; the picture at its end is made here and goes where the person sends it. */

import { LitElement, html, nothing } from 'lit'
import type { Stats } from '../../projections/stats.ts'
import { icon } from '../elements/icon.ts'
import { intertitle } from '../elements/notices.ts'
import '../elements/poster.ts'
import { showToast } from '../elements/show-toast.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { isFar } from '../remote/layout.ts'
import { titlePath } from '../routes.ts'
import { statsHere, statsPath } from '../stats.ts'
import { yearInWords } from '../strings/calendar-words.ts'
import { t } from '../strings/stats.ts'
import { controls } from '../styles/controls.ts'
import { yearPath } from '../year-path.ts'
import type { Slide } from './year-slides.ts'
import { slidesOf, TONES } from './year-slides.ts'
import { yearStyles } from './year-styles.ts'

/** Letters in the large line from which on it is set smaller. */
const longLetters = 16

export class YearScreen extends LitElement {
  static override properties = { year: { type: Number }, at: { state: true }, busy: { state: true } }
  declare year: number
  /** Index of the slide that is shown. */
  declare at: number
  declare busy: boolean
  protected live = new Live(this)
  #seen: IntersectionObserver | undefined

  constructor() {
    super()
    this.at = 0
    this.busy = false
  }

  static override styles = [controls, yearStyles]

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.#pressed)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.#pressed)
    this.#seen?.disconnect()
    this.#seen = undefined
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('year') && changed.get('year') !== undefined) this.go(0)
  }

  override updated(): void {
    const story = this.renderRoot.querySelector('.story')
    if (!story) return
    this.#seen ??= new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue
        target.classList.add('seen')
        this.at = [...story.querySelectorAll('section')].indexOf(target as HTMLElement)
      }
    }, { root: story, threshold: 0.55 })
    for (const section of story.querySelectorAll('section')) this.#seen.observe(section)
  }

  private go(to: number): void {
    this.renderRoot.querySelectorAll('.story > section')[to]?.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' })
  }

  /** Wherever the focus is: there is nothing else here that they could mean. */
  #pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.composedPath().some((node) => node instanceof HTMLDialogElement) || event.ctrlKey || event.metaKey || event.altKey) return
    const own = event.composedPath()[0] instanceof HTMLButtonElement || event.composedPath()[0] instanceof HTMLAnchorElement
    const forward = this.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight'
    if (isFar() && this.#steer(event.key, forward)) return event.preventDefault()
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, PageDown: 1, ArrowUp: -1, PageUp: -1, ArrowLeft: -1, ArrowRight: -1, [forward]: 1, ...own ? {} : { ' ': event.shiftKey ? -1 : 1 } }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    this.go(this.at + step)
  }

  /** From a sofa: sideways along what can be chosen on this slide, the way out last; up and down turn the slides; Back leaves. */
  #steer(key: string, forward: string): boolean {
    if (key === 'Escape' || key === 'GoBack' || key === 'BrowserBack') history.back()
    else if (key === 'ArrowLeft' || key === 'ArrowRight') {
      const slide = this.renderRoot.querySelectorAll('.story > section')[this.at]
      const controls = [...slide?.querySelectorAll<HTMLElement>('a, button') ?? [], ...this.renderRoot.querySelectorAll<HTMLElement>('.bar a')]
      const at = controls.indexOf(this.shadowRoot!.activeElement as HTMLElement)
      controls[Math.max(0, at + (key === forward ? 1 : -1))]?.focus({ preventScroll: true })
    } else return false
    return true
  }

  private async share(stats: Stats): Promise<void> {
    this.busy = true
    try {
      const { drawYear, give } = await import('./year-picture.ts')
      await give(await drawYear(stats, this.year), t('year.share.file', { year: String(this.year) }), t('stats.review', { year: yearInWords(this.year) }))
    } catch (error) {
      // Whoever closes the system's own dialog has changed their mind.
      if ((error as Error).name !== 'AbortError') showToast({ text: t('year.share.failed'), tone: 'bad' })
    } finally {
      this.busy = false
    }
  }

  override render() {
    const stats = statsHere({ year: this.year, kind: 'all', at: '' }, Date.now())
    if (!stats) return html`<div class="alone" aria-busy="true"><h1 class="hidden-text" tabindex="-1">${t('nav.year')}</h1><div class="bone"></div></div>`
    const over = this.year < new Date().getFullYear()
    const slides = slidesOf(stats, over)
    const title = t('stats.review', { year: yearInWords(this.year) })
    const bar = html`<div class="bar"><a class="button round pad" href=${statsPath({ year: this.year })} aria-label=${t('year.close')} title=${t('year.close')}>${icon('close')}</a></div>`
    if (slides.length === 0) return html`${bar}<div class="alone"><h1 class="hidden-text" tabindex="-1">${title}</h1>${intertitle(t('year.thin'), t('year.thin.lead'), this.others(stats))}</div>`
    const count = slides.length + 2
    return html`${bar}<div class="story" tabindex="0" role="group" aria-label=${title}>
        <section class="plum pictured" aria-label=${title}><div class="words"><p class="lead">${t('year.of')}</p><h1 tabindex="-1" class="hidden-text">${title}</h1><h2 aria-hidden="true" class="figures">${yearInWords(this.year)}</h2><p class="tail">${t('year.lead')}</p></div>${cast(stats.loved.slice(0, 3).map(({ title: loved }) => loved))}</section>
        ${slides.map((slide, i) => drawn(slide, TONES[(i + 1) % TONES.length]!))}
        ${this.end(stats, over)}</div>
      <div class="steps"><span class="slide figures" aria-live="off">${t('year.slide', { number: this.at + 1, count })}</span><div>
        <button class="button round pad back" aria-label=${t('year.previous')} ?disabled=${this.at === 0} @click=${() => this.go(this.at - 1)}>${icon('chevronDown')}</button>
        <button class="button round pad" aria-label=${t('year.next')} ?disabled=${this.at === count - 1} @click=${() => this.go(this.at + 1)}>${icon('chevronDown')}</button></div></div>`
  }

  private end(stats: Stats, over: boolean) {
    return html`<section class="plum end" aria-label=${t('year.share')}><div class="words"><h2 class="long">${t(over ? 'year.end' : 'year.end.sofar', { year: yearInWords(this.year) })}</h2>
      <div><button class="button now" ?disabled=${this.busy} @click=${() => void this.share(stats)}>${icon('downloads', 20)}${t(this.busy ? 'year.share.busy' : 'year.share')}</button></div>
      <p class="small">${t('year.share.lead')}</p>${this.others(stats)}</div></section>`
  }

  private others({ years }: Stats) {
    const others = years.filter((year) => year !== this.year)
    return others.length === 0 ? nothing : html`<nav class="years figures" aria-label=${t('year.other')}>${others.map((year) => html`<a class="button" href=${yearPath(year)}>${yearInWords(year)}</a>`)}</nav>`
  }
}

function drawn({ lead, big, tail, titles }: Slide, tone: (typeof TONES)[number]) {
  return html`<section class="${tone} ${titles.length > 0 ? 'pictured' : ''}" aria-label=${`${lead} ${big}`}>
    <div class="words"><p class="lead">${lead}</p><h2 class=${big.length > longLetters ? 'long' : ''}>${big}</h2><p class="tail">${tail}</p></div>${cast(titles)}</section>`
}

function cast(titles: Slide['titles']) {
  return titles.length === 0 ? nothing : html`<div class="cast ${titles.length === 1 ? 'one' : ''}">${titles.map((title) => {
    const film = library.film(title)
    return html`<a href=${titlePath(title)} aria-label=${film.title}><rewind-poster .path=${film.posterPath} .name=${film.title} .year=${film.year} sizes="(width < 44rem) 40vw, 17rem"></rewind-poster></a>`
  })}</div>`
}

customElements.define('year-screen', YearScreen)
declare global { interface HTMLElementTagNameMap { 'year-screen': YearScreen } }
