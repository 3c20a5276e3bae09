/** What all sections of the settings share. */

import { css } from 'lit'

export const sectionStyles = css`
  :host { display: grid; gap: var(--space-4); max-inline-size: 44rem; }
  .part { display: grid; gap: var(--space-4); padding: var(--space-4) var(--space-5) var(--space-5); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
  .part .part { padding: 0; border: 0; background: none; }
  .lead { color: var(--ink-soft); font-size: var(--size-2); }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); margin: 0; justify-content: start; }
  .part .notice { background: var(--ground); }
  @media (width < 44rem) { .part { padding-inline: var(--space-4); } }
`
