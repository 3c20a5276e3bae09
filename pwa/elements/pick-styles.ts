/** A box to pick a row by, and a poster that is picked in its cell. */

import { css } from 'lit'

export const pickStyles = css`
  .pick { display: grid; place-content: center; inline-size: var(--target); block-size: var(--target); padding: 0; border: 0; background: none; color: var(--on-now); cursor: pointer; }
  .pick::before { content: ''; grid-area: 1 / 1; inline-size: 1.75rem; block-size: 1.75rem; border: 2px solid var(--edge); border-radius: var(--round-1); background: var(--raise); }
  .pick[aria-checked='true']::before { background: var(--now); border-color: var(--now); }
  .pick[aria-checked='mixed']::after { content: ''; grid-area: 1 / 1; place-self: center; inline-size: 0.9rem; block-size: 3px; background: var(--ink); }
  .pick svg { grid-area: 1 / 1; z-index: 1; place-self: center; }
  /* A finger that rests on a row picks it, and nothing else. */
  @media (pointer: coarse) { [data-key] { -webkit-touch-callout: none; user-select: none; } }
`

export const pickCell = css`
  .cell { display: block; position: relative; isolation: isolate; }
  .cell .pick { position: absolute; z-index: 2; inset-block-start: 0; inset-inline-start: 0; }
  .cell .pick:not([aria-checked='true'])::before { border-color: oklch(0.955 0.012 70); background: oklch(0.168 0.019 335 / 0.72); box-shadow: 0 0 0 1px oklch(0.168 0.019 335 / 0.6); }
  .cell.picked title-link { opacity: 0.9; }
  .cell.picked::before { content: ''; position: absolute; inset: -0.35rem; border-radius: var(--round-3); background: var(--now-tint); z-index: -1; }
`
