import { css } from 'lit'

export const profileStyles = css`
  header { position: relative; isolation: isolate; overflow: hidden; display: grid; gap: var(--space-4) var(--space-5); align-items: center; padding: var(--space-6) var(--gutter); min-block-size: 15rem; background: oklch(0.2 0.045 335); color: oklch(0.955 0.012 70); color-scheme: dark; }
  header::before { content: ''; position: absolute; z-index: -1; inset: -60% -20%; background: repeating-conic-gradient(from 2deg at 18% 60%, oklch(0.815 0.083 198 / 0.2) 0deg 4deg, transparent 4deg 12deg); mask: radial-gradient(closest-side at 18% 60%, black, transparent 80%); }
  header::after { content: ''; position: absolute; inset: 10px; border: 1px solid oklch(0.955 0.012 70 / 0.26); border-radius: var(--round-1); pointer-events: none; }
  header h1 { font-size: var(--size-6); overflow-wrap: anywhere; }
  header .soft { color: oklch(0.82 0.02 30); }
  person-avatar { --avatar: clamp(6rem, 16vw, 10rem); box-shadow: 0 10px 34px oklch(0 0 0 / 0.45); }
  .bio { unicode-bidi: plaintext; text-align: match-parent; max-inline-size: 42rem; margin-block-start: var(--space-3); white-space: pre-line; overflow-wrap: anywhere; }
  .seen { display: flex; align-items: center; gap: var(--space-2); margin-block-start: var(--space-3); color: oklch(0.87 0.065 198); font-size: var(--size-2); }
  .acts { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-block-start: var(--space-3); }
  @media (width >= 44rem) { header { grid-template-columns: auto 1fr; padding-inline-end: 13rem; } }
  .parts { display: grid; gap: var(--space-6); padding: var(--space-5) var(--gutter) var(--space-7); max-inline-size: 84rem; }
  section h2 { margin-block-end: var(--space-3); }
  .posters { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(8rem, 28vw), 1fr)); gap: var(--space-4) var(--space-3); }
  .numbers { display: flex; flex-wrap: wrap; gap: var(--space-4) var(--space-5); }
  .numbers div { display: grid; } .numbers dd { margin: 0; font: 400 clamp(2rem, 5vw, 3.2rem) / 1.05 var(--display); color: var(--now); } .numbers dt { order: 2; color: var(--ink-soft); font-size: var(--size-2); }
  .numbers + p { margin-block-start: var(--space-3); }
  .reviews { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: var(--space-4); }
  .reviews li { padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); }
  .words { unicode-bidi: plaintext; text-align: match-parent; margin-block-start: var(--space-2); white-space: pre-line; overflow-wrap: anywhere; }
  summary { padding-block: 0.65rem; cursor: pointer; }
  .lists { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(16rem, 100%), 1fr)); gap: var(--space-3); }
  .lists a { display: grid; gap: 0.2rem; block-size: 100%; padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); text-decoration: none; overflow-wrap: anywhere; }
  .lists a:hover { border-color: var(--ink); }
  .lists b { font: 400 var(--size-4) / 1.2 var(--display); } .lists small { color: var(--ink-soft); }
  .names { columns: 18rem auto; } .names li { display: flex; align-items: center; gap: var(--space-2); min-block-size: 2rem; }
  .top { position: absolute; z-index: 1; inset-inline: 0; inset-block-start: 0; padding: max(var(--space-4), env(safe-area-inset-top)) calc(var(--gutter) + 10px) 0; color: oklch(0.955 0.012 70); }
  .top a { display: inline-flex; align-items: center; gap: var(--space-2); min-block-size: var(--target); font: 400 1.2rem / 1 var(--display); text-decoration: none; color-scheme: dark; }
  :host([open]) .parts { align-content: start; min-block-size: 80svh; }
  :host([open]) header { padding-block-start: calc(var(--space-7) + var(--space-5)); }
  footer { padding: 0 var(--gutter) var(--space-6); color: var(--ink-faint); font-size: var(--size-2); }
  .bones { display: grid; gap: var(--space-4); } .bone { block-size: 10rem; }
`
