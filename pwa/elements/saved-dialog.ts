/** Asks before a saved film is removed from this device: its bytes cannot be brought back by an undo. One dialog, put on the page when it is needed. */

import { LitElement, css, html } from 'lit'
import { library } from '../library.ts'
import { isGone } from '../saved/leases.ts'
import type { SavedFilm } from '../saved/saved-film.ts'
import { heldBytes } from '../saved/saved-film.ts'
import { bytes } from '../strings/format.ts'
import { t } from '../strings/saved.ts'
import { controls, dialogFrame } from '../styles/controls.ts'

export class SavedDialog extends LitElement {
  static override properties = { film: { state: true } }
  declare film: SavedFilm | undefined
  #answer: (yes: boolean) => void = () => {}

  static override styles = [controls, dialogFrame, css`form { display: grid; gap: var(--space-4); } .row { margin: 0; }`]

  async ask(film: SavedFilm): Promise<boolean> {
    this.film = film
    await this.updateComplete
    const dialog = this.renderRoot.querySelector('dialog')!
    dialog.returnValue = ''
    dialog.showModal()
    return await new Promise((resolve) => { this.#answer = resolve })
  }

  override render() {
    const { film } = this
    return html`<dialog aria-labelledby="what" @close=${(event: Event) => this.#answer((event.target as HTMLDialogElement).returnValue === 'yes')}><form method="dialog">
      <h2 id="what">${t('saved.ask', { title: film?.name ?? '' })}</h2>
      <p>${film && isGone(library.jobById(film.jobId)) ? t('saved.ask.gone') : t('saved.ask.lead', { size: bytes(film ? heldBytes(film) : 0) })}</p>
      <div class="row"><button type="button" class="button" autofocus @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${t('save.keep')}</button><button class="button now" value="yes">${t('save.remove')}</button></div>
    </form></dialog>`
  }
}

customElements.define('saved-dialog', SavedDialog)
declare global { interface HTMLElementTagNameMap { 'saved-dialog': SavedDialog } }

export async function askRemoval(film: SavedFilm): Promise<boolean> {
  const dialog = document.querySelector('saved-dialog') ?? document.body.appendChild(document.createElement('saved-dialog'))
  return await dialog.ask(film)
}
