/** Films that belong together, in the order they came out, with how many of them you have seen. */

import { LitElement, css, html, nothing } from 'lit'
import type { CollectionDetail, TitleSummary } from '../../projections/wire-catalogue.ts'
import { doToMany } from '../batches.ts'
import { askKept } from '../catalogue.ts'
import { FocusKept } from '../elements/focus-kept.ts'
import { icon } from '../elements/icon.ts'
import { backdropSet, imageUrl } from '../elements/image.ts'
import { keptNotice } from '../elements/kept-notice.ts'
import { failureNotice, posterBones, staleNotice } from '../elements/notices.ts'
import { pageFailure } from '../elements/page-failure.ts'
import '../elements/poster.ts'
import { Question } from '../elements/question.ts'
import '../elements/title-link.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/t.ts'
import { controls, posterGrid, progressBar } from '../styles/controls.ts'
import { isSeen, progressOf } from './seen.ts'

export class CollectionScreen extends LitElement {
  static override properties = { collectionId: { type: Number } }
  declare collectionId: number
  protected live = new Live(this)
  protected focusKept = new FocusKept(this, 'h1')
  private detail = new Question<CollectionDetail>(this, (signal, early) => askKept(`/api/collections/${this.collectionId}`, signal, early))

  static override styles = [controls, posterGrid, progressBar, css`
    :host { padding-block-end: var(--space-7); }
    header { position: relative; isolation: isolate; display: grid; align-content: end; gap: var(--space-4); min-block-size: clamp(20rem, 56svh, 34rem); padding: calc(var(--top) + 6rem) var(--gutter) var(--space-6); overflow: hidden; background: var(--scrim); color: var(--ink); color-scheme: dark; }
    .backdrop { position: absolute; inset: 0; z-index: -2; inline-size: 100%; block-size: 100%; object-fit: cover; object-position: 50% 20%; }
    header::before { content: ''; position: absolute; inset: 0; z-index: -1; background: linear-gradient(to top, var(--scrim) 6%, oklch(0.168 0.019 335 / 0.8) 50%, oklch(0.168 0.019 335 / 0.35)); }
    h1 { font-size: var(--size-6); line-height: 1.05; overflow-wrap: anywhere; }
    .overview { max-inline-size: 44rem; font-size: var(--size-3); }
    .acts { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3) var(--space-5); }
    .acts .button { white-space: normal; text-align: start; padding-block: var(--space-2); line-height: 1.25; }
    .progress { display: grid; gap: var(--space-2); inline-size: min(22rem, 100%); }
    .body { display: grid; gap: var(--space-5); padding: var(--space-6) var(--gutter) 0; }
    .failed { padding-block-start: calc(var(--top) + 2 * var(--space-6)); }
    ol { counter-reset: part; }
    li { position: relative; }
    .mark { position: absolute; inset-block-start: var(--space-2); inset-inline-end: var(--space-2); display: grid; place-content: center; inline-size: 2rem; block-size: 2rem; border-radius: 50%; background: var(--now); color: var(--on-now); pointer-events: none; }
    .bone.line { block-size: 3.5rem; inline-size: min(30rem, 80%); } .bone.block { block-size: 5rem; max-inline-size: 44rem; } .poster-bone { aspect-ratio: 2 / 3; }
  `]

  override willUpdate(): void {
    this.detail.about(String(this.collectionId))
  }

  override updated(): void {
    const { answer } = this.detail.reply
    if (answer) document.title = `${answer.name} · ${t('app.name')}`
  }

  override render() {
    const { reply } = this.detail
    const { answer: collection } = reply
    const again = () => this.detail.again()
    if (!collection) {
      return reply.state === 'failed' ? html`<div class="body failed">${pageFailure(reply.failure, again, { heading: t('nav.collection'), notFound: t('collection.unknown') })}</div>`
        : html`<header><h1 class="hidden-text" tabindex="-1">${t('nav.collection')}</h1><div class="bone line"></div><div class="bone block"></div></header><div class="body" aria-hidden="true"><div class="posters">${posterBones(4)}</div></div>`
    }
    const { name, overview, backdropPath, parts } = collection
    const progress = progressOf(parts, library.entry)
    return html`<header>${backdropPath ? html`<img class="backdrop" alt="" src=${imageUrl(1280, backdropPath)} srcset=${backdropSet(backdropPath)} sizes="100vw" fetchpriority="high">` : nothing}
        <h1 tabindex="-1">${name}</h1>${overview ? html`<p class="overview">${overview}</p>` : nothing}
        ${library.isGuest() ? nothing : html`<div class="progress"><span class="figures" role="status">${t('collection.seen', { ...progress })}</span><progress max=${Math.max(1, progress.count)} value=${progress.seen} aria-hidden="true"></progress></div>`}
        <div class="acts">${library.isGuest() ? nothing : this.addAll(parts)}</div></header>
      <div class="body">${reply.state !== 'failed' ? nothing : reply.keptAtMs === undefined ? failureNotice(reply.failure, again) : keptNotice(reply.failure, reply.keptAtMs, again)}
        ${reply.state === 'answered' && collection.stale ? staleNotice() : nothing}
        <h2>${t('collection.parts', { count: parts.length })}</h2><ol class="posters">${parts.map((film) => this.inOrder(film))}</ol></div>`
  }

  private inOrder(film: TitleSummary) {
    const entry = library.entry(film)
    return html`<li><title-link .film=${film} .rating=${entry?.rating ?? null} .note=${isSeen(entry) ? `${film.year ?? ''} · ${t('seen.mark')}` : ''} ?unsent=${library.isUnsent(film)}></title-link>
      ${isSeen(entry) && !entry?.rating ? html`<span class="mark">${icon('check', 18)}</span>` : nothing}</li>`
  }

  /** Those not seen and not yet on it, as one act with one undo. */
  private addAll(parts: readonly TitleSummary[]) {
    const left = parts.filter((film) => { const entry = library.entry(film); return !isSeen(entry) && !entry?.watchlistPriority })
    if (left.length === 0) return html`<p class="soft">${t('collection.addAll.done')}</p>`
    return html`<button class="button now" @click=${() => void doToMany({ name: 'watchlist', priority: 'MEDIUM' }, left)}>${icon('plus', 20)}${t('collection.addAll', { count: left.length })}</button>`
  }
}

customElements.define('collection-screen', CollectionScreen)
declare global { interface HTMLElementTagNameMap { 'collection-screen': CollectionScreen } }
