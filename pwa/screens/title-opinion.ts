/** What a person makes of a title: rating, favourite, viewings, review, tags. */

import { LitElement, css, html, nothing } from 'lit'
import type { LibraryRow } from '../../projections/library.ts'
import { titleKey } from '../../domain/title.ts'
import '../elements/face-rating.ts'
import '../elements/fact-origin.ts'
import type { RateEvent } from '../elements/face-rating.ts'
import { icon } from '../elements/icon.ts'
import type { Film } from '../elements/title-link.ts'
import { acts, cardOf } from '../acts.ts'
import { Live } from '../house.ts'
import { eveningOf } from '../evening-of.ts'
import { library } from '../library.ts'
import { listPath } from '../routes.ts'
import { calendarDate, localDay } from '../strings/format.ts'
import { locale } from '../strings/language.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import './review-dialog.ts'
import type { ReviewDialog } from './review-dialog.ts'

const names = new Intl.ListFormat(locale)

export class TitleOpinion extends LitElement {
  static override properties = { film: { attribute: false } }
  declare film: Film
  protected live = new Live(this)

  static override styles = [controls, dialogFrame, css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-5); align-content: start; }
    h2 { margin-block-end: var(--space-4); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--space-3); }
    /* Takes no room of its own where there is nothing to tell. */
    .acts fact-origin { margin-inline-start: calc(-1 * var(--space-3)); }
    .plays, .tags { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: center; }
    .chip { display: inline-flex; align-items: center; min-block-size: var(--target); padding-inline-start: var(--space-4); border-radius: var(--pill); background: var(--raise-2); font-size: var(--size-2); }
    .chip .button { border: 0; }
    a.chip { gap: var(--space-2); padding-inline-end: var(--space-4); text-decoration: none; overflow-wrap: anywhere; }
    a.chip:hover { text-decoration: underline; }
    blockquote { margin: 0; padding-inline-start: var(--space-4); border-inline-start: 3px solid var(--now); white-space: pre-line; }
    blockquote p { unicode-bidi: plaintext; text-align: match-parent; font: 400 var(--size-3) / 1.5 var(--display); }
    blockquote footer { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); color: var(--ink-soft); font-size: var(--size-2); }
    form.tag { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    form.tag input { inline-size: min(9rem, 100%); }
    .field { margin-block: var(--space-4); }
    fieldset { display: grid; margin: 0; padding: 0; border: 0; }
    legend { padding: 0; font-size: var(--size-2); font-weight: 600; }
    fieldset label { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); cursor: pointer; }
    fieldset input { inline-size: 1.2rem; block-size: 1.2rem; accent-color: var(--now); }
    h2 fact-origin { vertical-align: middle; margin-block: -0.75rem; }
  `]

  override render() {
    const entry = library.entry(this.film)
    const favourite = entry?.favouriteAt != null
    const dismissed = entry?.dismissedAt != null
    return html`<section><h2>${t('title.rating')}${this.origin('rating', t('origin.rating'))}</h2>
        <face-rating .value=${entry?.rating ?? null} @rate=${(event: RateEvent) => acts.rate(this.film, event.rating)}></face-rating></section>
      <div class="acts">
        <button class="button ${favourite ? 'on' : ''}" @click=${() => acts.setFavourite(this.film, !favourite)}>${icon(favourite ? 'heartFull' : 'heart', 20)}${t(favourite ? 'title.favourite.remove' : 'title.favourite.add')}</button>${this.origin('favourite', t('origin.favourite'))}
        ${this.hasEpisodes ? nothing : html`<button class="button" @click=${() => this.dialog?.showModal()}>${icon('eye', 20)}${t('title.watched.mark')}</button>`}
        <button class="button ${dismissed ? 'on' : ''}" aria-pressed=${dismissed ? 'true' : 'false'} @click=${() => acts.setDismissed(this.film, !dismissed)}>${icon('close', 20)}${t('title.dismiss')}</button>${this.origin('dismissal', t('origin.dismissal'))}
        <button class="button" @click=${() => this.review?.show(this.film)}>${icon('pen', 20)}${t(entry?.review ? 'title.review.edit' : 'title.review.write')}</button>
      </div>
      ${this.viewings(entry)}${this.reviewed(entry)}${this.tags(entry)}${this.lists()}
      ${this.watchedDialog()}<review-dialog></review-dialog>`
  }

  /** A series is marked by its episodes, where they are known. */
  private get hasEpisodes(): boolean {
    return cardOf(this.film).outline !== null || library.card(this.film)?.outline != null
  }

  private origin(field: string, name: string) {
    return html`<fact-origin subject=${titleKey(this.film)} field=${field} name=${name}></fact-origin>`
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog')
  }

  private get review(): ReviewDialog | null {
    return this.renderRoot.querySelector('review-dialog')
  }

  private viewings(entry: LibraryRow | undefined) {
    // Those of episodes and seasons are told beside them.
    const plays = entry?.plays.filter(({ season }) => season === undefined) ?? []
    if (plays.length === 0) return nothing
    return html`<div><p class="soft">${t('title.watched.count', { count: plays.length, when: calendarDate(plays.at(-1)!.watchedAt) })}</p>
      <div class="plays">${plays.slice(-6).map((play) => html`<span class="chip figures">${calendarDate(play.watchedAt)}${play.together ? html`, ${t('title.watched.with', { names: names.format(play.together.map((userId) => library.personName(userId))) })}` : nothing}
        ${this.origin(`play:${play.playId}`, t('origin.play', { when: calendarDate(play.watchedAt) }))}<button class="button round plain" aria-label=${t('title.watched.remove', { when: calendarDate(play.watchedAt) })} @click=${() => acts.unmarkWatched(this.film, play.playId)}>${icon('close', 16)}</button></span>`)}</div></div>`
  }

  private reviewed(entry: LibraryRow | undefined) {
    const review = entry?.review
    if (!review) return nothing
    return html`<blockquote aria-label=${t('title.review')}><p>${review.text}</p>
      <footer><span class="figures">${review.score} / 10</span><span>${t(`visibility.${review.visibility}`)}</span>
        <button class="button plain" @click=${() => acts.deleteReview(this.film)}>${t('title.review.delete')}</button>${this.origin('review', t('origin.review'))}</footer></blockquote>`
  }

  private tags(entry: LibraryRow | undefined) {
    return html`<section><h3>${t('title.tags')}</h3><div class="tags">
      ${entry?.tags.map((tag) => html`<span class="chip">${tag}${this.origin(`tag:${tag}`, t('origin.tag', { tag }))}<button class="button round plain" aria-label=${t('title.tag.remove', { tag })} @click=${() => acts.untag(this.film, tag)}>${icon('close', 16)}</button></span>`)}
      <form class="tag" @submit=${this.addTag}><input class="input" name="tag" aria-label=${t('title.tag.new')} placeholder=${t('title.tag.new')} maxlength="100" autocomplete="off">
        <button class="button">${icon('tag', 18)}${t('title.tag.add')}</button></form></div></section>`
  }

  private lists() {
    const lists = library.listsWith(this.film)
    return lists.length === 0 ? nothing : html`<section><h3>${t('title.lists')}</h3><div class="tags">${lists.map(({ key, name }) => html`<a class="chip" href=${listPath(key)}>${icon('lists', 18)}${name}</a>`)}</div></section>`
  }

  private addTag(event: SubmitEvent): void {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const tag = String(new FormData(form).get('tag')).trim()
    if (tag !== '') acts.tag(this.film, tag)
    form.reset()
  }

  private watchedDialog() {
    const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
    const others = library.people().filter(({ userId }) => !library.isMe(userId))
    return html`<dialog aria-labelledby="when" closedby="any"><form method="dialog" @submit=${this.markWatched}>
      <h2 id="when">${t('title.watched.when')}</h2>
      <label class="field"><span>${t('title.watched.date')}</span><input class="input" type="date" name="date" required max=${today} .value=${today}></label>
      ${others.length === 0 ? nothing : html`<fieldset><legend>${t('title.watched.together')}</legend>${others.map(({ userId, username }) => html`<label><input type="checkbox" name="together" value=${userId}>${username}</label>`)}</fieldset>`}
      <div class="row"><button type="button" class="button" @click=${() => this.dialog?.close()}>${t('act.cancel')}</button><button class="button now">${t('act.save')}</button></div></form></dialog>`
  }

  private markWatched(event: SubmitEvent): void {
    const form = new FormData(event.target as HTMLFormElement)
    acts.markWatched(this.film, eveningOf(String(form.get('date')), localDay(new Date().toISOString())), form.getAll('together').map(String))
  }
}

customElements.define('title-opinion', TitleOpinion)
declare global { interface HTMLElementTagNameMap { 'title-opinion': TitleOpinion } }
