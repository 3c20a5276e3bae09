/** How virtualized posters stand side by side, and others above and below them in the same columns. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { css } from 'lit'
import { grid, GridLayout } from '@lit-labs/virtualizer/layouts/grid.js'
import { direction } from '../strings/language.ts'

const sizes = { desktop: { width: 164, height: 306, gap: 18 }, phone: { width: 106, height: 226, gap: 12 } } as const

/** The virtualizer counts from the left edge; from right to left its cells begin at the right one. */
class MirroredGrid extends GridLayout {
  override _getItemPosition(index: number) {
    const position = super._getItemPosition(index)
    return { ...position, left: -position.left }
  }
}

const usualPx = 16
const narrow = '(width < 44rem)'

/** Draws its host anew when the window becomes as narrow as a phone, as one that is turned does, or wide again. A controller. */
export class CellSizes implements ReactiveController {
  #host: ReactiveControllerHost
  #query: MediaQueryList | undefined
  #changed = () => this.#host.requestUpdate()

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    this.#query = matchMedia(narrow)
    this.#query.addEventListener('change', this.#changed)
  }

  hostDisconnected(): void {
    this.#query?.removeEventListener('change', this.#changed)
  }
}

/** For the width the window has now. */
export function posterLayout() {
  return cellLayout(matchMedia(narrow).matches ? sizes.phone : sizes.desktop)
}

/** In CSS pixels for letters of the usual 16; the cells grow with the letters that stand in them. */
export function cellLayout({ width, height, gap }: { readonly width: number; readonly height: number; readonly gap: number }) {
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / usualPx
  const layout = grid({ itemSize: { width: `${width * scale}px`, height: `${height * scale}px` }, gap: `${gap * scale}px`, padding: '0px', justify: 'start', flex: { preserve: 'aspect-ratio' } })
  return direction === 'rtl' ? { ...layout, type: MirroredGrid } : layout
}

export const posterColumns = css`
  .posters { display: grid; grid-template-columns: repeat(auto-fill, minmax(${sizes.desktop.width / usualPx}rem, 1fr)); gap: ${sizes.desktop.gap / usualPx}rem; }
  @media (width < 44rem) { .posters { grid-template-columns: repeat(auto-fill, minmax(${sizes.phone.width / usualPx}rem, 1fr)); gap: ${sizes.phone.gap / usualPx}rem; } }
`
