/** Films or series: one of two, always. */

import type { TemplateResult } from 'lit'
import { css, html } from 'lit'
import type { MediaType } from '../../domain/title.ts'
import { MEDIA_TYPES } from '../../domain/title.ts'
import { t } from '../strings/browse.ts'

export const kindSwitchStyles = css`
  .kinds { display: inline-flex; padding: 3px; border: 1px solid var(--line); border-radius: var(--pill); background: var(--raise); }
  .kinds button { min-block-size: var(--target); padding-inline: var(--space-4); border: 0; border-radius: var(--pill); background: none; font: 600 var(--size-2) / 1 var(--text); color: var(--ink-soft); cursor: pointer; }
  .kinds button[aria-pressed='true'] { background: var(--now-tint); color: var(--ink); }
  .kinds button:focus-visible { border-radius: var(--pill); outline-offset: 1px; }
  @media (forced-colors: active) { .kinds button[aria-pressed='true'] { outline: 2px solid Highlight; } }
`

export function kindSwitch(chosen: MediaType, choose: (kind: MediaType) => void): TemplateResult {
  return html`<div class="kinds" role="group" aria-label=${t('browse.kind')}>${MEDIA_TYPES.map((kind) => html`
    <button aria-pressed=${kind === chosen ? 'true' : 'false'} @click=${() => choose(kind)}>${t(`browse.kind.${kind}`)}</button>`)}</div>`
}
