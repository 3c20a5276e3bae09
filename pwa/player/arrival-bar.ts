/** Beneath the seek bar's thumb: what of the film has arrived, and what is on no server. Told by pattern and in words, not by colour alone. */

import { LitElement, css, html } from 'lit'
import type { Arrival } from '../../projections/wire.ts'
import { percent } from '../strings/format.ts'
import { t } from '../strings/t.ts'
import type { Part } from './arrival.ts'
import { arrivedShare, partsOf } from './arrival.ts'

export class ArrivalBar extends LitElement {
  static override properties = { arrival: { attribute: false } }
  declare arrival: Arrival

  static override styles = css`
    :host { position: absolute; inset-inline: 0; block-size: 5px; border-radius: var(--pill); overflow: hidden; pointer-events: none; }
    i { position: absolute; inset-block: 0; inset-inline-start: calc(var(--from) * 100%); inline-size: max(2px, calc((var(--to) - var(--from)) * 100%)); }
    .landed { background: oklch(1 0 0 / 0.42); }
    .missing { background: repeating-linear-gradient(45deg, var(--bad) 0 3px, oklch(0.1 0.02 335) 3px 6px); }
    @media (forced-colors: active) { .landed { background: GrayText; forced-color-adjust: none; } .missing { background: repeating-linear-gradient(45deg, CanvasText 0 3px, Canvas 3px 6px); forced-color-adjust: none; } }
  `

  override willUpdate(): void {
    this.role = 'img'
    const { missing } = this.arrival
    this.ariaLabel = t(missing.length > 0 ? 'player.arrived.gaps' : 'player.arrived', { share: percent(arrivedShare(this.arrival)), count: missing.length })
  }

  /** Not in the template: the page takes no styles that are written into its markup. */
  override updated(): void {
    const parts = this.parts
    this.renderRoot.querySelectorAll('i').forEach((element, index) => {
      element.style.setProperty('--from', String(parts[index]!.from))
      element.style.setProperty('--to', String(parts[index]!.to))
    })
  }

  private get parts(): readonly (Part & { readonly missing: boolean })[] {
    const { landed, missing, sizeBytes } = this.arrival
    return [...partsOf(landed, sizeBytes).map((part) => ({ ...part, missing: false })), ...partsOf(missing, sizeBytes).map((part) => ({ ...part, missing: true }))]
  }

  override render() {
    return this.parts.map(({ missing }) => html`<i class=${missing ? 'missing' : 'landed'}></i>`)
  }
}

customElements.define('arrival-bar', ArrivalBar)
declare global { interface HTMLElementTagNameMap { 'arrival-bar': ArrivalBar } }
