/**
 * Picking several of a screen's rows, as a controller: by boxes, by finger, or by keys. X picks the row in focus, with Shift all up to it;
 * arrows go from row to row, with Shift they pick on the way; Ctrl+A picks all; Escape picks none. A finger that rests on a row
 * picks it; from then on a tap picks as well, until nothing is being picked any more.
 */

import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import type { Selection } from '../screens/selection.ts'
import { extend, keysOf, NOTHING_SELECTED, remaining, selectAll, toggleAll } from '../screens/selection.ts'
import { isField } from '../shortcuts.ts'
import { t } from '../strings/picking.ts'
import type { ArrowKey } from './arrow-step.ts'
import { isArrow, nextBox } from './arrow-step.ts'
import { icon } from './icon.ts'
import { LongPress } from './long-press.ts'

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode & Partial<DocumentOrShadowRoot> }

const rowIn = (path: readonly EventTarget[]): string | undefined => path.find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset['key'] !== undefined)?.dataset['key']

export class Picking implements ReactiveController {
  readonly #host: Host
  readonly #order: () => readonly string[]
  readonly #roots: () => readonly ParentNode[]
  readonly #isWhole: () => boolean
  #selection: Selection = NOTHING_SELECTED
  /** All was asked for while not all was there. */
  #all = false
  #active = false
  #touch = new LongPress((path) => {
    const row = this.#pickableIn(path)
    if (row === undefined) return false
    this.#pick(row, false)
    return true
  }, () => this.#active)

  /** `order`: the keys of what may be picked now, as the screen shows it; none where nothing may. `roots`: where its rows are. `isWhole`: nothing more of it is on its way. */
  constructor(host: Host, order: () => readonly string[], roots: () => readonly ParentNode[] = () => [host.renderRoot], isWhole = () => true) {
    this.#host = host
    this.#order = order
    this.#roots = roots
    this.#isWhole = isWhole
    host.addController(this)
  }

  hostConnected(): void {
    addEventListener('keydown', this.#pressed)
    this.#touch.listen()
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this.#pressed)
    this.#touch.leave()
  }

  /** Boxes to pick by are in sight. */
  get active(): boolean {
    return this.#active
  }

  get keys(): ReadonlySet<string> {
    return this.#selection.keys
  }

  /** By a button: whoever pressed it goes on at the first box in sight, unless they have gone elsewhere by then. */
  start(): void {
    const root = this.#host.renderRoot
    const from = root.activeElement
    this.#select(this.#selection)
    void this.#host.updateComplete.then(() => {
      if (root.activeElement && root.activeElement !== from) return
      const boxes = this.#roots().flatMap((each) => [...each.querySelectorAll<HTMLElement>('.pick')])
      boxes.find((box) => box.getBoundingClientRect().bottom > 0)?.focus({ preventScroll: true })
    })
  }

  all(): void {
    this.#select(selectAll(this.#order()))
    this.#all = !this.#isWhole()
  }

  /** Boxes, or none: for the button that says so. */
  readonly turn = (): void => {
    if (this.#active) this.leave()
    else this.start()
  }

  readonly leave = (): void => {
    // A box that goes takes no focus along.
    const row = this.#rows().findLast((each) => each.querySelector('.pick:focus'))
    if (row) aimIn(row)?.focus({ preventScroll: true })
    this.#selection = NOTHING_SELECTED
    this.#all = this.#active = false
    this.#host.requestUpdate()
  }

  /** Drops what is not there any more, and adds what was still to come when all was picked. Call it from `willUpdate`. */
  settle(): void {
    if (this.#all && this.#isWhole()) {
      this.#all = false
      this.#selection = selectAll(this.#order())
    }
    if (this.keys.size > 0) this.#selection = remaining(this.#selection, this.#order())
  }

  /** A box to pick what one row stands for. The row carries the same `rowKey` as `data-key`. */
  box(row: string, name: string): TemplateResult | typeof nothing {
    if (!this.#active) return nothing
    const picked = keysOf(row).filter((key) => this.keys.has(key)).length
    const on = picked > 0 && picked === keysOf(row).length
    return html`<button class="pick" role="checkbox" aria-checked=${on ? 'true' : picked > 0 ? 'mixed' : 'false'} aria-label=${t('bulk.select', { name })}
      @click=${(event: MouseEvent) => this.#pick(row, event.shiftKey)}>${on ? icon('check', 18) : nothing}</button>`
  }

  #pickableIn(path: readonly EventTarget[]): string | undefined {
    const row = rowIn(path)
    if (row === undefined || !path.includes(this.#host as unknown as EventTarget)) return undefined
    const order = new Set(this.#order())
    return keysOf(row).some((key) => order.has(key)) ? row : undefined
  }

  #pressed = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey, shiftKey, defaultPrevented } = event
    const path = event.composedPath()
    if (defaultPrevented || altKey || isField(path[0]) || document.querySelector('batch-dialog')?.open || this.#order().length === 0) return
    if (path.some((node) => node instanceof HTMLDialogElement)) return
    // It closes the open menu, and only that.
    if (key === 'Escape' && this.#host.renderRoot.querySelector('bulk-bar')?.menuOpen) return
    if ((ctrlKey || metaKey) && key.toLowerCase() === 'a') this.all()
    else if (key === 'Escape' && this.#active) this.leave()
    else if (isArrow(key) && !ctrlKey && !metaKey) {
      if (!this.#step(key, shiftKey)) return
    }
    else if (key.toLowerCase() === 'x' && !ctrlKey && !metaKey) {
      const row = this.#pickableIn(path)
      if (row === undefined) return
      this.#pick(row, shiftKey)
    } else return
    event.preventDefault()
  }

  /** From the row that has the focus to its neighbour: to its box from a box, else to its link. False where there is none. */
  #step(arrow: ArrowKey, picking: boolean): boolean {
    const rows = this.#rows()
    const from = rows.find((row) => row.matches(':focus-within'))
    const next = from && nextBox(rows.map((row) => row.getBoundingClientRect()), from.getBoundingClientRect(), arrow)
    const to = next === undefined ? undefined : rows[next]
    const aim = to && (from?.querySelector('.pick:focus') && to.querySelector<HTMLElement>('.pick') || aimIn(to))
    if (!from || !to || !aim) return false
    aim.focus()
    if (!picking) return true
    if (!keysOf(from.dataset['key']!).every((key) => this.keys.has(key))) this.#pick(from.dataset['key']!, false)
    this.#pick(to.dataset['key']!, true)
    return true
  }

  #rows(): readonly HTMLElement[] {
    return this.#roots().flatMap((root) => [...root.querySelectorAll<HTMLElement>('[data-key]:not(button)')])
  }

  #pick(row: string, range: boolean): void {
    const order = this.#order()
    const there = new Set(order)
    const keys = keysOf(row).filter((key) => there.has(key))
    const [first, last] = [keys[0], keys.at(-1)]
    if (first === undefined || last === undefined) return
    if (!range) return this.#select(toggleAll(this.#selection, keys))
    const reached = [first, last].reduce((selection, key) => extend(selection, key, order), this.#selection)
    this.#select({ keys: new Set([...reached.keys, ...keys]), anchor: reached.anchor })
  }

  #select(selection: Selection): void {
    this.#selection = selection
    this.#active = true
    this.#all = false
    this.#host.requestUpdate()
  }
}

/** What of a row takes the focus. */
function aimIn(row: HTMLElement): HTMLElement | null {
  return row.querySelector<HTMLElement>('title-link, a:not([tabindex="-1"])') ?? row.querySelector<HTMLElement>('button:not(.pick)')
}
