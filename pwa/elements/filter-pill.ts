/** A filter as a pill that says what is chosen, and opens a panel to choose: beside the pill, on phones from below. */

import { LitElement, css, html, nothing } from 'lit'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'

export class FilterPill extends LitElement {
  static override properties = { label: {}, value: {}, open: { state: true } }
  declare label: string
  /** What is chosen, in words; empty for nothing. */
  declare value: string
  declare open: boolean

  constructor() {
    super()
    this.label = this.value = ''
    this.open = false
  }

  static override styles = [controls, css`
    :host { display: inline-block; }
    .pill { display: flex; }
    .button { padding-inline: var(--space-4) var(--space-3); font-weight: 500; }
    .button b { font-weight: 600; max-inline-size: 15rem; overflow: hidden; text-overflow: ellipsis; }
    .set .button:first-child { border-start-end-radius: 0; border-end-end-radius: 0; border-inline-end: 0; padding-inline-end: var(--space-2); }
    .set .clear { border-start-start-radius: 0; border-end-start-radius: 0; border-inline-start: 0; inline-size: var(--target); padding: 0; }
    [popover] {
      inset: auto; position-area: block-end span-inline-end; position-try-fallbacks: flip-inline, flip-block, flip-block flip-inline; margin: var(--space-2) 0;
      inline-size: min(25rem, calc(100vw - 2rem)); max-block-size: min(32rem, 70dvh); padding: 0; border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); color: var(--ink); box-shadow: var(--shadow);
    }
    @supports not (position-area: block-end) { [popover] { inset: 0; margin: auto; } }
    [popover]:popover-open { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; overflow: hidden; }
    .head { display: flex; align-items: center; justify-content: space-between; padding-block: var(--space-2) 0; padding-inline: var(--space-5) var(--space-2); }
    h2 { font: 600 var(--size-3) / 1.3 var(--text); }
    h2:focus { outline: none; }
    .body { overflow-y: auto; overscroll-behavior: contain; padding: var(--space-2) var(--space-5) var(--space-5); }
    .done { display: none; }
    @media (width < 44rem) {
      [popover] { position: fixed; position-area: none; inset: auto 0 0; inline-size: 100%; max-inline-size: none; max-block-size: 82dvh; margin: 0; border: 0; border-block-start: 1px solid var(--line); border-radius: 1.25rem 1.25rem 0 0; padding-block-end: env(safe-area-inset-bottom); animation: rise 220ms cubic-bezier(0.2, 0, 0, 1); }
      :host([tall]) [popover] { block-size: 82dvh; }
      [popover]::backdrop { background: oklch(0.1 0.02 335 / 0.6); }
      .head { padding-block-start: var(--space-4); }
      .done { display: grid; padding: var(--space-3) var(--space-5) var(--space-4); border-block-start: 1px solid var(--line); }
      @keyframes rise { from { translate: 0 3rem; opacity: 0; } }
    }
  `]

  private get panel(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('[popover]')!
  }

  /** The browser gives the focus back only from what is in the panel's own tree, which is not where its owner draws. */
  private closing({ newState }: ToggleEvent): void {
    if (newState === 'closed' && this.matches(':focus-within')) this.renderRoot.querySelector<HTMLElement>('.button')?.focus()
  }

  private async toggled({ newState }: ToggleEvent): Promise<void> {
    this.open = newState === 'open'
    // The panel's content is its owner's, drawn only while it is open.
    this.dispatchEvent(new Event(this.open ? 'opened' : 'closed'))
    if (!this.open) return
    await this.updateComplete
    this.panel.querySelector('h2')?.focus()
  }

  private clear(): void {
    this.dispatchEvent(new Event('clear'))
    // The button that had the focus goes with what it cleared.
    this.renderRoot.querySelector<HTMLElement>('.button')?.focus()
  }

  override render() {
    return html`<div class="pill ${this.value ? 'set' : ''}">
      <button class="button ${this.value ? 'on' : ''}" popovertarget="panel" aria-haspopup="dialog" aria-expanded=${this.open ? 'true' : 'false'} aria-label=${this.value ? t('discover.chosen', { name: this.label, value: this.value }) : this.label}>
        ${this.value ? html`<b>${this.value}</b>` : html`${this.label}${icon('chevronDown', 16)}`}</button>
      ${this.value ? html`<button class="button on clear" aria-label=${t('discover.clear', { name: this.label })} @click=${() => this.clear()}>${icon('close', 16)}</button>` : nothing}</div>
      <div id="panel" popover role="dialog" aria-label=${this.label} @beforetoggle=${(event: ToggleEvent) => this.closing(event)} @toggle=${(event: ToggleEvent) => void this.toggled(event)}>
        <div class="head"><h2 tabindex="-1">${this.label}</h2><button class="button plain round" aria-label=${t('act.close')} @click=${() => this.panel.hidePopover()}>${icon('close', 20)}</button></div>
        <div class="body"><slot></slot></div>
        <div class="done"><button class="button now" @click=${() => this.panel.hidePopover()}>${t('discover.close')}</button></div>
      </div>`
  }
}

customElements.define('filter-pill', FilterPill)
declare global { interface HTMLElementTagNameMap { 'filter-pill': FilterPill } }
