/** What came of trying a connection out: in a word, step by step, and what to do. */

import type { TemplateResult } from 'lit'
import { css, html, nothing } from 'lit'
import type { ConnectionTest } from '../../projections/wire-connections.ts'
import { t } from '../strings/connections.ts'
import { tell } from '../strings/said.ts'
import { icon } from './icon.ts'

/** `undefined` while it is tried out. */
export function testResult(test: ConnectionTest | undefined): TemplateResult {
  if (!test) return html`<div class="tested" role="status"><p class="soft">${icon('sync', 18)}${t('connections.testing')}</p></div>`
  return html`<div class="tested ${test.ok ? '' : 'failed'}" role="status"><p class="verdict">${icon(test.ok ? 'check' : 'alert', 18)}<span class="hidden-text">${t(test.ok ? 'connections.tested.ok.mark' : 'connections.tested.bad.mark')}:</span>
      ${test.ok ? t(test.tookMs < 1_000 ? 'connections.tested.ok' : 'connections.tested.ok.slow', { message: tell(test), ms: test.tookMs, seconds: (test.tookMs / 1_000).toFixed(1) }) : tell(test)}</p>
    ${test.advice === null ? nothing : html`<p>${tell(test.advice)}</p>`}
    ${test.steps.length === 0 ? nothing : html`<ul>${test.steps.map(({ name, ok, detail }) => html`<li class=${ok ? '' : 'failed'}>${icon(ok ? 'check' : 'close', 16)}<span class="hidden-text">${t(ok ? 'connections.step.ok' : 'connections.step.bad', { name: tell(name) })}.</span>
      <span aria-hidden="true">${tell(name)}</span><span class="soft">${tell(detail)}</span></li>`)}</ul>`}</div>`
}

export const testStyles = css`
  .tested { display: grid; gap: var(--space-2); padding: var(--space-3) var(--space-4); border-inline-start: 3px solid var(--then); border-radius: var(--round-1); background: var(--ground); font-size: var(--size-2); overflow-wrap: anywhere; }
  .tested.failed { border-color: var(--bad); }
  .tested .verdict, .tested p.soft { display: flex; gap: var(--space-2); align-items: start; font-weight: 600; }
  .tested.failed .verdict { color: var(--bad); }
  .tested ul { display: grid; gap: var(--space-2); }
  .tested li { display: grid; grid-template-columns: auto 1fr; gap: 0 var(--space-2); align-items: baseline; }
  .tested li svg { align-self: center; color: var(--then); } .tested li.failed svg { color: var(--bad); }
  .tested li .soft { grid-column: 2; font-size: var(--size-1); }
`
