import { css } from 'lit'

export const listRowStyles = css`
  ol { display: grid; }
  li { position: relative; display: grid; grid-template-columns: 2.5rem 5rem minmax(0, 1fr) auto; align-items: center; gap: var(--space-3) var(--space-4); padding: var(--space-3) var(--space-2); border-block-end: 1px solid var(--line); background: var(--ground); }
  .editable li { grid-template-columns: var(--target) 2rem 5rem minmax(0, 1fr) auto; }
  .place { color: var(--ink-faint); font: 400 var(--size-4) / 1 var(--display); text-align: end; }
  .poster { border-radius: var(--round-2); }
  .words { display: grid; gap: var(--space-1); min-inline-size: 0; justify-items: start; }
  h3 { display: flex; align-items: center; gap: var(--space-2); font: 400 var(--size-4) / 1.2 var(--display); overflow-wrap: anywhere; }
  h3 a { text-decoration: none; }
  h3 a:hover { text-decoration: underline; text-decoration-thickness: 1px; }
  .facts { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); color: var(--ink-faint); font-size: var(--size-2); }
  .rated { display: inline-flex; }
  .DISLIKE { color: var(--face-DISLIKE); } .OK { color: var(--face-OK); } .LIKE { color: var(--face-LIKE); } .SUPER_LIKE { color: var(--face-SUPER_LIKE); }
  .note { margin-block-start: var(--space-1); padding: 0; padding-inline-start: var(--space-3); border: 0; border-inline-start: 3px solid var(--now); background: none; color: var(--ink-soft); font-size: var(--size-2); line-height: var(--leading); text-align: start; white-space: pre-line; overflow-wrap: anywhere; }
  button.note { min-block-size: var(--target); cursor: text; }
  button.note:hover { color: var(--ink); }
  button.note.none { display: inline-flex; align-items: center; gap: var(--space-1); padding: 0; border: 0; color: var(--ink-faint); font-size: var(--size-1); cursor: pointer; }
  button.note.none:hover { text-decoration: underline; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
  .noting { display: grid; gap: var(--space-2); inline-size: 100%; margin-block-start: var(--space-2); }
  .noting textarea.input { min-block-size: 4.5rem; }
  .noting div { display: flex; flex-wrap: wrap; align-items: center; justify-content: end; gap: var(--space-2); }
  .noting small { margin-inline-end: auto; }
  /* The page scrolls by the rest of a row; the handle is for carrying. */
  .handle { display: grid; place-content: center; inline-size: var(--target); min-block-size: 5rem; align-self: stretch; border: 0; border-radius: var(--round-2); background: none; color: var(--ink-faint); cursor: grab; touch-action: none; }
  .handle svg { stroke-width: 2.6; }
  .handle:hover { color: var(--ink); background: var(--raise); }
  li.picked { background: var(--now-tint); }
  .yielding { transition: translate var(--quick); }
  li.held { z-index: 2; border-radius: var(--round-2); background: var(--raise); box-shadow: var(--shadow); transition: none; }
  .held .handle { cursor: grabbing; color: var(--now); }
  @media (hover: hover) { .remove { opacity: 0.45; } li:hover .remove, .remove:focus-visible { opacity: 1; } }
  @media (width < 44rem) {
    li, .editable li { align-items: start; grid-template-columns: 4rem minmax(0, 1fr) auto; gap: var(--space-2) var(--space-3); padding-inline: 0; }
    .editable li { grid-template-columns: var(--target) 3.5rem minmax(0, 1fr) var(--target); gap: var(--space-2); margin-inline: calc(-1 * var(--space-2)); }
    .remove { align-self: center; }
    h3 { font-size: var(--size-3); }
    .place { position: absolute; z-index: 1; inset-block-start: var(--space-3); inset-inline-start: 0; min-inline-size: 1.5rem; padding-inline: 0.3rem; border-radius: var(--round-1); background: oklch(0.168 0.019 335 / 0.88); color: oklch(0.955 0.012 70); font: 600 var(--size-1) / 1.5rem var(--text); text-align: center; }
    .editable .place { inset-inline-start: calc(var(--target) + var(--space-2)); }
  }
`
