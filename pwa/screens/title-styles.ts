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
  .words { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); min-inline-size: 0; }
  h1 { font-size: var(--size-6); line-height: 1.03; }
  /* Both lie in one place, so that the letters that arrive move nothing. */
  h1 { position: relative; }
  .logo { position: absolute; inset-block-end: 0; inset-inline-start: 0; inline-size: min(100%, 26rem); block-size: clamp(4.5rem, 11vw, 8.5rem); object-fit: contain; object-position: 0 100%; opacity: 0; filter: drop-shadow(0 0 1px oklch(1 0 0 / 0.5)); transition: opacity var(--calm); }
  .logo:dir(rtl) { object-position: 100% 100%; }
  h1:has(.logo) { display: grid; align-items: end; min-block-size: clamp(4.5rem, 11vw, 8.5rem); }
  .logo.arrived { opacity: 1; }
  h1:has(.logo.arrived) span { opacity: 0; }
  .certified { align-self: center; padding: 0 0.4em; border: 1px solid currentColor; border-radius: var(--round-1); font-size: var(--size-1); line-height: 1.35; }
  .tagline { font: 400 var(--size-4) / 1.3 var(--display); color: var(--ink-soft); }
  .meta { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); color: var(--ink-soft); font-weight: 500; font-size: var(--size-2); }
  .meta b { color: var(--now); font-weight: 600; }
  /* In a line of their own: what comes a moment later before them wraps nothing. */
  @media (width < 44rem) { .meta > span:last-child { flex-basis: 100%; } }
  season-list:not(:defined) { display: block; min-block-size: 20rem; }
  .credit { font-size: var(--size-2); font-weight: 500; color: var(--ink); }
  .overview { font-size: var(--size-3); max-inline-size: 40rem; }
  quick-actions { margin-block: var(--space-2); }
  .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-6) var(--space-7); padding: var(--space-6) var(--gutter) 0; }
  .body section h2 { margin-block-end: var(--space-4); }
  .heading { display: flex; flex-wrap: wrap; justify-content: space-between; gap: var(--space-2) var(--space-4); }
  title-then { grid-column: 1 / -1; }
  .column { display: grid; grid-template-columns: minmax(0, 1fr); align-content: start; gap: var(--space-6); min-inline-size: 0; }
  title-more { min-block-size: 24rem; }
  .failed { display: grid; gap: var(--space-4); padding: calc(var(--top) + 2 * var(--space-6)) var(--gutter) var(--space-6); }
  .bone.poster { aspect-ratio: 2 / 3; } .bone.line { block-size: 3.5rem; } .bone.short { inline-size: 50%; block-size: 1.2rem; } .bone.block { block-size: 7rem; }
  .bone.verdict { block-size: 15rem; } .bone.row { block-size: 20rem; }
  @media (width >= 64rem) {
    .body { grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); }
    .body > .notice, title-job { grid-column: 1 / -1; }
    .body > .bone { grid-column: 1 / -1; }
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
