import { css } from 'lit'

export const libraryStyles = css`
  .ways { display: flex; flex-wrap: wrap; gap: var(--space-2); }
  .shelves { display: flex; gap: var(--space-5); overflow-x: auto; scrollbar-width: none; margin-inline: calc(-1 * var(--gutter)); padding-inline: var(--gutter); border-block-end: 1px solid var(--line); }
  .shelves a { display: flex; align-items: baseline; gap: var(--space-2); padding-block: var(--space-3); border-block-end: 3px solid transparent; color: var(--ink-soft); font-weight: 600; text-decoration: none; white-space: nowrap; }
  .shelves a:hover { color: var(--ink); }
  .shelves a[aria-current='page'] { color: var(--ink); border-color: var(--now); }
  .shelves a:focus-visible { outline-offset: -3px; }
  .shelves span { color: var(--ink-faint); font-size: var(--size-1); font-weight: 500; }
  .filters { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); margin-block: var(--space-4) var(--space-3); }
  .filters .input { flex: 1 1 12rem; max-inline-size: 20rem; }
  .filters select { border-radius: var(--pill); padding-inline: var(--space-4) var(--space-3); }
  .views { display: flex; gap: var(--space-1); order: 1; margin-inline-start: auto; }
  .count { color: var(--ink-faint); font-size: var(--size-2); margin-block-end: var(--space-4); }
  .line.picked { background: var(--now-tint); }
  .line .pick { inline-size: 2.5rem; }
  .line { display: grid; grid-template-columns: 2.5rem minmax(0, 3fr) 4rem 6.5rem 8rem 8rem; align-items: center; gap: var(--space-4); inline-size: 100%; padding-block: var(--space-2); border-block-end: 1px solid var(--line); font-size: var(--size-2); }
  .line.top { color: var(--ink-faint); font-size: var(--size-1); font-weight: 600; }
  .line a { font-weight: 600; text-decoration: none; font-size: var(--size-3); display: grid; align-items: center; min-block-size: var(--target); }
  .line a:hover { text-decoration: underline; }
  .rating { display: flex; align-items: center; gap: var(--space-2); }
  .DISLIKE svg { color: var(--face-DISLIKE); }
  .OK svg { color: var(--face-OK); }
  .LIKE svg { color: var(--face-LIKE); }
  .SUPER_LIKE svg { color: var(--face-SUPER_LIKE); }
  @media (width < 44rem) {
    .line { grid-template-columns: 2.5rem minmax(0, 1fr) 3rem 1.5rem; gap: var(--space-3); }
    .length, .when { display: none; }
    .rating span, .line.top .rating { position: absolute; clip-path: inset(50%); inline-size: 1px; overflow: hidden; }
    /* One line that scrolls sideways: the posters are what the screen is for. */
    /* Relative: what is told to readers only is placed absolutely, and would widen the page from in there. */
    .filters { flex-wrap: nowrap; position: relative; overflow-x: auto; scrollbar-width: none; margin-inline: calc(-1 * var(--gutter)); padding: 4px var(--gutter); gap: var(--space-2); }
    .filters .input { flex: 0 0 9.5rem; border-radius: var(--pill); padding-inline: var(--space-4); }
    .filters > * { flex: none; }
    .views { order: 0; margin: 0; }
    .filters select { padding-inline: var(--space-3) var(--space-2); font-size: var(--size-2); }
  }
  /* What is transparent is drawn in the colour of links. */
  @media (forced-colors: active) { .shelves a { border-color: Canvas; } .shelves a[aria-current='page'] { border-color: Highlight; } .shelves a:not(:focus-visible) { outline: none; } }
`
