/** All releases of a film or an episode that indexers have, the best first, to take one of them: for a film that is asked for, or instead of what is under way. */

import { LitElement, css, html, nothing } from 'lit'
import type { Quality } from '../../domain/acquisition.ts'
import { QUALITIES } from '../../domain/acquisition.ts'
import type { Playable } from '../../domain/playable.ts'
import { playableKey } from '../../domain/playable.ts'
import type { ReleasePage, ReleaseRow } from '../../projections/wire-releases.ts'
import { ask, playableAddress } from '../catalogue.ts'
import { icon } from '../elements/icon.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import { Question } from '../elements/question.ts'
import type { Film } from '../elements/title-link.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { takeRelease } from '../release-acts.ts'
import { tellIndexerProblem } from '../strings/jobs.ts'
import { locale } from '../strings/language.ts'
import { t } from '../strings/releases.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { releaseCard, releaseCardStyles } from './title-release-card.ts'

const named = new Intl.ListFormat(locale)

export class TitleReleases extends LitElement {
  static override properties = { film: { attribute: false }, playable: { attribute: false }, quality: { state: true }, open: { state: true }, busy: { state: true } }
  declare film: Film
  /** The film, or an episode of it. */
  declare playable: Playable
  declare quality: Quality
  declare open: boolean
  declare busy: boolean
  protected live = new Live(this)
  private page = new Question<ReleasePage>(this, (signal) => this.open ? this.asked(signal) : undefined)
  #fresh = false

  constructor() {
    super()
    this.quality = '1080p'
    this.open = this.busy = false
  }

  static override styles = [controls, dialogFrame, releaseCardStyles, css`
    dialog { inline-size: min(52rem, calc(100vw - 2rem)); max-block-size: min(48rem, calc(100dvh - 3rem)); padding-block-start: 0; }
    .top { position: sticky; inset-block-start: 0; z-index: 1; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-2) var(--space-3); align-items: center; margin-inline: calc(-1 * var(--space-5)); padding: var(--space-5) var(--space-5) var(--space-3); background: var(--raise); border-block-end: 1px solid var(--line); }
    .top h2 { margin: 0; }
    .top small { display: block; font: 400 var(--size-2) / 1.4 var(--text); color: var(--ink-soft); letter-spacing: 0; overflow-wrap: anywhere; }
    .tools { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); }
    fieldset { display: flex; align-items: center; gap: 2px; margin: 0; padding: 3px; border: 0; border-radius: var(--pill); background: var(--raise-2); }
    legend { float: inline-start; padding-inline: var(--space-3) var(--space-2); font-size: var(--size-1); color: var(--ink-soft); }
    fieldset label { display: grid; place-content: center; min-block-size: 2.4rem; padding-inline: var(--space-3); border-radius: var(--pill); font-size: var(--size-2); font-weight: 600; cursor: pointer; }
    fieldset label:has(:checked) { background: var(--now); color: var(--on-now); }
    fieldset label:has(:focus-visible) { outline: 3px solid var(--then); outline-offset: 1px; }
    fieldset input { position: absolute; opacity: 0; pointer-events: none; }
    .bone { block-size: 6.5rem; margin-block-start: var(--space-3); }
    .notice { margin-block-start: var(--space-3); }
    .notice p { overflow-wrap: anywhere; }
    .refused { margin-block-start: var(--space-4); }
    .refused > summary { display: flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font-weight: 600; cursor: pointer; }
    .refused > summary::before { content: ''; inline-size: 0.5em; block-size: 0.5em; border: solid currentColor; border-width: 0 2px 2px 0; rotate: -45deg; transition: rotate var(--quick); }
    .refused:not([open]) > summary:dir(rtl)::before { rotate: 135deg; }
    .refused[open] > summary::before { rotate: 45deg; }
    .order { margin-block-start: var(--space-4); color: var(--ink-faint); font-size: var(--size-1); }
    .intertitle { margin-block: var(--space-5); }
    @media (forced-colors: active) { fieldset label:has(:checked) { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
  `]

  override willUpdate(): void {
    this.page.about(this.open ? `${playableKey(this.playable)} ${this.quality}` : '', this.open)
  }

  show(): void {
    const job = library.jobOf(this.playable)
    if (job) this.quality = job.quality
    this.open = true
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  private asked(signal: AbortSignal): Promise<ReleasePage> {
    const fresh = this.#fresh
    this.#fresh = false
    return ask<ReleasePage>(`${playableAddress(this.playable)}/releases?quality=${this.quality}${fresh ? '&fresh=true' : ''}`, signal)
  }

  private again(): void {
    this.#fresh = true
    this.page.again()
  }

  private async take({ releaseId }: ReleaseRow): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      if (await takeRelease(this.film, this.playable, releaseId)) this.renderRoot.querySelector('dialog')?.close()
    } finally {
      this.busy = false
    }
  }

  override render() {
    return html`<dialog aria-labelledby="title" closedby="any" @close=${() => { this.open = false }}>${this.open ? html`
      <div class="top"><h2 id="title" tabindex="-1" autofocus>${t('releases.title')}<small>${t('releases.for', { film: this.playable.mediaType === 'movie' ? this.film.title : t('playable.episode', { ...this.playable, title: this.film.title }) })}</small></h2>
        <button class="button plain round" aria-label=${t('releases.close')} @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${icon('close', 20)}</button>
        <div class="tools"><fieldset><legend>${t('releases.wish')}</legend>${QUALITIES.map((quality) => html`<label><input type="radio" name="quality" value=${quality} .checked=${quality === this.quality}
            @change=${() => { this.quality = quality }}>${quality}</label>`)}</fieldset>
          <button class="button" @click=${() => this.again()}>${icon('retry', 18)}${t('releases.again')}</button></div></div>
      ${this.body()}` : nothing}</dialog>`
  }

  private body() {
    const { reply } = this.page
    const { answer } = reply
    return html`${reply.state === 'failed' ? failureNotice(reply.failure, () => this.again(), { offline: t('releases.offline') }) : nothing}
      ${reply.state === 'waiting' ? html`<div role="status" aria-label=${t('releases.loading')}>${answer ? nothing : Array.from({ length: 4 }, () => html`<div class="bone"></div>`)}</div>` : nothing}
      ${answer && reply.state !== 'failed' ? this.list(answer) : nothing}`
  }

  private list({ releases, refused, total, problems, indexers, profile }: ReleasePage) {
    const chosen = library.jobOf(this.playable)?.releaseId ?? null
    const markOf = (release: ReleaseRow, index: number) => release.releaseId === chosen ? 'chosen' as const : index === 0 && release.refusals.length === 0 ? 'best' as const : null
    const cards = (rows: readonly ReleaseRow[]) => html`<ol>${rows.map((release, index) => releaseCard(release, { mark: markOf(release, index), busy: this.busy, take: (each) => void this.take(each) }))}</ol>`
    const hidden = total.releases - releases.length
    return html`${problems.map((problem) => html`<div class="notice">${icon('alert', 18)}<p>${tellIndexerProblem(problem)}</p></div>`)}
      ${releases.length > 0 ? cards(releases) : total.refused === 0 ? intertitle(t('releases.none'), t('releases.none.lead', { names: named.format(indexers) })) : intertitle(t('releases.noneFits'), t('releases.noneFits.lead'))}
      ${hidden > 0 ? html`<p class="order">${t('releases.more', { count: hidden })}</p>` : nothing}
      ${refused.length > 0 ? html`<details class="refused"><summary>${t('releases.refused', { count: total.refused })}</summary>${cards(refused)}</details>` : nothing}
      <p class="order">${t('releases.order', { profile })}</p>`
  }
}

customElements.define('title-releases', TitleReleases)
declare global { interface HTMLElementTagNameMap { 'title-releases': TitleReleases } }
