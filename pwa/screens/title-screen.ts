/** One title: what it is, what you make of it, where it is, and what you did with it. */

import { LitElement, html, nothing } from 'lit'
import { guestNote } from '../elements/guest-note.ts'
import type { Position, UserId } from '../../domain/event.ts'
import type { MediaType, TitleRef } from '../../domain/title.ts'
import { libraryStream, titleKey } from '../../domain/title.ts'
import type { TitleDetail } from '../../projections/wire-catalogue.ts'
import { catalogue } from '../catalogue.ts'
import { FocusKept } from '../elements/focus-kept.ts'
import { icon } from '../elements/icon.ts'
import { keptNotice } from '../elements/kept-notice.ts'
import { failureNotice, staleNotice } from '../elements/notices.ts'
import { pageFailure } from '../elements/page-failure.ts'
import type { Reply } from '../elements/question.ts'
import { Question } from '../elements/question.ts'
import { acts } from '../acts.ts'
import { followedFilm } from '../elements/title-link.ts'
import { Live, replica } from '../house.ts'
import { library } from '../library.ts'
import type { Asked } from '../moments.ts'
import { askedOf } from '../moments.ts'
import { past } from '../past.ts'
import { atMoment, titlePath } from '../routes.ts'
import { t } from '../strings/t.ts'
import { NOT_YET } from '../sync/not-yet.ts'
import { controls } from '../styles/controls.ts'
import type { Known } from './title-hero.ts'
import { titleHero } from './title-hero.ts'
import { CHOOSE_RELEASE } from './choose-release.ts'
import './title-job.ts'
import './title-opinion.ts'
import { titleStyles } from './title-styles.ts'

export class TitleScreen extends LitElement {
  static override properties = { mediaType: {}, tmdbId: { type: Number }, at: {} }
  declare mediaType: MediaType
  declare tmdbId: number
  /** The moment to show, as the address has it; null for now. */
  declare at: string | null
  protected live = new Live(this)
  /** The heading of a page that is still coming is not the one of the page that came. */
  protected focusKept = new FocusKept(this, 'h1')
  private detail = new Question<TitleDetail>(this, (signal, early) => catalogue.title({ mediaType: this.mediaType, tmdbId: this.tmdbId }, signal, early, this.#after))

  static override styles = [controls, titleStyles]

  constructor() {
    super()
    this.addEventListener(CHOOSE_RELEASE, () => void this.chooseRelease())
  }

  override willUpdate(): void {
    this.detail.about(this.key)
    const title = { mediaType: this.mediaType, tmdbId: this.tmdbId }
    // The household's rating comes with the answer: one's own part in it has just reached the server.
    const rating = `${this.key} ${library.entry(title)?.rating ?? ''}`
    if (!this.live.ready || library.isUnsent(title)) return
    if (this.#counted.startsWith(`${this.key} `) && this.#counted !== rating) {
      const at = lastChangeOf(title)
      if (at === NOT_YET) return
      this.#after = at
      this.detail.again()
    }
    this.#counted = rating
  }

  override updated(): void {
    const film = this.known()
    if (!film) return
    document.title = `${film.title} · ${t('app.name')}`
    if (this.#viewed === this.key || !this.live.ready || this.asked) return
    this.#viewed = this.key
    // With its card, so that a film that was looked at can be looked at again with no network.
    acts.viewed(film)
  }

  #viewed = ''
  /** The title and the rating of it that the answer in sight was asked with. */
  #counted = ''
  #after: Position | undefined

  private get key(): string {
    return `${this.mediaType}_${this.tmdbId}`
  }

  private get asked(): Asked {
    return askedOf(this.at, Date.now())
  }

  /** Until more is known, what the link here said. */
  private film(): Known | undefined {
    const followed = followedFilm()
    return this.known() ?? (this.detail.reply.state === 'waiting' && followed && titleKey(followed) === this.key ? followed : undefined)
  }

  private known(): Known | undefined {
    return this.detail.reply.answer ?? library.card({ mediaType: this.mediaType, tmdbId: this.tmdbId })
  }

  override render() {
    const { reply } = this.detail
    const film = this.film()
    if (!film) return reply.state === 'failed' ? html`<div class="failed">${pageFailure(reply.failure, () => this.detail.again(), { heading: t(`media.${this.mediaType}`) })}</div>` : this.bones()
    const { asked } = this
    if (asked) return this.then(film, asked)
    const { answer } = reply
    void import('./title-more.ts')
    const waiting = reply.state === 'waiting' && !answer
    const hero = titleHero(film, 'now', waiting)
    // What is here of it, and a series' seasons, stand above the rest: shapes that go, not shapes that move.
    if (!this.live.ready || (waiting && film.mediaType === 'tv')) return html`${hero}<div class="body">${this.bone('row')}</div>`
    return html`${hero}${this.seasons(film)}
      <div class="body">
        ${reply.state === 'failed' ? this.failure(reply) : nothing}
        ${reply.state === 'answered' && reply.answer.stale ? staleNotice() : nothing}
        <title-job .film=${film}></title-job>
        <div class="column">${library.isGuest() ? guestNote() : html`<title-opinion .film=${film}></title-opinion>`}
          ${answer ? html`<where-to-watch .where=${answer.whereToWatch} .name=${answer.title}></where-to-watch>` : this.bone()}</div>
        <div class="column">${answer ? html`<title-ratings .ratings=${answer.ratings} .household=${answer.household}></title-ratings>` : this.bone()}
          <section><div class="heading"><h2>${t('title.history')}</h2>
            <a class="button then" href=${atMoment(titlePath(film), past.start(Date.now(), this.key))} title=${t('then.openTitle')}>${icon('clock', 18)}${t('then.open')}</a></div><history-list .about=${titleKey(film)}></history-list></section></div>
      </div>
      ${answer ? html`<title-more .film=${answer}></title-more>` : html`<div class="body">${this.bone('row')}</div>`}
      ${film.mediaType === 'movie' ? html`<title-releases .film=${film} .playable=${{ mediaType: film.mediaType, tmdbId: film.tmdbId }}></title-releases>` : nothing}`
  }

  private async chooseRelease(): Promise<void> {
    await import('./title-releases.ts')
    this.renderRoot.querySelector('title-releases')?.show()
  }

  /** In the place of what is still to come, if it is. */
  private bone(shape: 'verdict' | 'row' = 'verdict') {
    return this.detail.reply.state === 'waiting' ? html`<div class="bone ${shape}" aria-hidden="true"></div>` : nothing
  }

  private failure(reply: Extract<Reply<TitleDetail>, { state: 'failed' }>) {
    const again = () => this.detail.again()
    return reply.keptAtMs === undefined ? failureNotice(reply.failure, again) : keptNotice(reply.failure, reply.keptAtMs, again)
  }

  private seasons(film: Known) {
    if (film.mediaType !== 'tv') return nothing
    void import('../elements/season-list.ts')
    return html`<season-list .series=${film}></season-list>`
  }

  private then(film: Known, asked: NonNullable<Asked>) {
    void import('./title-then.ts')
    return html`${titleHero(film, 'then')}<div class="body"><title-then .film=${film} .asked=${asked}></title-then></div>`
  }

  private bones() {
    return html`<header aria-hidden="true"><div class="bone poster"></div><div class="words"><div class="bone line"></div><div class="bone line short"></div><div class="bone block"></div></div></header><h1 class="hidden-text" tabindex="-1">${t(`media.${this.mediaType}`)}</h1>`
  }
}

/** The place in the log of the newest thing done to it; undefined where the log has not been read. */
function lastChangeOf(title: TitleRef): Position | undefined {
  const stream = libraryStream(library.userId() as UserId, title)
  return replica()?.past?.log.findLast((event) => event.stream === stream)?.position
}

customElements.define('title-screen', TitleScreen)
declare global { interface HTMLElementTagNameMap { 'title-screen': TitleScreen } }
