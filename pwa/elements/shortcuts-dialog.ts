/** The list of keyboard shortcuts, on `?`. */

import { LitElement, css, html } from 'lit'
import type { PlainKey } from '../strings/t.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'

const command = /Mac|iP(hone|ad|od)/.test(globalThis.navigator?.userAgent ?? '') ? '⌘' : 'Ctrl'
const everywhere: readonly (readonly [readonly string[], PlainKey])[] = [
  [[command, 'K'], 'keys.palette'], [['/'], 'keys.search'], [['L'], 'keys.lists'], [['A'], 'keys.addToList'], [[command, 'Z'], 'keys.undo'], [['Shift', command, 'Z'], 'keys.redo'], [['T'], 'keys.then'], [[','], 'keys.settings'], [['Up', 'Down', 'Left', 'Right'], 'keys.posters'], [['?'], 'keys.help'],
]
const inLibrary: typeof everywhere = [[['X'], 'keys.pick'], [['Shift', 'X'], 'keys.range'], [[command, 'A'], 'keys.all'], [['Esc'], 'keys.none']]
const inList: typeof everywhere = [[['Space'], 'keys.carry'], [['Alt', 'Up', 'Down'], 'keys.moveByOne']]
const inRecommendations: typeof everywhere = [[['Del'], 'keys.dismiss']]
const inEpisode: typeof everywhere = [[['Left', 'Right'], 'keys.turn'], [['W'], 'keys.watched']]
const player: readonly (readonly [readonly string[], PlainKey])[] = [
  [['Space', 'K'], 'keys.play'], [['J', 'L'], 'keys.skip'], [['Left', 'Right'], 'keys.arrows'], [['F'], 'keys.full'], [['M'], 'keys.mute'], [['C'], 'keys.captions'], [['<', '>'], 'keys.speed'],
]

export class ShortcutsDialog extends LitElement {
  static override styles = [controls, dialogFrame, css`
    .top { display: flex; justify-content: space-between; align-items: start; }
    dl { display: grid; grid-template-columns: 1fr auto; gap: var(--space-2) var(--space-4); align-items: center; margin-block-end: var(--space-4); }
    dd { display: flex; gap: var(--space-1); justify-self: end; }
    kbd { min-inline-size: 2rem; padding: 0.2rem 0.5rem; border: 1px solid var(--edge); border-block-end-width: 2px; border-radius: var(--round-1); background: var(--ground); font: 600 var(--size-1) / 1.4 var(--text); text-align: center; }
    h3 { margin-block: var(--space-4) var(--space-3); color: var(--ink-soft); }
  `]

  show(): void {
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  override render() {
    return html`<dialog aria-labelledby="title" closedby="any">
      <div class="top"><h2 id="title">${t('keys.title')}</h2>
        <button class="button plain round" aria-label=${t('act.close')} @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${icon('close')}</button></div>
      ${list(everywhere)}<h3>${t('keys.library')}</h3>${list(inLibrary)}<h3>${t('keys.list')}</h3>${list(inList)}<h3>${t('nav.recommendations')}</h3>${list(inRecommendations)}<h3>${t('keys.episode')}</h3>${list(inEpisode)}<h3>${t('keys.player')}</h3>${list(player)}
    </dialog>`
  }
}

function list(keys: typeof everywhere) {
  return html`<dl>${keys.map(([strokes, does]) => html`<dt>${t(does)}</dt><dd>${strokes.map((stroke) => html`<kbd>${stroke}</kbd>`)}</dd>`)}</dl>`
}

customElements.define('shortcuts-dialog', ShortcutsDialog)
declare global { interface HTMLElementTagNameMap { 'shortcuts-dialog': ShortcutsDialog } }
