/** The list of keyboard shortcuts, on `?`. */

import { LitElement, css, html } from 'lit'
import type { PlainKey } from '../strings/t.ts'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import { icon } from './icon.ts'
import type { Shortcut } from '../shortcuts.ts'
import { isOfTitle } from '../shortcuts.ts'
import type { Listed } from './shortcut-list.ts'
import { command, listedShortcuts } from './shortcut-list.ts'

type Keys = readonly (readonly [strokes: readonly string[], does: PlainKey])[]
const listed = listedShortcuts(command)
const faces = { 'rate-1': 'rating.DISLIKE', 'rate-2': 'rating.OK', 'rate-3': 'rating.LIKE', 'rate-4': 'rating.SUPER_LIKE' } as const
const row = ({ strokes, does }: Listed): Keys[number] => [strokes, does in faces ? faces[does as keyof typeof faces] : `keys.${does as Exclude<Shortcut, keyof typeof faces>}`]
const everywhere: Keys = [...listed.filter(({ does }) => !isOfTitle(does)).map((each) => row(each)), [['Up', 'Down', 'Left', 'Right'], 'keys.posters']]
const groups: readonly (readonly [PlainKey, Keys])[] = [
  ['keys.title.atHand', listed.filter(({ does }) => isOfTitle(does)).map((each) => row(each))],
  ['keys.library', [[['X'], 'keys.pick'], [['Shift', 'X'], 'keys.range'], [['Shift', 'Up', 'Down', 'Left', 'Right'], 'keys.extend'], [[command, 'A'], 'keys.all'], [['Esc'], 'keys.none']]],
  ['keys.list', [[['Space'], 'keys.carry'], [['Alt', 'Up', 'Down'], 'keys.moveByOne']]],
  ['nav.recommendations', [[['Del'], 'keys.dismiss']]],
  ['nav.downloads', [[['+', '-'], 'keys.priority']]],
  ['keys.episode', [[['Left', 'Right'], 'keys.turn'], [['W'], 'keys.watched']]],
  ['keys.player', [[['Space', 'K'], 'keys.play'], [['J', 'L'], 'keys.skip'], [['Left', 'Right'], 'keys.arrows'], [['F'], 'keys.full'], [['M'], 'keys.mute'], [['C'], 'keys.captions'], [['<', '>'], 'keys.speed'], [['N'], 'keys.nextOne'], [['Shift', 'N'], 'keys.previousOne'], [['Up', 'Down'], 'keys.volume'], [['+', '-'], 'keys.textSize'], [['[', ']'], 'keys.textShift']]],
]

export class ShortcutsDialog extends LitElement {
  static override styles = [controls, dialogFrame, css`
    .top { display: flex; justify-content: space-between; align-items: center; margin-block-end: var(--space-3); }
    .top h2 { margin: 0; }
    dl { display: grid; grid-template-columns: 1fr auto; gap: var(--space-2) var(--space-4); align-items: center; margin-block-end: var(--space-4); }
    dd { display: flex; flex-wrap: wrap; gap: var(--space-1); justify-content: end; max-inline-size: 38vw; }
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
      ${list(everywhere)}${groups.map(([name, keys]) => html`<h3>${t(name)}</h3>${list(keys)}`)}
    </dialog>`
  }
}

function list(keys: Keys) {
  return html`<dl>${keys.map(([strokes, does]) => html`<dt>${t(does)}</dt><dd>${strokes.map((stroke) => html`<kbd>${stroke}</kbd>`)}</dd>`)}</dl>`
}

customElements.define('shortcuts-dialog', ShortcutsDialog)
declare global { interface HTMLElementTagNameMap { 'shortcuts-dialog': ShortcutsDialog } }
