/** The way around: a rail on wide screens, a bar above the thumb on phones. */

import { LitElement, css, html } from 'lit'
import { library } from '../library.ts'
import { t } from '../strings/shell.ts'
import { controls } from '../styles/controls.ts'
import type { IconName } from './icon.ts'
import { icon, mark } from './icon.ts'

const entries = [
  { name: 'home', path: '/', icon: 'home' },
  { name: 'discover', path: '/discover', icon: 'compass' },
  { name: 'search', path: '/search', icon: 'search' },
  { name: 'library', path: '/library', icon: 'library' },
  { name: 'lists', path: '/lists', icon: 'lists' },
  { name: 'downloads', path: '/downloads', icon: 'downloads' },
  { name: 'history', path: '/history', icon: 'history' },
] as const satisfies readonly { name: string; path: string; icon: IconName }[]

/** Screens that stand under another's entry. */
const parents: Readonly<Record<string, string>> = { list: 'lists', topics: 'discover', topic: 'discover' }

export class AppNav extends LitElement {
  static override properties = { current: {}, active: { type: Number } }
  /** Name of the route that is shown. */
  declare current: string
  /** How many fetches are under way. */
  declare active: number

  constructor() {
    super()
    this.current = ''
    this.active = 0
  }

  static override styles = [controls, css`
    nav { position: fixed; z-index: 10; background: color-mix(in oklch, var(--ground) 97%, transparent); }
    ul { display: flex; }
    a { position: relative; display: grid; justify-items: center; align-content: center; gap: 0.3rem; min-block-size: 3.75rem; color: var(--ink-soft); text-decoration: none; font: 500 0.75rem / 1 var(--text); transition: color var(--quick); }
    a:hover { color: var(--ink); }
    a[aria-current='page'] { color: var(--now); }
    a[aria-current='page'] svg { stroke-width: 2.1; }
    a:focus-visible { outline-offset: -4px; border-radius: var(--round-3); }
    .count { position: absolute; inset-block-start: 0.5rem; inset-inline-start: calc(50% + 0.4rem); min-inline-size: 1.15rem; padding-inline: 0.3rem; border-radius: var(--pill); background: var(--now); color: var(--on-now); font: 700 0.6875rem / 1.15rem var(--text); text-align: center; }
    .mark { display: none; }
    @media (width < 44rem) {
      nav { inset-inline: 0; inset-block-end: 0; padding-block-end: env(safe-area-inset-bottom); border-block-start: 1px solid var(--line); }
      /* As wide as they are at their usual size; apart where letters are larger. */
      ul { overflow-x: auto; scrollbar-width: none; gap: max(0px, 1rem - 17px); }
      li { flex: 1; min-inline-size: min-content; }
      a { font-stretch: 75%; font-size: 0.71875rem; }
    }
    @media (width >= 44rem) {
      nav { inset-block: 0; inset-inline-start: 0; inline-size: var(--rail); padding-block: calc(var(--overscan-y) + var(--title-bar, 0px)) var(--overscan-y); padding-inline-start: var(--overscan-x); display: grid; grid-template-rows: auto 1fr; border-inline-end: 1px solid var(--line); }
      .mark { display: grid; min-block-size: 5.5rem; }
      ul { flex-direction: column; gap: var(--space-2); }
      li a { min-block-size: 4.25rem; }
    }
    @media (forced-colors: active) { a[aria-current='page'] { outline: 2px solid Highlight; outline-offset: -6px; } .count { forced-color-adjust: none; } }
  `]

  override render() {
    return html`<nav aria-label=${t('nav.main')}>
      <a class="mark" href="/" aria-label=${t('app.name')} tabindex="-1">${mark(38)}</a>
      <ul>${entries.filter(({ name }) => library.mayOpen(name)).map((entry) => html`<li><a href=${entry.path} aria-current=${this.current === entry.name || parents[this.current] === entry.name ? 'page' : 'false'}>
        ${icon(entry.icon, 24)}<span>${t(`nav.${entry.name}`)}</span>${entry.name === 'downloads' && this.active > 0 ? html`<span class="count" aria-hidden="true">${this.active}</span>` : ''}</a></li>`)}</ul>
    </nav>`
  }
}

customElements.define('app-nav', AppNav)
declare global { interface HTMLElementTagNameMap { 'app-nav': AppNav } }
