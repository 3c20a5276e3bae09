/** The library as it was at a moment, each title with what became of it, and a way to put it back. Everything else is read-only. */

import { LitElement, css, html, nothing } from 'lit'
import { FocusKept } from '../elements/focus-kept.ts'
import { icon } from '../elements/icon.ts'
import { intertitle } from '../elements/notices.ts'
import { cellLayout } from '../elements/poster-layout.ts'
import { noMoment } from '../elements/then-notices.ts'
import '../elements/time-machine.ts'
import '../elements/title-link.ts'
import { virtualItems } from '../elements/virtual-items.ts'
import { HeldMoment } from '../held-moment.ts'
import { Live } from '../house.ts'
import { filmOf } from '../library.ts'
import type { Asked } from '../moments.ts'
import { past } from '../past.ts'
import { putBack } from '../put-back.ts'
import { atMoment, goTo, titlePath } from '../routes.ts'
import { tellField } from '../strings/fact.ts'
import { calendarDate, listed } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { libraryStyles } from './library-styles.ts'
import type { ShelvedThen } from './shelf-then.ts'
import { SINCE } from './shelf-then.ts'
import type { Wish } from './shelf.ts'
import { SHELVES, libraryPath, shelve, wishOf } from './shelf.ts'

const cells = { desktop: { width: 164, height: 366, gap: 18 }, phone: { width: 106, height: 292, gap: 12 } } as const

export class LibraryThen extends LitElement {
  static override properties = { query: { attribute: false }, asked: { attribute: false } }
  declare query: URLSearchParams
  declare asked: NonNullable<Asked>
  protected live = new Live(this)
  protected focusKept = new FocusKept(this, '.shelves [aria-current="page"]')
  private moment = new HeldMoment(this, (at) => libraryPath({ ...wishOf(this.query), at, ...at === '' ? { since: '' } : {} }))

  static override styles = [controls, libraryStyles, css`
    time-machine { margin-block-end: var(--space-4); }
    .since { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-block: var(--space-4); align-items: center; }
    .since .input { flex: 1 1 10rem; max-inline-size: 20rem; }
    .cell { display: grid; align-content: space-between; gap: var(--space-2); }
    .cell.added title-link { opacity: 0.72; }
    .cell .button { inline-size: 100%; padding-inline: var(--space-2); }
    .bone { block-size: 12rem; }
    @media (width < 44rem) { .since { flex-wrap: nowrap; position: relative; overflow-x: auto; scrollbar-width: none; margin-inline: calc(-1 * var(--gutter)); padding-inline: var(--gutter); } .since .input { flex: 0 0 9rem; } .since .button { flex: none; } }
  `]

  private go(change: Partial<Wish>): void {
    goTo(libraryPath({ ...wishOf(this.query), ...change }), 'replace')
  }

  override render() {
    const nowMs = Date.now()
    const wish = wishOf(this.query)
    const none = noMoment(this.asked, libraryPath({ ...wish, at: '' }), nowMs)
    if (none || 'problem' in this.asked) return none
    const ms = this.moment.msOf(this.asked.at)
    const at = new Date(ms).toISOString()
    const span = past.span(nowMs)!
    const all = past.shelf(at, wish.shelf)
    const shown = shelve(all.filter(({ since }) => wish.since === '' ? since !== 'added' : since === wish.since), wish)
    const differing = shown.filter(({ since }) => since !== 'same')
    return html`<time-machine .ms=${ms} .span=${span} .notable=${past.notable()} .neighbours=${past.neighbours(ms)}
        @moment=${this.moment.chose}>
        ${differing.length < 2 ? nothing : html`<button slot="acts" class="button then" @click=${() => void putBack(differing.map(({ entry, fields }) => ({ title: entry, fields })), at)}>
          ${icon('undo', 18)}${t('then.all', { count: differing.length })}</button>`}
        <p role="status">${this.words(all)}</p></time-machine>
      <nav class="shelves" aria-label=${t('library.shelves')}>${SHELVES.map((shelf) => html`
        <a href=${libraryPath({ shelf, at: wish.at })} aria-current=${shelf === wish.shelf ? 'page' : 'false'}>${t(`library.${shelf}`)}<span class="figures">${past.count(at, shelf)}</span></a>`)}</nav>
      ${all.length > 0 ? this.filters(all, wish) : nothing}
      ${this.titles(shown, ms < span.firstMs ? span.firstMs : undefined, at)}`
  }

  private words(all: readonly ShelvedThen[]): string {
    const told = SINCE.map((since) => [since, all.filter((found) => found.since === since).length] as const).filter(([, count]) => count > 0)
    return told.length === 0 ? t('then.same') : told.map(([since, count]) => t(`then.${since}`, { count })).join(' ')
  }

  private filters(all: readonly ShelvedThen[], wish: Wish) {
    const shown = SINCE.filter((since) => since === wish.since || all.some((found) => found.since === since))
    return html`<div class="since" role="group" aria-label=${t('then.since')}>
      <input class="input" type="search" aria-label=${t('library.filter')} placeholder=${t('library.filter')} .value=${wish.text} @input=${(event: InputEvent) => this.go({ text: (event.target as HTMLInputElement).value })}>
      ${shown.length === 0 ? nothing : (['', ...shown] as const).map((since) => html`<button class="button ${since === wish.since ? 'on' : ''}" aria-pressed=${since === wish.since ? 'true' : 'false'}
        @click=${() => this.go({ since })}>${t(`then.since.${since || 'all'}`)}<span class="figures faint">${all.filter((found) => since === '' ? found.since !== 'added' : found.since === since).length}</span></button>`)}</div>`
  }

  private titles(found: readonly ShelvedThen[], beginsMs: number | undefined, at: string) {
    if (beginsMs !== undefined && found.length === 0) return intertitle(t('then.before'), t('then.before.lead', { when: calendarDate(new Date(beginsMs).toISOString()) }))
    if (found.length === 0) return intertitle(t('then.nothing'), t('then.nothing.lead'))
    const size = matchMedia('(width < 44rem)').matches ? cells.phone : cells.desktop
    return html`<div class="grid" role="list">${virtualItems({
      items: found,
      keyFunction: ({ entry }) => entry.key,
      layout: cellLayout(size),
      renderItem: (title) => this.cell(title, at),
    })}</div>`
  }

  private cell({ entry, card, since, now, fields }: ShelvedThen, at: string) {
    const film = filmOf(entry, card)
    const was = listed(fields.map((field) => tellField(field, past.entry(entry, at), now)))
    return html`<div role="listitem" class="cell ${since}">
      <title-link .film=${film} .rating=${since === 'added' ? null : entry.rating} note=${this.note({ entry, card, since, now, fields })} href=${atMoment(titlePath(film), at)}></title-link>
      ${since === 'same' ? nothing : html`<button class="button then" aria-label=${t('then.putBack.of', { what: `${film.title}: ${was}` })} @click=${() => void putBack([{ title: entry, fields }], at)}>${t('then.putBack')}</button>`}</div>`
  }

  private note({ since, now, fields }: ShelvedThen): string {
    if (since === 'same') return ''
    const [field] = fields
    return since !== 'changed' || field === undefined || field.startsWith('play:') ? t(`then.since.${since}`) : t('then.nowIs', { what: tellField(field, now) })
  }
}

customElements.define('library-then', LibraryThen)
declare global { interface HTMLElementTagNameMap { 'library-then': LibraryThen } }
