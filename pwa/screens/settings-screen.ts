/** Settings: what there is to set, and one section of it. On a phone first the one, then the other; elsewhere side by side. */

import { LitElement, css, html, nothing } from 'lit'
import { icon } from '../elements/icon.ts'
import { t } from '../strings/settings.ts'
import { controls, screenFrame } from '../styles/controls.ts'
import type { Section } from './settings-sections.ts'
import { sections } from './settings-sections.ts'

const pathOf = ({ id }: Section) => `/settings/${id}`

export class SettingsScreen extends LitElement {
  static override properties = { section: {}, loaded: { state: true } }
  /** As in the address; undefined for none, which is the first where there is room for two columns. */
  declare section: string | undefined
  /** What can be drawn. */
  declare loaded: ReadonlySet<Section>

  constructor() {
    super()
    this.section = undefined
    this.loaded = new Set()
  }

  static override styles = [controls, screenFrame, css`
    .sides { display: grid; gap: var(--space-6); align-items: start; }
    nav a { display: flex; align-items: center; gap: var(--space-3); min-block-size: var(--target); padding: var(--space-2) var(--space-3); border-radius: var(--round-2); text-decoration: none; }
    nav a:hover { background: var(--raise-2); }
    nav span { flex: 1; }
    nav .on { display: grid; }
    .detail { display: grid; gap: var(--space-4); min-inline-size: 0; }
    .detail h2:focus { outline: none; }
    .back { display: inline-flex; align-items: center; gap: var(--space-1); min-block-size: var(--target); margin-block-end: calc(-1 * var(--space-3)); color: var(--ink-soft); text-decoration: none; }
    saved-list { max-inline-size: 44rem; }
    .bone { block-size: 12rem; max-inline-size: 44rem; }
    @media (width >= 60rem) {
      .sides { grid-template-columns: 17rem minmax(0, 1fr); }
      nav { position: sticky; inset-block-start: var(--space-5); }
      nav a[aria-current] { background: var(--now-tint); font-weight: 600; }
      nav .on { display: none; }
      .back { display: none; }
    }
    @media (width < 60rem) {
      .chosen nav, .sides:not(.chosen) .detail { display: none; }
      .head.behind { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
      nav ul { border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); overflow: hidden; max-inline-size: 44rem; }
      nav li + li { border-block-start: 1px solid var(--line); }
      nav a { border-radius: 0; min-block-size: 3.5rem; padding-inline: var(--space-4); }
    }
  `]

  /** Undefined while the address names none, or none that there is. */
  private get named(): Section | undefined {
    return sections().find(({ id }) => id === this.section)
  }

  override willUpdate(): void {
    const wanted = this.named ?? sections()[0]!
    if (!this.loaded.has(wanted)) void wanted.load().then(() => { this.loaded = new Set([...this.loaded, wanted]) })
  }

  override updated(changed: Map<string, unknown>): void {
    if (!changed.has('section')) return
    // Where the list gave way to the section, or the other way round, the focus follows.
    const former = changed.get('section') as string | undefined
    const nav = this.renderRoot.querySelector('nav')!
    if (this.named && nav.checkVisibility() === false) this.renderRoot.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
    else if (!this.named && former !== undefined) nav.querySelector<HTMLElement>(`[href="/settings/${CSS.escape(former)}"]`)?.focus()
  }

  override render() {
    const { named } = this
    const shown = named ?? sections()[0]!
    return html`<div class="head ${named ? 'behind' : ''}"><h1 tabindex="-1">${t('settings.title')}</h1></div>
      <div class="sides ${named ? 'chosen' : ''}">
        <nav aria-label=${t('settings.sections')}><ul>${sections().map((section) => html`<li>
          <a href=${pathOf(section)} aria-current=${section === shown ? 'page' : nothing}>${icon(section.icon, 20)}<span>${t(section.title)}</span><i class="on">${icon('chevronEnd', 18)}</i></a></li>`)}</ul></nav>
        <div class="detail">${named ? html`<a class="back" href="/settings">${icon('chevronStart', 18)}${t('settings.all')}</a>` : nothing}
          <h2 tabindex="-1">${t(shown.title)}</h2>
          ${this.loaded.has(shown) ? shown.render() : html`<div class="bone" aria-busy="true"></div>`}</div>
      </div>`
  }
}

customElements.define('settings-screen', SettingsScreen)
declare global { interface HTMLElementTagNameMap { 'settings-screen': SettingsScreen } }
