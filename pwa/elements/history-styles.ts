import { css } from 'lit'

export const historyStyles = css`
  h2 { position: sticky; inset-block-start: var(--top); z-index: 1; padding-block: var(--space-3); background: linear-gradient(var(--ground) 75%, transparent); }
  h2::first-letter { text-transform: capitalize; }
  ol + h2 { margin-block-start: var(--space-4); }
  li:not(.batch), .row { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--space-2) var(--space-4); align-items: center; }
  li { padding-block: var(--space-2); border-block-end: 1px solid var(--line); }
  li.pointed { background: var(--then-tint); border-radius: var(--round-2); }
  rewind-poster, .sign { inline-size: 2.75rem; }
  .sign { display: grid; place-content: center; aspect-ratio: 2 / 3; border-radius: var(--round-2); background: var(--raise-2); color: var(--ink-soft); }
  .box { display: grid; place-content: center; inline-size: 2.75rem; aspect-ratio: 2 / 3; }
  li:has(> .box > [aria-checked='true']), .row:has(> .box > [aria-checked='true']) { background: var(--now-tint); border-radius: var(--round-2); }
  .dot { inline-size: 0.6rem; block-size: 0.6rem; border-radius: 50%; background: var(--now); }
  .undo .dot, .redo .dot { background: var(--then); }
  .undone .dot { background: none; box-shadow: inset 0 0 0 2px var(--edge); }
  .words { min-inline-size: 0; }
  .film { font-weight: 600; text-decoration: none; }
  a.film:hover { text-decoration: underline; }
  .what { overflow-wrap: anywhere; }
  .batch > .row > .words > .what { font-weight: 600; }
  li.undone > .words > .what, .undone > .row > .words > .what { text-decoration: line-through; color: var(--ink-faint); }
  .aside { color: var(--ink-faint); font-size: var(--size-1); overflow-wrap: anywhere; }
  .would { margin-block-start: var(--space-1); padding-inline-start: var(--space-2); border-inline-start: 3px solid var(--then); color: var(--ink-soft); font-size: var(--size-1); }
  .mark { display: inline-flex; align-items: center; gap: 0.25rem; color: var(--then); }
  .mark svg { vertical-align: -0.15em; }
  .stack { position: relative; inline-size: 2.75rem; aspect-ratio: 2 / 3; }
  .stack > * { position: absolute; inset: 0; box-shadow: 0 0 0 2px var(--ground); border-radius: var(--round-2); }
  .stack > :nth-child(1) { z-index: 3; translate: -3px 3px; }
  .stack > :nth-child(2) { z-index: 2; rotate: 4deg; }
  .stack > :nth-child(3) { z-index: 1; translate: 3px -3px; rotate: 9deg; }
  .fold { display: inline-flex; align-items: center; gap: var(--space-1); min-block-size: var(--target); padding: 0; border: 0; background: none; color: var(--then); font-size: var(--size-1); font-weight: 600; cursor: pointer; }
  .fold svg { transition: rotate var(--quick); }
  .fold[aria-expanded='true'] svg { rotate: 180deg; }
  .members { margin-block-start: var(--space-2); margin-inline-start: var(--space-4); padding-inline-start: var(--space-4); border-inline-start: 2px solid var(--line); }
  .members li:last-child { border-block-end: 0; }
  .later { display: grid; justify-content: center; margin-block-start: var(--space-5); }
  @media (width < 44rem) { li, .row { column-gap: var(--space-3); } .button.then { padding-inline: var(--space-3); } .members { margin-inline-start: 0; } }
`
