/** The two screens before the house is open: sign-in and set-up. */

import { css } from 'lit'

export const doorStyles = css`
  :host { display: grid; place-items: center; min-block-size: 100dvh; padding: calc(var(--space-6) + env(safe-area-inset-top)) var(--gutter); }
  main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-6); inline-size: min(27rem, 100%); }
  .brand { display: flex; align-items: center; gap: var(--space-3); font: 400 var(--size-4) / 1 var(--display); }
  h1 { font-size: clamp(2.4rem, 1.8rem + 3vw, 3.4rem); line-height: 1.02; margin-block-end: var(--space-3); }
  form { display: grid; gap: var(--space-4); }
  form .button { min-block-size: 3.1rem; font-size: var(--size-3); margin-block-start: var(--space-2); }
  .ways { display: grid; gap: var(--space-2); }
  .ways small { color: var(--ink-soft); font-size: var(--size-1); }
  .ways .button { min-block-size: var(--target); margin-block-start: 0; font-size: var(--size-2); }
  .demo { display: grid; gap: var(--space-3); padding: var(--space-5); border: 1px dashed var(--edge); border-radius: var(--round-3); }
  .demo h2 { font: 600 var(--size-3) / 1.3 var(--text); }
  .account { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: var(--space-3); padding-block-start: var(--space-3); border-block-start: 1px solid var(--line); }
  .account code { font: 500 var(--size-2) / 1.4 ui-monospace, monospace; overflow-wrap: anywhere; color: var(--ink-soft); }
  .two { display: grid; gap: 2px; }
  @media (width < 44rem) { .demo { padding: var(--space-4); } .account code { font-size: 0.78rem; } .account .button { padding-inline: var(--space-3); } }
  @media (width >= 60rem) {
    :host { grid-template-columns: minmax(0, 1.15fr) minmax(27rem, 0.85fr); place-items: stretch; padding: 0; }
    main { align-content: center; justify-self: center; padding-block: var(--space-6); }
  }
  /* What is reached comes a moment later. */
  main.second { align-content: start; }
  .second setup-connections { min-block-size: 30rem; }
  /* The screen in the dark: two dyes, one beam. */
  .house { display: none; }
  @media (width >= 60rem) {
    .house { display: grid; place-content: center; align-self: start; block-size: 100dvh; overflow: hidden; position: sticky; inset-block-start: 0; background: oklch(0.168 0.019 335); color-scheme: dark; }
    .house svg { inline-size: min(34vw, 30rem); block-size: auto; }
    .house::before { content: ''; position: absolute; inset: 0; background: radial-gradient(60% 55% at 50% 50%, oklch(0.34 0.06 20 / 0.65), transparent), radial-gradient(40% 60% at 30% 55%, oklch(0.36 0.05 210 / 0.5), transparent); }
    .house svg { position: relative; }
  }
`
