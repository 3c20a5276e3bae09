import { css } from 'lit'

export const titleStyles = css`
  :host { padding-block-end: var(--space-7); }
  header { position: relative; isolation: isolate; display: grid; grid-template-columns: minmax(12rem, 17rem) minmax(0, 44rem); align-items: end; gap: var(--space-6); min-block-size: clamp(30rem, 72svh, 44rem); padding: calc(var(--top) + 12vh) var(--gutter) var(--space-6); overflow: hidden; background: var(--scrim); color: var(--ink); color-scheme: dark; }
  /* Looking back, it is what the person did that counts. */
  header.then { min-block-size: 0; padding-block-start: calc(var(--top) + 5rem); }
  .backdrop { position: absolute; inset: 0; z-index: -2; inline-size: 100%; block-size: 100%; object-fit: cover; object-position: 50% 20%; animation: appear 500ms ease-out; }
  @keyframes appear { from { opacity: 0; } }
  header::before { content: ''; position: absolute; inset: 0; z-index: -1; background: linear-gradient(to top, var(--scrim) 4%, oklch(0.168 0.019 335 / 0.8) 45%, oklch(0.168 0.019 335 / 0.35)); }
  .poster { box-shadow: var(--shadow); align-self: end; }
  .words { display: grid; gap: var(--space-3); min-inline-size: 0; }
  h1 { font-size: var(--size-6); line-height: 1.03; }
  .tagline { font: 400 var(--size-4) / 1.3 var(--display); color: var(--ink-soft); }
  .meta { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); color: var(--ink-soft); font-weight: 500; font-size: var(--size-2); }
  .meta b { color: var(--now); font-weight: 600; }
  .credit { font-size: var(--size-2); font-weight: 500; color: var(--ink); }
  .overview { font-size: var(--size-3); max-inline-size: 40rem; }
  quick-actions { margin-block: var(--space-2); }
  .body { display: grid; gap: var(--space-6) var(--space-7); padding: var(--space-6) var(--gutter) 0; }
  .body section h2 { margin-block-end: var(--space-4); }
  .heading { display: flex; flex-wrap: wrap; justify-content: space-between; gap: var(--space-2) var(--space-4); }
  title-then { grid-column: 1 / -1; }
  .facts dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, max-content)); gap: var(--space-3) var(--space-6); }
  dt { color: var(--ink-faint); font-size: var(--size-1); }
  .failed { padding: var(--space-6) var(--gutter); }
  .bone.poster { aspect-ratio: 2 / 3; } .bone.line { block-size: 3.5rem; } .bone.short { inline-size: 50%; block-size: 1.2rem; } .bone.block { block-size: 7rem; }
  @media (width >= 64rem) {
    .body { grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); }
    .body > .notice, title-job { grid-column: 1 / -1; }
    .facts { grid-column: 1 / -1; }
  }
  @media (width < 44rem) {
    header { grid-template-columns: 1fr; gap: var(--space-4); padding-block: 34svh var(--space-5); }
    header.then { padding-block-start: calc(var(--top) + 1.5rem); }
    header .poster { inline-size: 34vw; max-inline-size: 10rem; }
    header.then .poster, header.then .overview, header.then .tagline, header.then .credit { display: none; }
    .backdrop { block-size: 58svh; }
    header::before { background: linear-gradient(to top, var(--scrim) 46%, oklch(0.168 0.019 335 / 0.55) 72%, oklch(0.168 0.019 335 / 0.2)); }
    .tagline { font-size: var(--size-3); }
  }
`
