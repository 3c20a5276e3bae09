import { css } from 'lit'

export const seasonStyles = css`
  :host { padding-block-end: var(--space-7); }
  header { position: relative; isolation: isolate; display: grid; grid-template-columns: minmax(8rem, 12rem) minmax(0, 44rem); align-items: end; gap: var(--space-5) var(--space-6); padding: calc(var(--top) + 4.5rem) var(--gutter) var(--space-5); overflow: hidden; background: var(--scrim); color: var(--ink); color-scheme: dark; }
  .backdrop { position: absolute; inset: 0; z-index: -2; inline-size: 100%; block-size: 100%; object-fit: cover; object-position: 50% 20%; opacity: 0.55; }
  header::before { content: ''; position: absolute; inset: 0; z-index: -1; background: linear-gradient(to top, var(--scrim) 8%, oklch(0.168 0.019 335 / 0.82) 60%, oklch(0.168 0.019 335 / 0.55)); }
  .poster { box-shadow: var(--shadow); }
  .words { display: grid; gap: var(--space-3); min-inline-size: 0; }
  .up a { display: inline-flex; align-items: center; gap: var(--space-1); min-block-size: var(--target); color: var(--ink-soft); font-size: var(--size-2); font-weight: 600; text-decoration: none; }
  .up a:hover { color: var(--ink); text-decoration: underline; }
  h1 { font-size: clamp(1.9rem, 1.4rem + 2vw, 3rem); line-height: 1.05; }
  .meta { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); color: var(--ink-soft); font-weight: 500; font-size: var(--size-2); }
  .overview { max-inline-size: 40rem; }
  .overview.coming { min-block-size: 1lh; }
  @media (width < 44rem) { .overview.coming { min-block-size: 2lh; } }
  .far { display: grid; grid-template-columns: minmax(6rem, 18rem) auto; justify-content: start; align-items: center; gap: var(--space-3); color: var(--ink-soft); font-size: var(--size-2); }
  .acts { display: flex; flex-wrap: wrap; gap: var(--space-3); margin-block-start: var(--space-2); }
  /* What is not known yet has its room: so many buttons stand under one another where it is narrow. */
  .up.coming, .acts.coming { min-block-size: var(--target); }
  .far.coming { min-block-size: 1lh; }
  nav { grid-column: 1 / -1; display: flex; justify-content: space-between; gap: var(--space-3); }
  .body { display: grid; gap: var(--space-4); padding: var(--space-5) var(--gutter) 0; max-inline-size: 72rem; }
  ol { display: grid; }
  li + li { border-block-start: 1px solid var(--line); }
  .failed { padding: calc(var(--top) + var(--space-5)) var(--gutter); display: grid; gap: var(--space-4); }
  .bone.poster { aspect-ratio: 2 / 3; } .bone.line { block-size: 2.6rem; inline-size: 60%; } .bone.short { block-size: 1.2rem; inline-size: 40%; } .bone.episode { block-size: 7rem; }
  @media (width < 44rem) {
    header { grid-template-columns: 26vw minmax(0, 1fr); align-items: start; gap: var(--space-4); padding-block: calc(var(--top) + var(--space-3)) var(--space-4); }
    .words { display: contents; }
    .up { grid-column: 1 / -1; grid-row: 1; }
    .up + h1 { align-self: end; }
    header .poster { grid-row: 2 / span 2; }
    header .meta { align-self: start; }
    header .overview, header .far, header .acts { grid-column: 1 / -1; }
    .far { grid-template-columns: minmax(4rem, 1fr) auto; }
    .body { padding-block-start: var(--space-3); }
    .acts.coming { min-block-size: calc(2 * var(--target) + var(--space-3)); }
  }
  @media (width < 26rem) { .acts.coming { min-block-size: calc(3 * var(--target) + 2 * var(--space-3)); } }
`
