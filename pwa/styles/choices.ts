/** One of a few, each with a line of what it means. */

import { css } from 'lit'

export const choiceStyles = css`
  fieldset { display: grid; gap: var(--space-2); margin: 0; padding: 0; border: 0; min-inline-size: 0; }
  .choice { display: grid; grid-template-columns: auto 1fr; gap: 0 var(--space-3); align-items: start; align-content: start; padding: var(--space-3); border: 1px solid var(--line); border-radius: var(--round-2); cursor: pointer; }
  .choice:has(:checked) { border-color: var(--now); background: var(--now-tint); }
  .choice input { grid-row: 1 / span 2; inline-size: 1.25rem; block-size: 1.25rem; margin-block-start: 0.1rem; accent-color: var(--now); }
  .choice small { color: var(--ink-soft); font-size: var(--size-1); }
`
