/** A list among lists: its first posters, its name, how long it is, and whose. */

import { LitElement, css, html, nothing } from 'lit'
import type { ListRow } from '../../projections/lists.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { listPath } from '../routes.ts'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { visibilityIcon } from './list-visibility.ts'
import './poster-fan.ts'

export class ListCard extends LitElement {
  static override properties = { list: { attribute: false } }
  declare list: ListRow
  protected live = new Live(this)

  static override styles = [controls, css`
    a { display: grid; gap: var(--space-3); text-decoration: none; border-radius: var(--round-3); }
    a:focus-visible { outline-offset: 4px; border-radius: var(--round-3); }
    poster-fan { transition: transform var(--calm); }
    @media (hover: hover) { a:hover poster-fan { transform: translateY(-4px); } a:hover h3 { color: var(--now); } }
    h3 { font: 400 var(--size-4) / 1.2 var(--display); overflow-wrap: anywhere; transition: color var(--quick); }
    p { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-2); color: var(--ink-soft); font-size: var(--size-2); }
    .dot::before { content: '·'; margin-inline-end: var(--space-2); }
    .unsent { display: inline-flex; align-items: center; gap: var(--space-1); color: var(--then); }
  `]

  override render() {
    const { key, name, itemCount, visibility, ownerId } = this.list
    const own = library.isMe(ownerId)
    return html`<a href=${listPath(key)}>
      <poster-fan .films=${library.listItems(key).map(library.film)}></poster-fan>
      <div><h3>${name}</h3>
        <p class="figures">${icon(visibilityIcon(visibility), 16)}<span class="hidden-text">${t(`list.visibility.${visibility}`)}</span>
          <span>${t('lists.count', { count: itemCount })}</span>
          ${own ? nothing : html`<span class="dot">${t('lists.by', { name: library.personName(ownerId) })}</span>`}
          ${library.isUnsent({ listId: key }) ? html`<span class="unsent">${icon('sync', 14)}<span class="hidden-text">${t('unsent.mark')}</span></span>` : nothing}</p></div></a>`
  }
}

customElements.define('list-card', ListCard)
declare global { interface HTMLElementTagNameMap { 'list-card': ListCard } }
