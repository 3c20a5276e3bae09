/** Who can see a list: the three choices in words and pictures. */

import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import type { ListVisibility } from '../../domain/list.ts'
import { LIST_VISIBILITIES } from '../../domain/list.ts'
import { t } from '../strings/t.ts'
import type { IconName } from './icon.ts'
import { icon } from './icon.ts'

export function visibilityIcon(visibility: ListVisibility): IconName {
  switch (visibility) {
    case 'private': return 'lock'
    case 'unlisted': return 'link'
    case 'public': return 'globe'
  }
}

/** Radio buttons named `visibility`, each with what it means. */
export function visibilityChoice(chosen: ListVisibility): TemplateResult {
  return html`<fieldset class="visibilities"><legend class="label">${t('list.visibility')}</legend>${LIST_VISIBILITIES.map((each) => html`
    <label><input type="radio" name="visibility" value=${each} ?checked=${each === chosen} .checked=${each === chosen}>${icon(visibilityIcon(each), 22)}
      <span><b>${t(`list.visibility.${each}`)}</b><small>${t(`list.visibility.${each}.means`)}</small></span></label>`)}</fieldset>`
}

export const visibilityStyles = css`
  .visibilities { display: grid; gap: var(--space-2); margin: 0; padding: 0; border: 0; }
  .visibilities legend { padding: 0 0 var(--space-2); }
  .visibilities label { display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: var(--space-3); padding: var(--space-3) var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); cursor: pointer; transition: border-color var(--quick), background var(--quick); }
  .visibilities label:hover { border-color: var(--edge); }
  .visibilities label:has(:checked) { border-color: var(--now); background: var(--now-tint); }
  .visibilities label:has(:focus-visible) { outline: 3px solid var(--then); outline-offset: 2px; }
  .visibilities input { position: absolute; opacity: 0; pointer-events: none; }
  .visibilities small { display: block; color: var(--ink-soft); font-size: var(--size-1); line-height: 1.45; }
  /* With three of them a dialog is taller than a phone: its buttons stay in sight. */
  .row.below { position: sticky; inset-block-end: calc(-1 * var(--space-5)); margin: 0 0 calc(-1 * var(--space-5)); padding-block: var(--space-3) var(--space-5); background: var(--raise); }
  @media (forced-colors: active) { .visibilities label:has(:checked) { outline: 2px solid Highlight; } }
`
