/** Who may see or edit a list: the people here, one by one, and anyone by link. Its owner's alone. */

import { LitElement, css, html, nothing } from 'lit'
import type { ListRole, ListVisibility } from '../../domain/list.ts'
import { LIST_ROLES } from '../../domain/list.ts'
import type { ListRow } from '../../projections/lists.ts'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { listActs } from '../list-acts.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { disc } from './disc.ts'
import { icon } from './icon.ts'
import { visibilityChoice, visibilityStyles } from './list-visibility.ts'

const choices = ['none', ...LIST_ROLES] as const

export class ShareDialog extends LitElement {
  static override properties = { listId: {} }
  declare listId: string
  protected live = new Live(this)

  constructor() {
    super()
    this.listId = ''
  }

  static override styles = [controls, dialogFrame, visibilityStyles, disc.styles, css`
    h2 { overflow-wrap: anywhere; }
    h3 { margin-block: 0 var(--space-2); }
    section + section { margin-block-start: var(--space-5); }
    .people li { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-3); padding-block: var(--space-2); border-block-end: 1px solid var(--line); }
    .people b { flex: 1 1 8rem; font-weight: 600; overflow-wrap: anywhere; }
    fieldset.roles { display: flex; gap: 2px; margin: 0; padding: 3px; border: 0; border-radius: var(--pill); background: var(--raise-2); }
    .roles label { display: grid; place-content: center; min-block-size: 2.4rem; padding-inline: var(--space-3); border-radius: var(--pill); font-size: var(--size-2); font-weight: 600; cursor: pointer; }
    .roles label:has(:checked) { background: var(--now); color: var(--on-now); }
    .roles label:has([value='none']:checked) { background: var(--raise); color: var(--ink-soft); }
    .roles label:has(:focus-visible) { outline: 3px solid var(--then); outline-offset: 1px; }
    .roles input { position: absolute; opacity: 0; pointer-events: none; }
    .row { justify-content: space-between; }
    @media (forced-colors: active) { .roles label:has(:checked) { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
  `]

  show(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  override render() {
    const list = library.list(this.listId)
    return html`<dialog aria-labelledby="title" closedby="any">${list ? html`
      <h2 id="title">${t('share.title', { name: list.name })}</h2>
      <section aria-labelledby="people"><h3 id="people">${t('share.people')}</h3>${this.people(list)}</section>
      <section @change=${(event: Event) => this.open(list, event)}>${visibilityChoice(list.visibility)}</section>
      <form method="dialog" class="row below">${list.visibility === 'private' ? html`<span></span>` : html`<button type="button" class="button" @click=${() => void listActs.copyLink(list)}>${icon('link', 18)}${t('list.copyLink')}</button>`}
        <button class="button now">${t('list.find.done')}</button></form>` : nothing}</dialog>`
  }

  private people(list: ListRow) {
    const known = library.people()
    if (known.length === 0) return html`<p class="soft small">${t('share.unknown')}</p>`
    const others = known.filter(({ userId }) => userId !== list.ownerId)
    if (others.length === 0) return html`<p class="soft small">${t('share.none')}</p>`
    return html`<ul class="people">${others.map(({ userId, username }) => {
      const role = list.members.find((member) => member.userId === userId)?.role ?? 'none'
      return html`<li>${disc.of(username)}<b>${username}</b>
        <fieldset class="roles"><legend class="hidden-text">${t('share.role', { name: username })}</legend>${choices.map((choice) => html`
          <label><input type="radio" name="role-${userId}" value=${choice} .checked=${choice === role} @change=${() => this.choose(list, userId, choice)}>${t(`share.role.${choice}`)}</label>`)}</fieldset></li>`
    })}</ul>`
  }

  private open(list: ListRow, event: Event): void {
    listActs.setVisibility(list, (event.target as HTMLInputElement).value as ListVisibility)
  }

  private choose(list: ListRow, userId: string, choice: ListRole | 'none'): void {
    if (choice === 'none') listActs.unshare(list, userId)
    else listActs.share(list, userId, choice)
  }
}

customElements.define('share-dialog', ShareDialog)
declare global { interface HTMLElementTagNameMap { 'share-dialog': ShareDialog } }
