/** Short messages at the bottom edge, with one action each; the newest replaces the one before it. Also the page's live region. */

import { LitElement, css, html, nothing } from 'lit'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import type { Toast } from './show-toast.ts'
import { ToastEvent } from './show-toast.ts'

const shownForMs = 8_000

/** Said before the app was drawn: told as soon as there is somebody to tell it. */
let unheard: Toast | undefined
let stacks = 0
addEventListener('rewind-toast', (event) => { if (stacks === 0 && event instanceof ToastEvent) unheard = event.toast })

export class ToastStack extends LitElement {
  static override properties = { toast: { state: true }, said: { state: true } }
  declare toast: Toast | undefined
  declare said: string
  #timer: ReturnType<typeof setTimeout> | undefined

  #app: Node | undefined
  /** What had the focus before it came in here. */
  #before: EventTarget | undefined

  #left = (event: Event) => { if (!event.composedPath().includes(this)) [this.#before] = event.composedPath() }

  #asked = (event: Event) => { if (event instanceof ToastEvent) this.show(event.toast) }

  constructor() {
    super()
    this.toast = undefined
    this.said = ''
  }

  static override styles = [controls, css`
    :host { position: fixed; z-index: 20; inset-inline: var(--space-4); inset-block-end: calc(var(--bar) + var(--space-4)); display: grid; justify-items: center; pointer-events: none; padding-inline-start: var(--rail); }
    .toast { position: relative; pointer-events: auto; display: flex; flex-wrap: wrap; align-items: center; justify-content: end; gap: var(--space-2) var(--space-3); max-inline-size: 44rem; padding-block: var(--space-2); padding-inline: var(--space-4) calc(var(--target) + var(--space-4)); min-block-size: calc(var(--target) + 2 * var(--space-2)); border-radius: var(--round-3); background: oklch(0.262 0.028 335); color: oklch(0.955 0.012 70); color-scheme: dark; box-shadow: var(--shadow); border: 1px solid oklch(0.4 0.03 335); font-size: var(--size-2); animation: rise 220ms cubic-bezier(0.2, 0, 0, 1); }
    .toast.bad { border-inline-start: 4px solid var(--bad); }
    /* Not narrower than where its line breaks: the box is as wide as what it holds. */
    p { flex: 1 1 9rem; min-inline-size: 9rem; }
    .close { position: absolute; inset-block-start: var(--space-2); inset-inline-end: var(--space-2); border: 0; }
    @keyframes rise { from { transform: translateY(1rem); opacity: 0; } }
  `]

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('rewind-toast', this.#asked)
    // What goes from one part of the app to another is seen in the app alone.
    this.#app = this.getRootNode()
    this.#app.addEventListener('focusout', this.#left)
    stacks++
    if (unheard) this.show(unheard)
    unheard = undefined
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('rewind-toast', this.#asked)
    this.#app?.removeEventListener('focusout', this.#left)
    stacks--
    this.hold()
  }

  private show(toast: Toast): void {
    this.toast = toast
    this.say(toast.text)
    this.rest()
  }

  /** Announces to screen readers without showing anything. */
  say(text: string): void {
    this.said = text
  }

  private hold(): void {
    clearTimeout(this.#timer)
  }

  private rest(): void {
    this.hold()
    if (!this.toast?.lasting) this.#timer = setTimeout(() => this.dismiss(), shownForMs)
  }

  /** Whoever came here by keys goes on from where they were. */
  private dismiss(): void {
    const byKeys = this.renderRoot.querySelector(':focus-visible') !== null
    this.toast = undefined
    if (byKeys && this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true })
  }

  override render() {
    const { toast } = this
    return html`<section aria-label=${t('app.announcements')}><div class="hidden-text" role="status" aria-label=${t('app.announcements')}>${this.said}</div>
      ${toast ? html`<div class="toast ${toast.tone ?? ''}" @pointerenter=${this.hold} @pointerleave=${this.rest} @focusin=${this.hold} @focusout=${this.rest}>
        <p>${toast.text}</p>
        ${[toast.action, toast.second].map((action) => action ? html`<button class="button then" @click=${() => { this.dismiss(); action.run() }}>${action.icon ? icon(action.icon, 18) : nothing}${action.label}</button>` : nothing)}
        <button class="button round plain close" aria-label=${t('act.close')} @click=${this.dismiss}>${icon('close', 18)}</button>
      </div>` : nothing}</section>`
  }
}

customElements.define('toast-stack', ToastStack)
declare global { interface HTMLElementTagNameMap { 'toast-stack': ToastStack } }
