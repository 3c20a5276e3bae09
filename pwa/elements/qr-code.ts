/** A QR code, dark on light whatever the theme: that is what cameras read. */

import type { TemplateResult } from 'lit'
import { css, html, svg } from 'lit'
import { encode } from 'uqr'

export const qrStyles = css`
  .qr { inline-size: 12rem; max-inline-size: 100%; padding: var(--space-3); border-radius: var(--round-2); background: #fff; color: #000; forced-color-adjust: none; }
  .qr svg { display: block; inline-size: 100%; block-size: auto; }
`

/** `label` says what it is to who cannot see it. */
export function qrCode(text: string, label: string): TemplateResult {
  const { data, size } = encode(text, { border: 0 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => dark ? [`M${x} ${y}h1v1h-1z`] : [])).join('')
  return html`<div class="qr" role="img" aria-label=${label}>${svg`<svg viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d=${path} fill="currentColor"></path></svg>`}</div>`
}
