/** Pictures in a row; one that is opened fills the window, and the arrow keys go on from it. */

import { LitElement, css, html, nothing } from 'lit'
import { t } from '../strings/t.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import { imageUrl } from './image.ts'
import { rowStyles } from './poster-row.ts'

export class PictureGallery extends LitElement {
  static override properties = { label: {}, name: {}, pictures: { attribute: false }, upright: { type: Boolean }, open: { state: true } }
  declare label: string
  /** Of whom or what they are. */
  declare name: string
  declare pictures: readonly string[]
  /** Higher than wide. */
  declare upright: boolean
  /** The one that fills the window; -1 for none. */
  declare open: number

  constructor() {
    super()
    this.open = -1
    this.upright = false
  }

  static override styles = [controls, rowStyles, css`
    :host { --item: clamp(13rem, 60vw, 18rem); }
    :host([upright]) { --item: clamp(7.25rem, 28vw, 9rem); }
    .thumb { display: block; inline-size: 100%; aspect-ratio: 16 / 9; padding: 0; border: 0; border-radius: var(--round-2); overflow: hidden; background: var(--raise-2); cursor: zoom-in; }
    :host([upright]) .thumb { aspect-ratio: 2 / 3; }
    .thumb:focus-visible { border-radius: var(--round-2); }
    .thumb img { inline-size: 100%; block-size: 100%; object-fit: cover; }
    dialog { inline-size: 100vw; block-size: 100dvh; max-inline-size: none; max-block-size: none; margin: 0; padding: 0; border: 0; background: oklch(0.1 0.02 335 / 0.96); color: oklch(0.955 0.012 70); color-scheme: dark; }
    dialog[open] { display: grid; grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); }
    dialog img { inline-size: 100%; block-size: 100%; object-fit: contain; }
    .bar { display: flex; align-items: center; justify-content: center; gap: var(--space-4); padding: var(--space-3) var(--gutter) max(var(--space-3), env(safe-area-inset-bottom)); }
  `]

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!
  }

  override render() {
    const { pictures, open } = this
    return html`<section aria-label=${this.label}><div class="head"><h2>${this.label}</h2></div>
      <ul>${pictures.map((path, i) => html`<li><button class="thumb" aria-label=${this.numbered(i)} @click=${() => this.show(i)}><img alt="" src=${imageUrl(this.upright ? 342 : 500, path)} loading="lazy" decoding="async"></button></li>`)}</ul></section>
      <dialog aria-label=${this.label} closedby="any" @close=${() => { this.open = -1 }} @keydown=${this.pressed}>${open < 0 ? nothing : html`
        <img alt=${this.numbered(open)} src=${imageUrl(1280, pictures[open]!)}>
        <div class="bar"><button class="button round plain" aria-label=${t('gallery.previous')} @click=${() => this.move(-1)}>${icon('chevronStart')}</button>
          <span class="figures" role="status">${t('gallery.place', { place: open + 1, count: pictures.length })}</span>
          <button class="button round plain" aria-label=${t('gallery.next')} @click=${() => this.move(1)}>${icon('chevronEnd')}</button>
          <button class="button" @click=${() => this.dialog.close()}>${icon('close', 18)}${t('act.close')}</button></div>`}</dialog>`
  }

  private numbered(index: number): string {
    return t('gallery.picture', { name: this.name, place: index + 1, count: this.pictures.length })
  }

  private show(index: number): void {
    this.open = index
    this.dialog.showModal()
  }

  private move(by: number): void {
    this.open = (this.open + by + this.pictures.length) % this.pictures.length
  }

  private pressed(event: KeyboardEvent): void {
    const forward = getComputedStyle(this).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    this.move(event.key === forward ? 1 : -1)
  }
}

customElements.define('picture-gallery', PictureGallery)
declare global { interface HTMLElementTagNameMap { 'picture-gallery': PictureGallery } }
