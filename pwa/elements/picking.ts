/**
 * Picking several titles of a screen, as a controller: by boxes, or by keys. X picks the title in focus, with Shift all up to it;
 * arrows go from title to title, with Shift they pick on the way; Ctrl+A picks all; Escape picks none.
 */

import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import type { Selection } from '../screens/selection.ts'
import { extend, NOTHING_SELECTED, remaining, selectAll, toggle } from '../screens/selection.ts'
import { isField } from '../shortcuts.ts'
import { t } from '../strings/t.ts'
import type { ArrowKey } from './arrow-step.ts'
import { isArrow, nextBox } from './arrow-step.ts'
import { icon } from './icon.ts'

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode }

export class Picking implements ReactiveController {
  readonly #host: Host
  readonly #order: () => readonly string[]
  #selection: Selection = NOTHING_SELECTED
  #active = false

  /** `order`: the keys of what may be picked now, as the screen shows it; none where nothing may. */
  constructor(host: Host, order: () => readonly string[]) {
    this.#host = host
    this.#order = order
    host.addController(this)
  }

  hostConnected(): void {
    addEventListener('keydown', this.#pressed)
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this.#pressed)
  }

  /** Boxes to pick titles by are in sight. */
  get active(): boolean {
    return this.#active
  }

  get keys(): ReadonlySet<string> {
    return this.#selection.keys
  }

  start(): void {
    this.#select(this.#selection)
  }

  readonly leave = (): void => {
    this.#selection = NOTHING_SELECTED
    this.#active = false
    this.#host.requestUpdate()
  }

  /** Drops what is not there any more. Call it from `willUpdate`. */
  settle(): void {
    this.#selection = remaining(this.#selection, this.#order())
  }

  /** A box to pick one by. The row it stands in carries `data-key`. */
  box(key: string, name: string): TemplateResult | typeof nothing {
    if (!this.#active) return nothing
    const on = this.keys.has(key)
    return html`<button class="pick" role="checkbox" aria-checked=${on ? 'true' : 'false'} aria-label=${t('bulk.select', { name })}
      @click=${(event: MouseEvent) => this.#pick(key, event.shiftKey)}>${on ? icon('check', 18) : nothing}</button>`
  }

  #pressed = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented } = event
    const path = event.composedPath()
    if (defaultPrevented || altKey || isField(path[0]) || document.querySelector('batch-dialog')?.open || this.#order().length === 0) return
    if (path.some((node) => node instanceof HTMLDialogElement)) return
    // It closes the open menu, and only that.
    if (key === 'Escape' && this.#host.renderRoot.querySelector('bulk-bar')?.menuOpen) return
    if ((ctrlKey || metaKey) && key.toLowerCase() === 'a') this.#select(selectAll(this.#order()))
    else if (key === 'Escape' && this.#active) this.leave()
    else if (isArrow(key) && !ctrlKey && !metaKey) {
      if (!this.#step(key, shiftKey)) return
    }
    else if (key.toLowerCase() === 'x' && !ctrlKey && !metaKey) {
      const picked = path.find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset['key'] !== undefined)?.dataset['key']
      if (picked === undefined) return
      this.#pick(picked, shiftKey)
    } else return
    event.preventDefault()
  }

  /** From the row that has the focus to its neighbour: to its box from a box, else to its link. False where there is none. */
  #step(arrow: ArrowKey, picking: boolean): boolean {
    const rows = [...this.#host.renderRoot.querySelectorAll<HTMLElement>('[data-key]:not(button)')]
    const from = rows.find((row) => row.matches(':focus-within'))
    const next = from && nextBox(rows.map((row) => row.getBoundingClientRect()), from.getBoundingClientRect(), arrow)
    const to = next === undefined ? undefined : rows[next]
    if (!from || !to) return false
    to.querySelector<HTMLElement>(from.querySelector('.pick:focus') ? '.pick' : 'title-link, a:not([tabindex="-1"])')?.focus()
    if (!picking) return true
    if (!this.keys.has(from.dataset['key']!)) this.#pick(from.dataset['key']!, false)
    this.#pick(to.dataset['key']!, true)
    return true
  }

  #pick(key: string, range: boolean): void {
    this.#select(range ? extend(this.#selection, key, this.#order()) : toggle(this.#selection, key))
  }

  #select(selection: Selection): void {
    this.#selection = selection
    this.#active = true
    this.#host.requestUpdate()
  }
}

export const pickStyles = css`
  .pick { display: grid; place-content: center; inline-size: var(--target); block-size: var(--target); padding: 0; border: 0; background: none; color: var(--on-now); cursor: pointer; }
  .pick::before { content: ''; grid-area: 1 / 1; inline-size: 1.75rem; block-size: 1.75rem; border: 2px solid oklch(0.955 0.012 70); border-radius: var(--round-1); background: oklch(0.168 0.019 335 / 0.72); box-shadow: 0 0 0 1px oklch(0.168 0.019 335 / 0.6); }
  .pick[aria-checked='true']::before { background: var(--now); border-color: var(--now); }
  .pick svg { grid-area: 1 / 1; z-index: 1; place-self: center; }
`
