/** A list as anyone sees it who has its link: what it is about, by whom, its titles with their notes. Nobody has to sign in. */

import { LitElement, css, html, nothing } from 'lit'
import type { PublicList, PublicListItem } from '../../projections/wire.ts'
import { ask } from '../catalogue.ts'
import { icon, mark } from '../elements/icon.ts'
import { imageUrl, listImages } from '../elements/image.ts'
import { listRowStyles } from '../elements/list-row-styles.ts'
import { failureNotice, intertitle } from '../elements/notices.ts'
import '../elements/poster.ts'
import { Question } from '../elements/question.ts'
import { Live } from '../house.ts'
import { filmOf, library } from '../library.ts'
import { listPath } from '../routes.ts'
import { listed, runtime } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { genreName } from '../strings/topic-name.ts'
import { controls } from '../styles/controls.ts'
import { listHeader } from './list-styles.ts'

export class PublicListScreen extends LitElement {
  static override properties = { listId: {} }
  declare listId: string
  protected live = new Live(this)
  private list = new Question(this, (signal) => ask<PublicList>(`/api/public/lists/${encodeURIComponent(this.listId)}`, signal))

  static override styles = [controls, listRowStyles, listHeader, css`
    :host { --side: max(var(--gutter), (100% - 54rem) / 2); padding-block-end: var(--space-7); }
    header { padding-inline: var(--side); }
    header.short { min-block-size: 9rem; }
    .top { position: absolute; z-index: 1; inset-inline: 0; inset-block-start: 0; display: flex; justify-content: space-between; align-items: center; gap: var(--space-4); padding: max(var(--space-3), env(safe-area-inset-top)) var(--side) 0; color-scheme: dark; color: var(--ink); }
    .top { flex-wrap: wrap; }
    .top a:first-child { display: flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font: 400 1.2rem / 1 var(--display); text-decoration: none; }
    ol, .alone, footer, .bones { inline-size: min(54rem, 100% - 2 * var(--gutter)); margin: var(--space-5) auto 0; }
    /* Strangers get the posters alone: the first of them, out of focus. */
    .far { filter: blur(36px) saturate(1.3); scale: 1.25; }
    footer { color: var(--ink-faint); font-size: var(--size-2); }
    .bone { block-size: 7.5rem; margin-block-end: var(--space-3); }
  `]

  override willUpdate(): void {
    this.list.about(this.listId)
  }

  override updated(): void {
    const name = this.list.reply.answer?.list.name
    if (name !== undefined) document.title = `${name} · ${t('app.name')}`
  }

  override render() {
    const { reply } = this.list
    return html`<nav class="top" aria-label=${t('nav.main')}><a href="/">${mark(26)}${t('app.name')}</a>
        ${library.list(this.listId) ? html`<a class="button" href=${listPath(this.listId)}>${icon('lists', 18)}${t('publicList.own')}</a>` : nothing}</nav>
      <main id="content" tabindex="-1">${reply.answer ? this.shown(reply.answer) : html`<header class="plain short"><h1 class="hidden-text" tabindex="-1">${t('nav.list')}</h1></header>
        ${reply.state === 'failed' ? html`<div class="alone">${reply.failure.kind === 'not-found' ? intertitle(t('publicList.missing'), t('publicList.missing.lead'))
          : failureNotice(reply.failure, () => this.list.again(), { offline: t('publicList.offline') })}</div>`
        : html`<div class="bones" aria-busy="true">${[0, 1, 2, 3].map(() => html`<div class="bone"></div>`)}</div>`}`}</main>`
  }

  private shown({ list, items }: PublicList) {
    const poster = items.map(({ card }) => card?.posterPath).find((path) => path)
    const minutes = items.reduce((sum, { card }) => sum + (card?.runtimeMinutes ?? 0), 0)
    return html`<header class=${poster ? '' : 'plain'}>
        ${poster ? html`<img class="backdrop far" alt="" src=${imageUrl(185, poster, listImages(this.listId))}>` : nothing}
        <p class="kind">${t('publicList.by', { name: list.ownerName })}</p>
        <h1 tabindex="-1">${list.name}</h1>
        ${list.description ? html`<p class="about">${list.description}</p>` : nothing}
        <p class="meta figures"><span>${t('lists.count', { count: items.length })}</span>${minutes > 0 ? html`<span>${runtime(minutes)}</span>` : nothing}</p></header>
      ${items.length === 0 ? html`<div class="alone">${intertitle(t('list.empty'), t('list.empty.viewer'))}</div>` : html`<h2 class="hidden-text">${t('list.items')}</h2><ol aria-label=${t('list.items')}>${items.map((item, at) => this.row(item, at))}</ol>`}
      <footer><p>${t('publicList.made')}</p></footer>`
  }

  private row(item: PublicListItem, at: number) {
    const film = filmOf(item, item.card ?? undefined)
    const facts = [film.year, item.card?.runtimeMinutes ? runtime(item.card.runtimeMinutes) : undefined, item.card && listed(item.card.genres.slice(0, 2).map(genreName))].filter(Boolean)
    return html`<li aria-label=${film.title}><span class="place figures" aria-hidden="true">${at + 1}</span>
      <rewind-poster .path=${film.posterPath} from=${listImages(this.listId)} .name=${film.title} .year=${film.year} sizes="5rem"></rewind-poster>
      <div class="words"><h3>${film.title}</h3><p class="facts figures">${facts.map((fact) => html`<span>${fact}</span>`)}</p>${item.note ? html`<p class="note">${item.note}</p>` : nothing}</div></li>`
  }
}

customElements.define('public-list-screen', PublicListScreen)
declare global { interface HTMLElementTagNameMap { 'public-list-screen': PublicListScreen } }
