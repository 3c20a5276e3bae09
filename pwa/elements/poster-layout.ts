/** How virtualized posters stand side by side, and others above and below them in the same columns. */

import { css } from 'lit'
import { grid } from '@lit-labs/virtualizer/layouts/grid.js'

const sizes = { desktop: { width: 164, height: 306, gap: 18 }, phone: { width: 106, height: 226, gap: 12 } } as const

/** For the width the window has now. */
export function posterLayout() {
  const size = matchMedia('(width < 44rem)').matches ? sizes.phone : sizes.desktop
  return grid({ itemSize: { width: `${size.width}px`, height: `${size.height}px` }, gap: `${size.gap}px`, padding: '0px', justify: 'start', flex: { preserve: 'aspect-ratio' } })
}

export const posterColumns = css`
  .posters { display: grid; grid-template-columns: repeat(auto-fill, minmax(${sizes.desktop.width}px, 1fr)); gap: ${sizes.desktop.gap}px; }
  @media (width < 44rem) { .posters { grid-template-columns: repeat(auto-fill, minmax(${sizes.phone.width}px, 1fr)); gap: ${sizes.phone.gap}px; } }
`
