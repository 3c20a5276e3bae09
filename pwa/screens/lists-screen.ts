/** One's own lists, those that others share, and those that were deleted and can come back. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { ListRow } from '../../projections/lists.ts'
import { icon } from '../elements/icon.ts'
import '../elements/list-card.ts'
import '../elements/list-form-dialog.ts'
import type { ListFormDialog } from '../elements/list-form-dialog.ts'
import { intertitle } from '../elements/notices.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t as ofRoles } from '../strings/role.ts'
import { listActs } from '../list-acts.ts'
import { goTo, listPath } from '../routes.ts'
import { ago } from '../strings/format.ts'
import type { PlainKey } from '../strings/t.ts'
import { t } from '../strings/t.ts'
import { controls, screenFrame } from '../styles/controls.ts'

export class ListsScreen extends LitElement {
  static override properties = { query: { attribute: false } }
  /** `?new` opens the dialog: from the palette. */
  declare query: URLSearchParams
  protected live = new Live(this)

  static override styles = [controls, screenFrame, css`
    section { margin-block-end: var(--space-7); }
    section h2 { margin-block-end: var(--space-4); }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15.5rem, 100%), 1fr)); gap: var(--space-5); }
    @media (width < 44rem) { .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: var(--space-5) var(--space-4); } }
    .bone { aspect-ratio: 16 / 10; border-radius: var(--round-3); }
    .gone { max-inline-size: 54rem; }
    .gone li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: var(--space-4); padding-block: var(--space-2); border-block-end: 1px solid var(--line); }
    .gone a { font-weight: 600; text-decoration: none; overflow-wrap: anywhere; }
    .gone a:hover { text-decoration: underline; }
  `]

  override updated(): void {
    if (!this.live.ready || !this.query.has('new')) return
    goTo('/lists', 'replace')
    this.create()
  }

  private create(): void {
    this.renderRoot.querySelector<ListFormDialog>('list-form-dialog')?.show()
  }

  override render() {
    const own = library.lists().filter(({ myRole }) => myRole === 'owner')
    const shared = library.lists().filter(({ myRole }) => myRole !== 'owner')
    const deleted = library.deletedLists()
    const { whole } = this.live
    const none = whole && own.length + shared.length === 0
    return html`<div class="head"><h1 tabindex="-1">${t('nav.lists')}</h1>${none || library.isGuest() ? nothing : html`<button class="button now" @click=${this.create}>${icon('plus', 20)}${t('lists.new')}</button>`}</div>
      ${whole || own.length + shared.length > 0 ? nothing : html`<div class="cards" aria-busy="true">${[0, 1, 2].map(() => html`<div class="bone"></div>`)}</div>`}
      ${none ? library.isGuest() ? intertitle(t('lists.empty'), ofRoles('role.guest.lists')) : intertitle(t('lists.empty'), t('lists.empty.lead'), html`<button class="button now" @click=${this.create}>${icon('plus', 20)}${t('lists.new')}</button>`) : nothing}
      ${cards(shared.length > 0 ? 'lists.own' : undefined, own)}${cards('lists.shared', shared)}
      ${deleted.length === 0 ? nothing : html`<section class="gone" aria-labelledby="deleted"><h2 id="deleted">${t('lists.deleted')}</h2><p class="soft small">${t('lists.deleted.lead')}</p>
        <ul>${repeat(deleted, ({ key }) => key, deletedRow)}</ul></section>`}
      <list-form-dialog></list-form-dialog>`
  }
}

/** Without a heading where there is only one kind of list. */
function cards(label: PlainKey | undefined, rows: readonly ListRow[]) {
  if (rows.length === 0) return nothing
  return html`<section aria-label=${t(label ?? 'lists.own')}><h2 class=${label ? nothing : 'hidden-text'}>${t(label ?? 'lists.own')}</h2>
    <ul class="cards">${repeat(rows, ({ key }) => key, (list) => html`<li><list-card .list=${list}></list-card></li>`)}</ul></section>`
}

function deletedRow(list: ListRow) {
  return html`<li><div><a href=${listPath(list.key)}>${list.name}</a><p class="soft small figures">${t('lists.count', { count: list.itemCount })} · ${ago(list.deletedAt!, Date.now())}</p></div>
    <button class="button then" aria-label=${t('lists.restoreNamed', { name: list.name })} @click=${() => listActs.restore(list)}>${icon('undo', 18)}${t('lists.restore')}</button></li>`
}

customElements.define('lists-screen', ListsScreen)
declare global { interface HTMLElementTagNameMap { 'lists-screen': ListsScreen } }
