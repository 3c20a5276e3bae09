/** The focus among the player's controls, as a remote control's arrows move it: along a row, and from row to row. */

import type { Towards } from './keys.ts'

/** From the top of the picture down; what is offered next stands between the picture and the bar. */
const ROWS = ['.top', '::next', '.seek', '.row'] as const

export function focusTowards(player: HTMLElement & { readonly renderRoot: HTMLElement | DocumentFragment }, towards: Towards): void {
  const rows = ROWS.map((row) => row === '::next' ? offered(player) : controlsIn(player.renderRoot.querySelector(row))).filter((controls) => controls.length > 0)
  const at = rows.findIndex((controls) => controls.some(hasFocus))
  const row = rows[at]
  if (!row) return rows.at(-1)?.[0]?.focus()
  if (towards === 'up' || towards === 'down') return rows[at + (towards === 'up' ? -1 : 1)]?.[0]?.focus()
  const forward = (towards === 'right') === (getComputedStyle(row[0]!).direction !== 'rtl')
  row[row.findIndex(hasFocus) + (forward ? 1 : -1)]?.focus()
}

function offered(player: HTMLElement): readonly HTMLElement[] {
  const card = player.querySelector<HTMLElement>('[slot="next"]')
  return controlsIn(card?.shadowRoot ?? null)
}

function controlsIn(part: ParentNode | null): readonly HTMLElement[] {
  return [...part?.querySelectorAll<HTMLElement>('button, select, input, a[href]') ?? []].filter((control) => control.checkVisibility())
}

function hasFocus(control: HTMLElement): boolean {
  return (control.getRootNode() as ShadowRoot).activeElement === control
}
