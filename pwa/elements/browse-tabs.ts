/** The heads of Discover and Topics: two ways of looking around, one press apart. */

import { css, html } from 'lit'
import type { TemplateResult } from 'lit'
import { t } from '../strings/browse.ts'

const tabs = [['discover', '/discover'], ['topics', '/topics']] as const

export const browseTabsStyles = css`
  .tabs { display: flex; flex-wrap: wrap; gap: 0 var(--space-5); margin-block-end: var(--space-4); }
  .tabs a, .tabs h1 { font: 400 var(--size-5) / 1.12 var(--display); }
  .tabs a { display: grid; align-items: center; min-block-size: var(--target); color: var(--ink-faint); text-decoration: none; }
  .tabs a:hover { color: var(--ink); }
  .tabs h1 { display: grid; align-items: center; min-block-size: var(--target); box-shadow: inset 0 -3px var(--now); }
`

export function browseTabs(current: 'discover' | 'topics'): TemplateResult {
  return html`<nav class="tabs" aria-label=${t('browse.tabs')}>${tabs.map(([name, path]) => name === current
    ? html`<h1 tabindex="-1">${t(`nav.${name}`)}</h1>`
    : html`<a href=${path}>${t(`nav.${name}`)}</a>`)}</nav>`
}
