/** In December and January, for who has watched enough for a story: the year in review. */

import { LitElement, css, html, nothing } from 'lit'
import { Live } from '../house.ts'
import { library } from '../library.ts'
import { t } from '../strings/browse.ts'
import { controls } from '../styles/controls.ts'
import { announcedYear, yearPath } from '../year-path.ts'
import { icon } from './icon.ts'

const viewingsMin = 3

export class YearAnnouncement extends LitElement {
  protected live = new Live(this)

  static override styles = [controls, css`
    a { position: relative; isolation: isolate; overflow: hidden; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-3) var(--space-5); margin: var(--space-5) var(--gutter); padding: var(--space-5); border-radius: var(--round-3); background: oklch(0.2 0.045 335); color: oklch(0.955 0.012 70); text-decoration: none; }
    a::before { content: ''; position: absolute; z-index: -1; inset: -120% -10%; background: repeating-conic-gradient(from 4deg at 78% 50%, oklch(0.765 0.138 37 / 0.24) 0deg 4deg, transparent 4deg 12deg); mask: radial-gradient(closest-side at 78% 50%, black, transparent); }
    b { display: block; font: 400 var(--size-5) / 1.15 var(--display); }
    a:hover b { color: oklch(0.82 0.115 42); }
    @media (forced-colors: active) { a { border: 1px solid LinkText; } }
  `]

  override render() {
    const year = announcedYear(new Date())
    if (year === undefined || !this.live.ready || !hasWatched(year)) return nothing
    return html`<a href=${yearPath(year)}><span><b>${t('home.year', { year: String(year) })}</b>${t('home.year.lead')}</span>${icon('play', 32)}</a>`
  }
}

function hasWatched(year: number): boolean {
  let count = 0
  for (const { entry } of library.shelved()) {
    for (const { watchedAt } of entry.plays) if (new Date(watchedAt).getFullYear() === year && ++count === viewingsMin) return true
  }
  return false
}

customElements.define('year-announcement', YearAnnouncement)
declare global { interface HTMLElementTagNameMap { 'year-announcement': YearAnnouncement } }
