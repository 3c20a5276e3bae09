import { css } from 'lit'

/** The dark band at the top of a list, its own screen's and the public page's. */
export const listHeader = css`
  header { position: relative; isolation: isolate; display: grid; align-content: end; justify-items: start; gap: var(--space-3); min-block-size: clamp(19rem, 46svh, 28rem); padding: calc(var(--top) + var(--space-7)) var(--gutter) var(--space-6); overflow: hidden; background: var(--scrim); color: var(--ink); color-scheme: dark; }
  /* Nothing on it that has a picture: two dyes, one beam. */
  header.plain { min-block-size: 17rem; background: radial-gradient(60% 90% at 80% 20%, oklch(0.34 0.06 20 / 0.65), transparent), radial-gradient(50% 90% at 55% 60%, oklch(0.36 0.05 210 / 0.5), transparent), var(--scrim); }
  header.plain::before { content: none; }
  .backdrop { position: absolute; inset: 0; z-index: -2; inline-size: 100%; block-size: 100%; object-fit: cover; object-position: 50% 22%; animation: appear 500ms ease-out; }
  @keyframes appear { from { opacity: 0; } }
  header::before { content: ''; position: absolute; inset: 0; z-index: -1; background: linear-gradient(to top, var(--scrim) 4%, oklch(0.168 0.019 335 / 0.78) 48%, oklch(0.168 0.019 335 / 0.38)); }
  h1 { font-size: var(--size-6); line-height: 1.03; max-inline-size: 56rem; overflow-wrap: anywhere; }
  .kind { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-2); color: var(--ink-soft); font-size: var(--size-2); font-weight: 600; }
  .kind span { font-weight: 400; }
  .about { max-inline-size: 44rem; font-size: var(--size-3); white-space: pre-line; overflow-wrap: anywhere; }
  .meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-4); color: var(--ink-soft); font-size: var(--size-2); font-weight: 500; }
`

export const listStyles = css`
  :host { padding-block-end: var(--space-7); }
  ${listHeader}
  .unsent { display: inline-flex; align-items: center; gap: var(--space-1); color: var(--then); }
  .members { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); }
  .members li { display: flex; align-items: center; gap: var(--space-2); font-size: var(--size-2); line-height: 1.25; }
  .members small { display: block; color: var(--ink-soft); font-size: var(--size-1); }
  .acts { display: flex; flex-wrap: wrap; gap: var(--space-3); margin-block-start: var(--space-2); }
  [popover] { inset: auto; position-area: block-end span-inline-end; position-try-fallbacks: flip-block, flip-inline; margin: var(--space-2) 0; min-inline-size: 14rem; padding: var(--space-2); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); color: var(--ink); box-shadow: var(--shadow); }
  @supports not (position-area: block-end) { [popover] { inset: 0; margin: auto; } }
  .item { display: flex; align-items: center; gap: var(--space-3); inline-size: 100%; min-block-size: var(--target); padding-inline: var(--space-3); border: 0; border-radius: var(--round-2); background: none; font-size: var(--size-2); text-align: start; cursor: pointer; }
  .item:hover { background: var(--raise-2); }
  .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-6) var(--space-7); padding: var(--space-5) var(--gutter) 0; }
  .titles > .notice { margin-block-end: var(--space-4); }
  .past .heading { display: flex; flex-wrap: wrap; justify-content: space-between; gap: var(--space-2) var(--space-4); margin-block-end: var(--space-3); }
  header.then { min-block-size: 0; padding-block-start: calc(var(--top) + var(--space-6)); padding-block-end: var(--space-5); }
  .alone { padding: var(--space-7) var(--gutter); }
  .bone.line { inline-size: min(26rem, 70vw); block-size: 3.5rem; } .bone.short { inline-size: min(14rem, 40vw); block-size: 1.2rem; } .bone.row { block-size: 7.5rem; margin-block-end: var(--space-3); }
  @media (width >= 80rem) { .body:not(.then) { grid-template-columns: minmax(0, 1fr) minmax(18rem, 24rem); } }
`
