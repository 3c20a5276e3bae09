/** A person's picture, or their initials on a colour of their own. Decoration: whoever shows it says the name. */

import { LitElement, css, html, nothing } from 'lit'
import { controls } from '../styles/controls.ts'

export class PersonAvatar extends LitElement {
  static override properties = { username: {}, name: {}, avatar: { attribute: false }, missing: { state: true } }
  declare username: string
  /** What they are called. */
  declare name: string
  declare avatar: string | null
  declare missing: boolean

  constructor() {
    super()
    this.username = this.name = ''
    this.avatar = null
    this.missing = false
  }

  static override styles = [controls, css`
    :host { position: relative; display: grid; place-content: center; flex: none; inline-size: var(--avatar, 3rem); aspect-ratio: 1; overflow: hidden; border-radius: 50%; background: oklch(0.36 0.09 var(--hue, 330)); color: oklch(0.96 0.02 70); container-type: inline-size; outline: 1px solid color-mix(in oklch, currentColor 25%, transparent); outline-offset: -1px; }
    span { font: 400 42cqi / 1 var(--display); }
    img { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; object-fit: cover; }
  `]

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('avatar')) this.missing = false
  }

  override updated(): void {
    let hue = 0
    for (const letter of this.username) hue = (hue * 31 + letter.codePointAt(0)!) % 360
    this.style.setProperty('--hue', String(hue))
  }

  override render() {
    return html`<span aria-hidden="true">${initialsOf(this.name || this.username)}</span>
      ${this.avatar === null || this.missing ? nothing : html`<img alt="" src="/api/users/${encodeURIComponent(this.username)}/avatar/${this.avatar}" width="256" height="256" decoding="async" @error=${() => { this.missing = true }}>`}`
  }
}

/** The first letters of the first and the last word; of one word, its first. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...word ?? ''][0] ?? '')
  return letters.join('').toLocaleUpperCase()
}

customElements.define('person-avatar', PersonAvatar)
declare global { interface HTMLElementTagNameMap { 'person-avatar': PersonAvatar } }
