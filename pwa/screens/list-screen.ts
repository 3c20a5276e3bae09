/** One list: what it is about, its titles in their order, who may see it, and what happened to it. */

import { LitElement, html, nothing } from 'lit'
import { disc } from '../elements/disc.ts'
import '../elements/history-list.ts'
import { icon } from '../elements/icon.ts'
import { backdropSet, imageUrl } from '../elements/image.ts'
import '../elements/list-form-dialog.ts'
import '../elements/list-rows.ts'
import { visibilityIcon } from '../elements/list-visibility.ts'
import { intertitle } from '../elements/notices.ts'
import { Live } from '../house.ts'
import type { MyList } from '../library.ts'
import { library, listSubject } from '../library.ts'
import { listActs } from '../list-acts.ts'
import type { Asked } from '../moments.ts'
import { askedOf } from '../moments.ts'
import { past } from '../past.ts'
import { profilePath } from '../profile-paths.ts'
import { atMoment, listPath } from '../routes.ts'
import { ago, runtime } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { listStyles } from './list-styles.ts'

export class ListScreen extends LitElement {
  static override properties = { listId: {}, at: {} }
  declare listId: string
  /** The moment to show, as the address has it; null for now. */
  declare at: string | null
  protected live = new Live(this)
  /** The list that was last seen here, to tell one that is no longer shared from one that never was. */
  #seen: string | undefined

  static override styles = [controls, dialogFrame, listStyles, disc.styles]

  override updated(): void {
    const list = library.list(this.listId)
    if (!list) return
    this.#seen = list.key
    document.title = `${list.name} · ${t('app.name')}`
  }

  override render() {
    const list = library.list(this.listId)
    if (!list) return this.live.whole ? this.missing() : bones()
    const asked = askedOf(this.at, Date.now())
    if (asked) return this.then(list, asked)
    const mayEdit = library.mayEditList(list)
    const own = list.myRole === 'owner'
    const empty = library.listItems(list.key).length === 0
    return html`${this.header(list, mayEdit)}
      <div class="body">
        <section class="titles">${list.deletedAt ? this.deleted(list, own) : !mayEdit ? html`<div class="notice">${icon('eye')}<p>${t('list.readOnly', { name: library.personName(list.ownerId) })}</p></div>` : nothing}
          <h2 class="hidden-text">${t('list.items')}</h2>
          ${!empty ? html`<list-rows .list=${list} ?editable=${mayEdit}></list-rows>`
            : mayEdit ? intertitle(t('list.empty'), t('list.empty.lead'), this.addButton()) : intertitle(t('list.empty'), t('list.empty.viewer'))}</section>
        <section class="past"><div class="heading"><h2>${t('list.history')}</h2>
          <a class="button then" href=${atMoment(listPath(list.key), past.start(Date.now(), listSubject(list.key)))}>${icon('clock', 18)}${t('then.open')}</a></div><history-list .about=${listSubject(list.key)}></history-list></section>
      </div>
      <list-find-dialog listId=${list.key}></list-find-dialog><share-dialog listId=${list.key}></share-dialog><list-form-dialog></list-form-dialog>
      ${own ? nothing : html`<dialog aria-labelledby="leaving"><h2 id="leaving">${t('list.leave.title', { name: list.name })}</h2><p>${t('list.leave.lead', { name: library.personName(list.ownerId) })}</p>
        <form method="dialog" class="row"><button class="button">${t('list.leave.stay')}</button><button class="button now" @click=${() => void listActs.leave(list)}>${t('list.leave')}</button></form></dialog>`}`
  }

  private then(list: MyList, asked: NonNullable<Asked>) {
    void import('./list-then.ts')
    return html`<header class="plain then"><p class="kind">${t('then.title')}</p><h1 tabindex="-1">${list.name}</h1></header>
      <div class="body then"><list-then listId=${list.key} .asked=${asked}></list-then></div>`
  }

  private header(list: MyList, mayEdit: boolean) {
    const films = library.listItems(list.key)
    const backdrop = films.map((item) => library.card(item)?.backdropPath).find((path) => path)
    const minutes = films.reduce((sum, item) => sum + (library.card(item)?.runtimeMinutes ?? 0), 0)
    return html`<header class=${backdrop ? '' : 'plain'}>
      ${backdrop ? html`<img class="backdrop" alt="" src=${imageUrl(1280, backdrop)} srcset=${backdropSet(backdrop)} sizes="100vw" fetchpriority="high">` : nothing}
      <p class="kind">${icon(visibilityIcon(list.visibility), 16)}${t(`list.visibility.${list.visibility}`)}${list.myRole === 'owner' ? nothing : html`<span>${t('lists.by', { name: library.personName(list.ownerId) })}</span>`}</p>
      <h1 tabindex="-1">${list.name}</h1>
      ${list.description ? html`<p class="about">${list.description}</p>` : nothing}
      <p class="meta figures"><span>${t('lists.count', { count: films.length })}</span>${minutes > 0 ? html`<span>${runtime(minutes)}</span>` : nothing}
        ${library.isUnsent({ listId: list.key }) ? html`<span class="unsent">${icon('sync', 16)}${t('unsent.mark')}</span>` : nothing}</p>
      ${list.members.length === 0 ? nothing : html`<ul class="members" aria-label=${t('lists.sharedWith')}>${list.members.map(({ userId, role }) => html`<li>${disc.of(library.personName(userId))}<span><a href=${profilePath(library.personName(userId))}>${library.personName(userId)}</a><small>${t(`lists.role.${role}`)}</small></span></li>`)}</ul>`}
      ${list.deletedAt ? nothing : html`<div class="acts">${mayEdit ? this.addButton() : nothing}${list.myRole === 'owner' ? this.ownersActs(list) : nothing}
        ${list.visibility === 'private' ? nothing : html`<button class="button" @click=${() => void listActs.copyLink(list)}>${icon('link', 20)}${t('list.copyLink')}</button>`}
        ${this.menu(list)}</div>`}</header>`
  }

  private addButton() {
    return html`<button class="button now" @click=${this.find}>${icon('plus', 20)}${t('list.add')}</button>`
  }

  private async find(): Promise<void> {
    await import('../elements/list-find-dialog.ts')
    this.renderRoot.querySelector('list-find-dialog')?.show()
  }

  private ownersActs(list: MyList) {
    return html`<button class="button ${list.members.length > 0 ? 'on' : ''}" @click=${this.share}>${icon('people', 20)}${t('list.share')}</button>`
  }

  private async share(): Promise<void> {
    await import('../elements/share-dialog.ts')
    this.renderRoot.querySelector('share-dialog')?.show()
  }

  private menu(list: MyList) {
    const own = list.myRole === 'owner'
    return html`<button class="button round" popovertarget="menu" aria-label=${t('list.more')} title=${t('list.more')}>${icon('more', 24)}</button>
      <div id="menu" popover role="group" aria-label=${t('list.more')}>
        ${library.mayEditList(list) && library.listItems(list.key).length > 0 ? html`<button class="item" @click=${() => this.choose(() => this.renderRoot.querySelector('list-rows')?.toggleBoxes())}>${icon('check', 20)}${t('list.select')}</button>` : nothing}
        ${own ? html`<button class="item" @click=${() => this.choose(() => this.renderRoot.querySelector('list-form-dialog')?.show(list))}>${icon('pen', 20)}${t('list.edit')}</button>
          <button class="item" @click=${() => this.choose(() => listActs.delete(list))}>${icon('bin', 20)}${t('list.delete')}</button>`
        : html`<button class="item" @click=${() => this.choose(() => this.renderRoot.querySelector('dialog')?.showModal())}>${icon('out', 20)}${t('list.leave')}</button>`}</div>`
  }

  private choose(run: () => void): void {
    this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover()
    // A dialog that opens now gives the focus back to it.
    this.renderRoot.querySelector<HTMLElement>('[popovertarget]')?.focus()
    run()
  }

  private deleted(list: MyList, own: boolean) {
    return html`<div class="notice bad">${icon('bin')}<p>${own ? t('list.deleted', { when: ago(list.deletedAt!, Date.now()) }) : t('list.deleted.byOwner')}</p>
      ${own ? html`<button class="button then" @click=${() => listActs.restore(list)}>${icon('undo', 18)}${t('lists.restore')}</button>` : nothing}</div>`
  }

  private missing() {
    const words = this.#seen === this.listId ? 'list.gone' : 'list.missing'
    return html`<div class="alone"><h1 class="hidden-text" tabindex="-1">${t('nav.list')}</h1>${intertitle(t(words), t(`${words}.lead`), html`<a class="button now" href="/lists">${t('list.toLists')}</a>`)}</div>`
  }
}

function bones() {
  return html`<header aria-hidden="true"><div class="bone line"></div><div class="bone line short"></div></header><h1 class="hidden-text" tabindex="-1">${t('nav.list')}</h1>
    <div class="body" aria-busy="true"><div>${[0, 1, 2, 3].map(() => html`<div class="bone row"></div>`)}</div></div>`
}

customElements.define('list-screen', ListScreen)
declare global { interface HTMLElementTagNameMap { 'list-screen': ListScreen } }
