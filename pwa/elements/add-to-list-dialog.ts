/** One title, all the lists one may edit: ticked where it is, and a new list with it in one step. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { ListRow } from '../../projections/lists.ts'
import { listCommands } from '../../domain/list.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { listActs } from '../list-acts.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { visibilityIcon } from './list-visibility.ts'
import type { Film } from './title-link.ts'

const nameMax = listCommands.RenameList.properties.name.maxLength!

export class AddToListDialog extends LitElement {
  static override properties = { film: { state: true } }
  declare film: Film | undefined
  protected live = new Live(this)

  static override styles = [controls, dialogFrame, css`
    dialog { inline-size: min(28rem, calc(100vw - 2rem)); }
    ul { max-block-size: 22rem; overflow-y: auto; margin-inline: calc(-1 * var(--space-3)); }
    label.list { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: var(--space-3); min-block-size: 3.25rem; padding-inline: var(--space-3); border-radius: var(--round-2); cursor: pointer; }
    label.list:hover { background: var(--raise-2); }
    label.list b { font-weight: 600; overflow-wrap: anywhere; }
    label.list small { display: block; color: var(--ink-faint); font-size: var(--size-1); }
    label.list svg { color: var(--ink-faint); }
    input[type='checkbox'] { inline-size: 1.35rem; block-size: 1.35rem; margin: 0; accent-color: var(--now); cursor: pointer; }
    form.new { display: flex; gap: var(--space-2); margin-block-start: var(--space-4); padding-block-start: var(--space-4); border-block-start: 1px solid var(--line); }
    form.new .input { flex: 1; min-inline-size: 0; }
  `]

  show(film: Film): void {
    this.film = film
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLFormElement>('form.new')?.reset()
      this.renderRoot.querySelector('dialog')?.showModal()
    })
  }

  private async create(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const name = String(new FormData(form).get('name')).trim()
    const { film } = this
    if (name === '' || !film) return
    form.reset()
    const listId = await listActs.create({ name, description: '', visibility: 'private' })
    if (listId !== undefined) listActs.add(listId, film)
  }

  override render() {
    const editable = library.lists().filter(library.mayEditList)
    return html`<dialog aria-labelledby="title" closedby="any">${this.film ? html`
      <h2 id="title">${t('addToList.title', { title: this.film.title })}</h2>
      ${editable.length === 0 ? html`<p class="soft">${t('addToList.none')}</p>` : html`<ul>${repeat(editable, ({ key }) => key, (list) => html`<li>${this.choice(list, this.film!)}</li>`)}</ul>`}
      <form class="new" @submit=${this.create}><input class="input" name="name" aria-label=${t('addToList.new')} placeholder=${t('addToList.new')} maxlength=${nameMax} autocomplete="off">
        <button class="button">${icon('plus', 18)}${t('addToList.create')}</button></form>
      <form method="dialog" class="row"><button class="button now">${t('list.find.done')}</button></form>` : nothing}</dialog>`
  }

  private choice(list: ListRow, film: Film) {
    const on = library.isOnList(list.key, film)
    const change = (event: Event) => (event.target as HTMLInputElement).checked ? listActs.add(list.key, film) : listActs.remove(list.key, film)
    return html`<label class="list"><input type="checkbox" .checked=${on} @change=${change}>
      <span><b>${list.name}</b><small class="figures">${t('lists.count', { count: list.itemCount })}${library.isMe(list.ownerId) ? '' : ` · ${t('lists.by', { name: library.personName(list.ownerId) })}`}</small></span>
      ${icon(visibilityIcon(list.visibility), 18)}</label>`
  }
}

customElements.define('add-to-list-dialog', AddToListDialog)
declare global { interface HTMLElementTagNameMap { 'add-to-list-dialog': AddToListDialog } }
