/** The list of keyboard shortcuts, on `?`. */

import { LitElement, css, html, nothing } from 'lit'
import { replica } from '../house.ts'
import { placeOf } from '../routes.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { keysOf } from './key-groups.ts'

type Groups = ReturnType<typeof keysOf>['here']

export class ShortcutsDialog extends LitElement {
  static override styles = [controls, dialogFrame, css`
    .top { display: flex; justify-content: space-between; align-items: center; margin-block-end: var(--space-3); }
    .top h2 { margin: 0; }
    dl { display: grid; grid-template-columns: 1fr auto; gap: var(--space-2) var(--space-4); align-items: center; margin-block-end: var(--space-4); }
    dd { display: flex; flex-wrap: wrap; gap: var(--space-1); justify-content: end; max-inline-size: 38vw; }
    kbd { min-inline-size: 2rem; padding: 0.2rem 0.5rem; border: 1px solid var(--edge); border-block-end-width: 2px; border-radius: var(--round-1); background: var(--ground); font: 600 var(--size-1) / 1.4 var(--text); text-align: center; }
    summary { display: flex; align-items: center; min-block-size: var(--target); border-block-start: 1px solid var(--line); font-weight: 600; cursor: pointer; }
    h3 { margin-block: var(--space-4) var(--space-3); color: var(--ink-soft); }
  `]

  /** For who is here now, on the screen that is shown. */
  show(): void {
    this.requestUpdate()
    void this.updateComplete.then(() => this.renderRoot.querySelector('dialog')?.showModal())
  }

  override render() {
    const { name: screen = '', bare = false } = placeOf(new URL(location.href))?.route ?? {}
    const { here, elsewhere } = keysOf({ role: replica()?.session.role ?? 'guest', screen, bare, fullScreen: document.fullscreenEnabled, volume: setsVolume() })
    return html`<dialog aria-labelledby="title" closedby="any">
      <div class="top"><h2 id="title">${t('keys.title')}</h2>
        <button class="button plain round" aria-label=${t('act.close')} @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${icon('close')}</button></div>
      ${each(here)}${elsewhere.length === 0 ? nothing : html`<details ?open=${here.every(({ on }) => on === undefined)}><summary>${t('keys.elsewhere')}</summary>${each(elsewhere)}</details>`}
    </dialog>`
  }
}

/** Where the device's own buttons alone do, a page that tries to is not heard. */
function setsVolume(): boolean {
  return Object.assign(document.createElement('video'), { volume: 0.5 }).volume === 0.5
}

function each(groups: Groups) {
  return groups.map(({ name, rows }) => html`${name === null ? nothing : html`<h3>${t(name)}</h3>`}
    <dl>${rows.map(({ strokes, does }) => html`<dt>${t(does)}</dt><dd>${strokes.map((stroke) => html`<kbd>${stroke}</kbd>`)}</dd>`)}</dl>`)
}

customElements.define('shortcuts-dialog', ShortcutsDialog)
declare global { interface HTMLElementTagNameMap { 'shortcuts-dialog': ShortcutsDialog } }
