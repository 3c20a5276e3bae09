/** A new list, or another name and description for one. */

import { LitElement, css, html, nothing } from 'lit'
import type { ListVisibility } from '../../domain/list.ts'
import { listCommands } from '../../domain/list.ts'
import type { ListRow } from '../../projections/lists.ts'
import { listActs } from '../list-acts.ts'
import { goTo, listPath } from '../routes.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { visibilityChoice, visibilityStyles } from './list-visibility.ts'

const nameMax = listCommands.RenameList.properties.name.maxLength!
const descriptionMax = listCommands.DescribeList.properties.description.maxLength!

export class ListFormDialog extends LitElement {
  static override properties = { list: { state: true } }
  /** The one that is edited; undefined for a new one. */
  declare list: ListRow | undefined

  static override styles = [controls, dialogFrame, visibilityStyles, css`
    form { display: grid; gap: var(--space-4); }
    textarea.input { min-block-size: 5.5rem; }
    h2 { margin: 0; }
  `]

  show(list?: ListRow): void {
    this.list = list
    this.requestUpdate()
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector('form')?.reset()
      this.renderRoot.querySelector('dialog')?.showModal()
    })
  }

  private async save(event: SubmitEvent): Promise<void> {
    const fields = new FormData(event.target as HTMLFormElement)
    const name = String(fields.get('name')).trim()
    const description = String(fields.get('description')).trim()
    if (this.list) return listActs.describe(this.list, name, description)
    const listId = await listActs.create({ name, description, visibility: fields.get('visibility') as ListVisibility })
    if (listId !== undefined) goTo(listPath(listId))
  }

  override render() {
    const { list } = this
    return html`<dialog aria-labelledby="title" closedby="any"><form method="dialog" @submit=${this.save}>
      <h2 id="title">${t(list ? 'list.edit' : 'lists.new')}</h2>
      <label class="field"><span>${t('list.name')}</span><input class="input" name="name" required pattern=".*\\S.*" maxlength=${nameMax} autocomplete="off" value=${list?.name ?? ''} autofocus></label>
      <label class="field"><span>${t('list.description')}</span><textarea class="input" name="description" maxlength=${descriptionMax} placeholder=${t('list.description.help')} .defaultValue=${list?.description ?? ''}></textarea></label>
      ${list ? nothing : visibilityChoice('private')}
      <div class="row below"><button type="button" class="button" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('act.cancel')}</button>
        <button class="button now">${t(list ? 'act.save' : 'list.create')}</button></div></form></dialog>`
  }
}

customElements.define('list-form-dialog', ListFormDialog)
declare global { interface HTMLElementTagNameMap { 'list-form-dialog': ListFormDialog } }
