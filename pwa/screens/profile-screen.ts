/** A person as they show themselves: to the household, or by link to anyone. What is not shown does not come from the server at all. */

import { LitElement, css, html, nothing } from 'lit'
import { RATINGS } from '../../domain/scales.ts'
import type { TitleRef } from '../../domain/title.ts'
import { titleKey } from '../../domain/title.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { ProfileAnswer } from '../../projections/wire-profile.ts'
import { ask } from '../catalogue.ts'
import { face } from '../elements/face.ts'
import { icon, mark } from '../elements/icon.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import '../elements/person-avatar.ts'
import { Question } from '../elements/question.ts'
import '../elements/title-link.ts'
import { Live } from '../house.ts'
import { filmOf, library } from '../library.ts'
import { profileActs } from '../profile-acts.ts'
import { profileAddress } from '../profile-paths.ts'
import { publicListPath, titlePath } from '../routes.ts'
import { lengthInWords, listed } from '../strings/calendar-words.ts'
import { calendarDate } from '../strings/format.ts'
import { t } from '../strings/profile.ts'
import { genreName } from '../strings/topic-name.ts'
import { controls } from '../styles/controls.ts'
import { profileStyles } from './profile-styles.ts'

export class ProfileScreen extends LitElement {
  static override properties = { username: {}, open: { type: Boolean } }
  declare username: string
  /** By link, for whoever comes by. */
  declare open: boolean
  protected live = new Live(this)
  /** Never kept on the device: what its owner has hidden since is gone for everybody. */
  private profile = new Question<ProfileAnswer>(this, (signal) => this.open || this.live.ready ? ask<ProfileAnswer>(this.address, signal) : undefined)

  constructor() {
    super()
    this.username = ''
    this.open = false
  }

  static override styles = [controls, profileStyles, css`:host { display: block; }`]

  private get address(): string {
    return profileAddress(this.username)
  }

  override willUpdate(): void {
    // One's own is drawn anew as soon as what was changed has arrived.
    this.profile.about(`${this.username} ${this.live.ready} ${this.username === library.username() ? `${library.link().unsent} ${JSON.stringify(library.profile())}` : ''}`)
  }

  override updated(): void {
    document.title = `${this.profile.reply.answer?.name || this.username} · ${t('app.name')}`
  }

  override render() {
    const { reply } = this.profile
    const body = reply.answer ? this.shown(reply.answer) : html`<header ?hidden=${reply.state === 'failed'}></header><h1 tabindex="-1" class="hidden-text">${t('profile.of', { name: this.username })}</h1><div class="parts">${reply.state === 'failed'
      ? reply.failure.kind === 'not-found' ? intertitle(t('profile.missing'), t('profile.missing.lead')) : failureNotice(reply.failure, () => this.profile.again(), { offline: t('profile.offline') })
      : html`<div class="bones" aria-busy="true"><div class="bone"></div><div class="bone"></div></div>`}</div>`
    if (!this.open) return body
    return html`<nav class="top" aria-label=${t('nav.main')}><a href="/">${mark(26)}${t('app.name')}</a></nav><main id="content" tabindex="-1">${body}</main><footer><p>${t('profile.made')}</p></footer>`
  }

  private shown(profile: ProfileAnswer) {
    const { username, name, bio, avatar, own, visibility, favourites, ratings, reviews, lists, stats } = profile
    const called = name || username
    const cards = new Map(profile.cards.map((card) => [card.key, card]))
    const bare = [favourites, ratings, reviews, lists].every((part) => !part || part.length === 0) && !stats
    return html`<header><person-avatar .username=${username} .name=${name} .avatar=${avatar}></person-avatar>
        <div><h1 tabindex="-1">${called}</h1>${name ? html`<p class="soft">${t('profile.joined', { username })}</p>` : nothing}${bio ? html`<p class="bio">${bio}</p>` : nothing}
          ${own && !this.open ? html`<p class="seen">${icon(visibility === 'private' ? 'lock' : visibility === 'public' ? 'globe' : 'people', 18)}${t(`profile.${visibility}`)}</p>
            <div class="acts">${library.isGuest() ? nothing : html`<a class="button" href="/settings/profile">${icon('pen', 18)}${t('profile.edit')}</a>`}
              ${visibility === 'public' ? html`<button class="button" @click=${() => void profileActs.copyLink()}>${icon('link', 18)}${t('profile.copy')}</button>` : nothing}</div>` : nothing}</div></header>
      <div class="parts">${bare ? intertitle(t('profile.bare'), own ? t('profile.bare.own') : t('profile.bare.lead', { name: called }), own && !library.isGuest() ? html`<a class="button now" href="/settings/profile">${t('profile.edit')}</a>` : nothing) : nothing}
        ${stats ? numbers(stats) : nothing}
        ${favourites && favourites.length > 0 ? part(t('profile.favourites'), this.posters(favourites, cards)) : nothing}
        ${reviews && reviews.length > 0 ? part(t('profile.reviews'), html`<ul class="reviews">${reviews.map((review) => this.review(review, cards))}</ul>`) : nothing}
        ${lists && lists.length > 0 ? part(t('profile.lists'), html`<ul class="lists">${lists.map((list) => html`<li><a href=${publicListPath(list.key)}><b>${list.name}</b><span class="soft">${t('profile.list.count', { count: list.itemCount })}</span>${list.description ? html`<small>${list.description}</small>` : nothing}</a></li>`)}</ul>`) : nothing}
        ${ratings && ratings.length > 0 ? part(t('profile.ratings'), this.posters(ratings, cards)) : nothing}</div>`
  }

  /** Whoever is not signed in has no pictures of ours, and no pages of titles: they see names. */
  private posters(titles: readonly (TitleRef & { readonly rating?: (typeof RATINGS)[number] })[], cards: ReadonlyMap<string, CardRow>) {
    if (this.open) return html`<ul class="names">${titles.map((title) => html`<li>${title.rating ? face(title.rating, 20) : nothing}${nameOf(title, cards)}</li>`)}</ul>`
    return html`<ul class="posters">${titles.map((title) => html`<li><title-link .film=${filmOf(title, cards.get(titleKey(title)))} .rating=${title.rating ?? null}></title-link></li>`)}</ul>`
  }

  private review(review: NonNullable<ProfileAnswer['reviews']>[number], cards: ReadonlyMap<string, CardRow>) {
    const name = nameOf(review, cards)
    return html`<li><h3>${this.open ? name : html`<a class="tap" href=${titlePath(review)}>${name}</a>`}</h3><p class="soft figures">${t('profile.review.score', { score: review.score })} · ${calendarDate(review.writtenAt)}</p>
      ${review.text === '' ? nothing : review.spoiler ? html`<details><summary>${t('profile.review.spoiler')}</summary><p class="words">${review.text}</p></details>` : html`<p class="words">${review.text}</p>`}</li>`
  }
}

function nameOf(title: TitleRef, cards: ReadonlyMap<string, CardRow>): string {
  const { title: name, year } = filmOf(title, cards.get(titleKey(title)))
  return year === null ? name : `${name} (${year})`
}

function part(label: string, body: unknown) {
  return html`<section aria-label=${label}><h2>${label}</h2>${body}</section>`
}

function numbers({ totals, faces, genres }: NonNullable<ProfileAnswer['stats']>) {
  const rated = RATINGS.reduce((sum, rating) => sum + faces[rating], 0)
  const number = (value: string | number, words: string) => html`<div><dd class="figures">${value}</dd><dt>${words}</dt></div>`
  return part(t('profile.stats'), html`<dl class="numbers">${number(lengthInWords(totals.minutes), t('profile.stats.hours'))}${number(totals.films, t('profile.stats.films'))}
      ${totals.episodes > 0 ? number(totals.episodes, t('profile.stats.episodes')) : nothing}${number(rated, t('profile.stats.rated'))}</dl>
    ${genres.length > 0 ? html`<p class="soft">${t('profile.stats.genres', { genres: listed(genres.slice(0, 3).map(({ name }) => genreName(name))) })}</p>` : nothing}`)
}

customElements.define('profile-screen', ProfileScreen)
declare global { interface HTMLElementTagNameMap { 'profile-screen': ProfileScreen } }
