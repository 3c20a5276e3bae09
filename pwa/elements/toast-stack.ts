/** Short messages at the bottom edge, with what can be done about each; `toast-pile.ts` says which are in sight. Also the page's live region. */

import { LitElement, css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Live } from '../house.ts'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import { icon } from './icon.ts'
import type { Toast, ToastAction, ToastEvent } from './show-toast.ts'
import { ToastPile } from './toast-pile.ts'

const shownForMs = 8_000
/** Who tells that another screen is shown. */
const [guide, arrived] = 'navigation' in globalThis ? [navigation, 'navigatesuccess'] as const : [globalThis, 'rewind-navigate'] as const

/** The page's, whichever element shows it: the app draws another one when somebody comes or goes. */
const pile = new ToastPile()
/** Told while nobody could: read out by the next that can. */
let unheard: readonly string[] = []
let stacks = 0
addEventListener('rewind-toast', (event) => {
  const { told } = event as ToastEvent
  if (typeof told === 'string') return pile.end(told)
  pile.show(told)
  if (stacks === 0) unheard = [...unheard, told.text]
})

export class ToastStack extends LitElement {
  static override properties = { inSight: { state: true }, said: { state: true } }
  declare inSight: readonly Toast[]
  declare said: string
  /** With every change of what is held here, or of the screen, what is in sight is looked at again. */
  protected live = new Live(this)
  #timer: ReturnType<typeof setTimeout> | undefined
  #pointed = false

  #app: Node | undefined
  /** What had the focus before it came in here. */
  #before: EventTarget | undefined

  #moved = () => this.requestUpdate()

  #left = (event: Event) => { if (!event.composedPath().includes(this)) [this.#before] = event.composedPath() }

  /** The pile has heard it before. */
  #asked = (event: Event) => {
    const { told } = event as ToastEvent
    this.look()
    if (typeof told === 'string') return
    this.say(told.text)
    // What stays takes nothing of the time of what passes.
    if (told === pile.passing) this.rest()
  }

  constructor() {
    super()
    this.inSight = []
    this.said = ''
  }

  static override styles = [controls, css`
    :host { position: fixed; z-index: 20; inset-inline: var(--space-4); inset-block-end: calc(var(--bar) + var(--space-4) + var(--toasts-above, 0px)); display: grid; justify-items: center; pointer-events: none; padding-inline-start: var(--rail); }
    .pile { display: grid; gap: var(--space-2); justify-items: center; }
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
    guide.addEventListener(arrived, this.#moved)
    // What goes from one part of the app to another is seen in the app alone.
    this.#app = this.getRootNode()
    this.#app.addEventListener('focusout', this.#left)
    stacks++
    if (unheard.length > 0) this.say(unheard.join(' '))
    unheard = []
    this.look()
    this.rest()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('rewind-toast', this.#asked)
    guide.removeEventListener(arrived, this.#moved)
    this.#app?.removeEventListener('focusout', this.#left)
    stacks--
    this.hold()
    pile.leave()
  }

  /** Whoever came here by keys goes on from where they were when what they were at has gone, or another has taken its place. */
  private look(): void {
    const before = this.inSight
    pile.settle()
    this.inSight = pile.inSight
    const left = before.findIndex((toast, at) => !this.inSight.includes(toast) && this.renderRoot.querySelector(`[data-at="${at}"] :focus-visible`) !== null)
    if (left !== -1 && this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true })
  }

  override willUpdate(): void {
    if (this.inSight.some(({ holds }) => holds?.() === false)) this.look()
  }

  /** Announces to screen readers without showing anything. */
  say(text: string): void {
    this.said = text
  }

  private hold(): void {
    clearTimeout(this.#timer)
  }

  /** While somebody points at them, or is among them, none passes. */
  private rest(): void {
    this.hold()
    const { passing } = pile
    if (passing && !this.#pointed && !this.renderRoot.querySelector('.pile:focus-within')) this.#timer = setTimeout(() => this.dismiss(passing), shownForMs)
  }

  private dismiss(toast: Toast): void {
    pile.close(toast)
    this.look()
  }

  private point(pointed: boolean): void {
    this.#pointed = pointed
    this.rest()
  }

  private take(toast: Toast, action: ToastAction): void {
    const holds = toast.holds?.() ?? true
    this.dismiss(toast)
    if (holds) action.run()
  }

  override render() {
    return html`<section aria-label=${t('app.announcements')}><div class="hidden-text" role="status" aria-label=${t('app.announcements')}>${this.said}</div>
      <div class="pile" @pointerenter=${() => this.point(true)} @pointerleave=${() => this.point(false)} @focusin=${this.rest} @focusout=${this.rest}>
        ${repeat(this.inSight, (toast) => toast, (toast, at) => this.one(toast, at))}</div></section>`
  }

  private one(toast: Toast, at: number) {
    return html`<div class="toast ${toast.tone ?? ''}" data-at=${at}>
      <p>${toast.text}</p>
      ${[toast.action, toast.second].map((action) => action ? html`<button class="button then" @click=${() => this.take(toast, action)}>${action.icon ? icon(action.icon, 18) : nothing}${action.label}</button>` : nothing)}
      <button class="button round plain close" aria-label=${t('act.close')} @click=${() => this.dismiss(toast)}>${icon('close', 18)}</button>
    </div>`
  }
}

customElements.define('toast-stack', ToastStack)
declare global { interface HTMLElementTagNameMap { 'toast-stack': ToastStack } }
