/**
 * Ctrl/Cmd+K: go to a screen, a title of the library, somebody, or do something. A combobox over a listbox, by the ARIA pattern. People are looked for
 * when the typing rests, and come last: what is there already does not move.
 */

import type { SVGTemplateResult } from 'lit'
import { LitElement, css, html, nothing } from 'lit'
import { t } from '../strings/t.ts'
import { controls, dialogFrame } from '../styles/controls.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'

export interface Choice { readonly group: 'atHand' | 'recent' | 'searched' | 'screens' | 'lists' | 'titles' | 'search' | 'actions' | 'household' | 'people'; readonly label: string; readonly hint?: string; readonly icon: IconName | SVGTemplateResult; /** Does the same without the palette. */ readonly strokes?: readonly string[]; run(): void }

const restMs = 200

export class CommandPalette extends LitElement {
  static override properties = { choicesFor: { attribute: false }, text: { state: true }, at: { state: true }, people: { state: true } }
  /** What matches a text, best first; asked on every keystroke, so it must be quick. */
  declare choicesFor: (text: string) => readonly Choice[]
  declare text: string
  declare at: number
  /** Who was found for the text, as far as they have been looked for. */
  declare people: readonly Choice[]
  #seeking: AbortController | undefined

  constructor() {
    super()
    this.people = []
    this.choicesFor = () => []
    this.text = ''
    this.at = 0
  }

  static override styles = [controls, dialogFrame, css`
    dialog { margin-block-start: 12vh; padding: 0; overflow: hidden; }
    .ask { display: flex; align-items: center; gap: var(--space-3); padding: var(--space-2) var(--space-4); border-block-end: 1px solid var(--line); }
    .ask:focus-within { border-color: var(--then); box-shadow: 0 1px var(--then); }
    input { flex: 1; min-block-size: 3rem; border: 0; background: none; font-size: var(--size-3); }
    input:focus-visible { outline: none; }
    input::placeholder { color: var(--ink-faint); opacity: 1; }
    .all { max-block-size: min(28rem, 64vh); overflow-y: auto; padding: 0 var(--space-2) var(--space-2); }
    .choice { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); padding-inline: var(--space-3); border-radius: var(--round-2); cursor: pointer; }
    [aria-selected='true'] { background: var(--now-tint); }
    .choice span { flex: 1; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .choice svg { color: var(--ink-soft); }
    h3 { padding: var(--space-3) var(--space-3) var(--space-1); color: var(--ink-faint); font: 600 var(--size-1) / 1.3 var(--text); }
    kbd { min-inline-size: 1.7rem; padding: 0.15rem 0.4rem; border: 1px solid var(--line); border-radius: var(--round-1); color: var(--ink-soft); font: 600 0.75rem / 1.3 var(--text); text-align: center; }
    p { padding: var(--space-5); text-align: center; }
    @media (forced-colors: active) { [aria-selected='true'] { outline: 2px solid Highlight; } }
  `]

  /** `text`: typed already. */
  show(text = ''): void {
    this.typed(text)
    this.renderRoot.querySelector('dialog')?.showModal()
  }

  private typed(text: string): void {
    this.text = text
    this.at = 0
    this.people = []
    this.#seeking?.abort()
    const { signal } = this.#seeking = new AbortController()
    if (text.trim() !== '') setTimeout(() => { if (!signal.aborted) void this.seek(text.trim(), signal) }, restMs)
  }

  private async seek(text: string, signal: AbortSignal): Promise<void> {
    const { findPeople } = await import('./palette-people.ts')
    await findPeople(text, signal, (found) => { if (!signal.aborted) this.people = found })
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

  private nameOf(group: Choice['group'], [first]: readonly Choice[]): string {
    return first?.hint ?? t(`palette.${group}`)
  }

  private option(choice: Choice, index: number) {
    return html`<div class="choice" id="choice-${index}" role="option" aria-selected=${index === this.at ? 'true' : 'false'} @click=${() => this.choose(choice)} @pointermove=${() => { this.at = index }}>
      ${typeof choice.icon === 'string' ? icon(choice.icon, 20) : choice.icon}<span>${choice.label}</span>${choice.strokes?.map((stroke) => html`<kbd aria-hidden="true">${stroke}</kbd>`)}</div>`
  }

  override render() {
    const groups = [...Map.groupBy([...this.choicesFor(this.text), ...this.people], ({ group }) => group)]
    const choices = groups.flatMap(([, found]) => found)
    return html`<dialog aria-label=${t('keys.palette')} closedby="any" @close=${() => this.#seeking?.abort()}>
      <div class="ask">${icon('search')}
        <input type="text" role="combobox" aria-expanded="true" aria-controls="choices" aria-autocomplete="list" autocomplete="off" spellcheck="false"
          aria-label=${t('palette.label')} placeholder=${t('palette.label')} aria-activedescendant=${choices.length ? `choice-${this.at}` : nothing}
          .value=${this.text} @input=${(event: InputEvent) => this.typed((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this.pressed(event, choices)}></div>
      <div id="choices" class="all" role="listbox" aria-label=${t('keys.palette')}>${groups.map(([group, found]) => html`
        <div role="group" aria-label=${this.nameOf(group, found)}><h3 aria-hidden="true">${this.nameOf(group, found)}</h3>${found.map((choice) => this.option(choice, choices.indexOf(choice)))}</div>`)}</div>
      ${choices.length === 0 ? html`<p class="soft" role="status">${t('palette.none')}</p>` : nothing}
    </dialog>`
  }
}

customElements.define('command-palette', CommandPalette)
declare global { interface HTMLElementTagNameMap { 'command-palette': CommandPalette } }
