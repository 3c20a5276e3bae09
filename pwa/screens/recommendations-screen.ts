/** What a person may like, and why; alone or with others of the household. */

import { LitElement, css, html, nothing } from 'lit'
import type { Recommendation, RecommendationsAnswer } from '../../projections/wire-catalogue.ts'
import { isArrow, stepTo } from '../elements/arrow-step.ts'
import { FocusKept } from '../elements/focus-kept.ts'
import { keptNotice } from '../elements/kept-notice.ts'
import { failureNotice, intertitle, posterBones, staleNotice } from '../elements/notices.ts'
import type { Reply } from '../elements/question.ts'
import { Question } from '../elements/question.ts'
import '../elements/recommendation-card.ts'
import type { RecommendationCard } from '../elements/recommendation-card.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { isFar } from '../remote/layout.ts'
import { askRecommendations, stillOpen } from '../recommendations.ts'
import { goTo } from '../routes.ts'
import { t } from '../strings/recommendations.ts'
import { controls, posterGrid, screenFrame } from '../styles/controls.ts'

const pageLength = 24
const bonesCount = 12
/** While the server looks up more: how often it is asked again, and how many times. */
const againMs = 2_500
const againMax = 8

export class RecommendationsScreen extends LitElement {
  static override properties = { query: { attribute: false }, shown: { state: true } }
  /** `?with=` the ids of those who watch too, parted by commas. */
  declare query: URLSearchParams
  declare shown: number
  protected live = new Live(this)
  protected focusKept = new FocusKept(this, 'h1')
  private asked = new Question<RecommendationsAnswer>(this, (signal, early) => this.live.ready ? askRecommendations(this.company, signal, early) : undefined)
  #again: ReturnType<typeof setTimeout> | undefined
  #times = 0

  constructor() {
    super()
    this.shown = pageLength
  }

  static override styles = [controls, screenFrame, posterGrid, css`
    .notice { margin-block-end: var(--space-4); }
    .lead { max-inline-size: 44rem; color: var(--ink-soft); margin-block-end: var(--space-5); }
    fieldset { display: flex; flex-wrap: wrap; gap: var(--space-2); margin: 0 0 var(--space-5); padding: 0; border: 0; }
    legend { padding: 0; margin-block-end: var(--space-2); font-size: var(--size-2); font-weight: 600; }
    label { display: grid; place-content: center; min-block-size: var(--target); padding-inline: var(--space-4); border: 1px solid var(--line); border-radius: var(--pill); background: var(--raise); font-weight: 500; cursor: pointer; }
    label:has(:checked) { border-color: transparent; background: var(--now); color: var(--on-now); font-weight: 600; }
    label:has(:focus-visible) { outline: 3px solid var(--then); outline-offset: 2px; }
    label input { position: absolute; opacity: 0; pointer-events: none; }
    .intertitle { margin-block-end: var(--space-6); }
    h2 { margin-block-end: var(--space-4); }
    .poster-bone { aspect-ratio: 2 / 3; margin-block-end: 4.5rem; }
    .foot { display: grid; justify-items: center; gap: var(--space-3); padding-block: var(--space-6); color: var(--ink-soft); font-size: var(--size-2); text-align: center; }
    @media (forced-colors: active) { label:has(:checked) { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
    @media not (hover: hover) { .keys { display: none; } }
  `]

  /** Of the household, whoever is named in the address. */
  private get company(): readonly string[] {
    const named = this.query.get('with')?.split(',') ?? []
    return library.people().map(({ userId }) => userId).filter((userId) => named.includes(userId) && !library.isMe(userId))
  }

  override willUpdate(): void {
    const about = this.live.ready ? `with ${this.company.join()}` : ''
    if (this.#about !== about) {
      this.#about = about
      this.shown = pageLength
      this.#times = 0
    }
    this.asked.about(about)
  }
  #about: string | undefined

  override updated(): void {
    const { state, answer } = this.asked.reply
    clearTimeout(this.#again)
    if (state !== 'answered' || answer.complete || this.#times >= againMax) return
    this.#again = setTimeout(() => { this.#times++; this.asked.again() }, againMs)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#again)
  }

  override render() {
    const { reply } = this.asked
    return html`<div class="head"><h1 tabindex="-1">${t('nav.recommendations')}</h1></div>
      ${this.live.ready ? this.all(reply) : html`<div class="posters" aria-busy="true">${posterBones(bonesCount)}</div>`}`
  }

  private all(reply: Reply<RecommendationsAnswer>) {
    const { answer } = reply
    return html`${this.picker()}
      ${reply.state === 'failed' ? answer && reply.keptAtMs !== undefined ? keptNotice(reply.failure, reply.keptAtMs, () => this.asked.again()) : failureNotice(reply.failure, () => this.asked.again(), { offline: t('recommend.offline') }) : nothing}
      ${answer?.stale ? staleNotice() : nothing}
      ${answer ? this.answered(answer) : reply.state === 'waiting' ? html`<div class="posters" aria-busy="true">${posterBones(bonesCount)}</div>` : nothing}`
  }

  private picker() {
    const others = library.people().filter(({ userId, role }) => !library.isMe(userId) && role !== 'guest')
    if (others.length === 0) return nothing
    const company = this.company
    const toggled = (userId: string) => company.includes(userId) ? company.filter((other) => other !== userId) : [...company, userId]
    const choose = (userId: string) => goTo(`/recommendations${toggled(userId).length > 0 ? `?with=${toggled(userId).join()}` : ''}`, 'replace')
    return html`<fieldset><legend>${t('recommend.with')}</legend>${others.map(({ userId, username }) =>
      html`<label><input type="checkbox" .checked=${company.includes(userId)} @change=${() => choose(userId)}>${username}</label>`)}</fieldset>`
  }

  private answered({ results, personal, basedOn, complete }: RecommendationsAnswer) {
    const open = results.filter(stillOpen)
    const together = this.company.length > 0
    return html`${together ? html`<p class="lead">${t('recommend.lead.together')}</p>` : personal ? html`<p class="lead">${t('recommend.lead', { count: basedOn })} <span class="keys">${t('recommend.keys')}</span></p>`
        : html`${intertitle(t('recommend.cold'), t('recommend.cold.lead'), html`<a class="button now" href="/search">${t('recommend.cold.act')}</a>`)}${open.length > 0 ? html`<h2>${t('recommend.popular')}</h2>` : nothing}`}
      ${open.length === 0 && complete ? intertitle(t('recommend.empty'), t('recommend.empty.lead'), html`<a class="button" href="/discover">${t('recommend.empty.act')}</a>`) : this.grid(open)}
      <div class="foot"><p role="status">${complete ? nothing : t('recommend.looking')}</p>
        ${open.length > this.shown ? html`<button class="button" @click=${() => { this.shown += pageLength }}>${t('recommend.more')}</button>` : nothing}</div>`
  }

  private grid(open: readonly Recommendation[]) {
    if (open.length === 0) return html`<div class="posters" aria-busy="true">${posterBones(bonesCount)}</div>`
    // Without keys: whoever dismisses one stays where they are, on the next.
    return html`<ul class="posters" @keydown=${(event: KeyboardEvent) => this.pressed(event)}>${open.slice(0, this.shown).map((film) => html`<li><recommendation-card .film=${film}></recommendation-card></li>`)}</ul>`
  }

  private pressed(event: KeyboardEvent): void {
    // From a sofa each card has two places to go to: the arrows of the whole app know of both.
    if (isFar() || !isArrow(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (stepTo([...this.renderRoot.querySelectorAll<RecommendationCard>('recommendation-card')], event.key)) event.preventDefault()
  }
}

customElements.define('recommendations-screen', RecommendationsScreen)
declare global { interface HTMLElementTagNameMap { 'recommendations-screen': RecommendationsScreen } }
