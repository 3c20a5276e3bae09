/** Ctrl/Cmd+K: go to a screen, a title of the library, or do something. A combobox over a listbox, by the ARIA pattern. */

import { LitElement, css, html, nothing } from 'lit'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'

export interface Choice { readonly group: 'screens' | 'lists' | 'titles' | 'actions'; readonly label: string; readonly hint?: string; readonly icon: IconName; run(): void }

export class CommandPalette extends LitElement {
  static override properties = { choicesFor: { attribute: false }, text: { state: true }, at: { state: true } }
  /** What matches a text, best first; asked on every keystroke, so it must be quick. */
  declare choicesFor: (text: string) => readonly Choice[]
  declare text: string
  declare at: number

  constructor() {
    super()
    this.choicesFor = () => []
    this.text = ''
    this.at = 0
  }

  static override styles = [controls, dialogFrame, css`
    dialog { margin-block-start: 12vh; padding: 0; overflow: hidden; }
    .ask { display: flex; align-items: center; gap: var(--space-3); padding: var(--space-2) var(--space-4); border-block-end: 1px solid var(--line); }
    input { flex: 1; min-block-size: 3rem; border: 0; background: none; font-size: var(--size-3); outline: none; }
    input::placeholder { color: var(--ink-faint); opacity: 1; }
    ul { max-block-size: 24rem; overflow-y: auto; padding: var(--space-2); }
    li { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); padding-inline: var(--space-3); border-radius: var(--round-2); cursor: pointer; }
    li[aria-selected='true'] { background: var(--now-tint); }
    li span { flex: 1; }
    p { padding: var(--space-5); text-align: center; }
    @media (forced-colors: active) { li[aria-selected='true'] { outline: 2px solid Highlight; } }
  `]

  show(): void {
    this.text = ''
    this.at = 0
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  private close(): void {
    this.renderRoot.querySelector('dialog')?.close()
  }

  private choose(choice: Choice | undefined): void {
    if (!choice) return
    this.close()
    choice.run()
  }

  private pressed(event: KeyboardEvent, choices: readonly Choice[]): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) this.at = (this.at + step + choices.length) % Math.max(1, choices.length)
    else if (event.key === 'Enter') this.choose(choices[this.at])
    else return
    event.preventDefault()
  }

  override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }

  override render() {
    const choices = this.choicesFor(this.text)
    return html`<dialog aria-label=${t('keys.palette')} closedby="any">
      <div class="ask">${icon('search')}
        <input type="text" role="combobox" aria-expanded="true" aria-controls="choices" aria-autocomplete="list" autocomplete="off" spellcheck="false"
          aria-label=${t('palette.label')} placeholder=${t('palette.label')} aria-activedescendant=${choices.length ? `choice-${this.at}` : nothing}
          .value=${this.text} @input=${(event: InputEvent) => { this.text = (event.target as HTMLInputElement).value; this.at = 0 }}
          @keydown=${(event: KeyboardEvent) => this.pressed(event, choices)}></div>
      <ul id="choices" role="listbox" aria-label=${t('keys.palette')}>${choices.map((choice, index) => html`
        <li id="choice-${index}" role="option" aria-selected=${index === this.at ? 'true' : 'false'} @click=${() => this.choose(choice)} @pointermove=${() => { this.at = index }}>
          ${icon(choice.icon, 20)}<span>${choice.label}</span><small class="faint">${choice.hint ?? t(`palette.${choice.group}`)}</small></li>`)}</ul>
      ${choices.length === 0 ? html`<p class="soft" role="status">${t('palette.none')}</p>` : nothing}
    </dialog>`
  }
}

customElements.define('command-palette', CommandPalette)
declare global { interface HTMLElementTagNameMap { 'command-palette': CommandPalette } }
