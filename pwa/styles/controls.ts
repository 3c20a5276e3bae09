/** What every shadow root shares: the reset, buttons, fields, headings, focus rings, skeletons. Constructed once, adopted by all. */

import { css } from 'lit'

export const controls = css`
  *, ::before, ::after { box-sizing: border-box; }
  :host { display: block; }
  [hidden] { display: none !important; }
  h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  h1, h2 { font: 400 var(--size-5) / 1.12 var(--display); text-wrap: balance; letter-spacing: -0.005em; }
  /* The display face has one weight and no Arabic: what stands in for it is as heavy, and Latin names keep their own weight. */
  :is(h1, h2):lang(ar) { font-weight: 700; font-synthesis-weight: none; letter-spacing: 0; }
  h2 { font-size: var(--size-4); }
  h3 { font: 600 var(--size-3) / 1.3 var(--text); }
  p { text-wrap: pretty; }
  a { color: inherit; text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
  img { display: block; max-inline-size: 100%; }
  svg { flex: none; }
  /* Our icons are drawn in pixels: from afar they grow with the letters. */
  svg[viewBox='0 0 24 24'] { zoom: var(--icon-zoom); }
  button, input, select, textarea { font: inherit; color: inherit; }
  h1:focus { outline: none; }
  :focus-visible { outline: var(--ring) solid var(--then); outline-offset: 3px; border-radius: var(--round-1); }

  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: var(--space-2);
    min-block-size: var(--target); padding: 0 var(--space-4);
    border: 1px solid var(--edge); border-radius: var(--pill); background: transparent;
    font: 600 var(--size-2) / 1 var(--text); text-decoration: none; white-space: nowrap; cursor: pointer;
    transition: background var(--quick), border-color var(--quick), color var(--quick), transform var(--quick);
  }
  /* Words are longer in some languages than a phone is wide. */
  @media (width < 44rem) { .button { flex-shrink: 0; max-inline-size: 100%; padding-block: 0.3em; line-height: 1.15; white-space: normal; } }
  .button:hover { border-color: var(--ink); background: color-mix(in oklch, var(--ink) 9%, transparent); }
  .button:active { transform: scale(0.97); }
  .button:focus-visible { border-radius: var(--pill); }
  .button.now { border-color: transparent; background: var(--now); color: var(--on-now); }
  .button.now:hover { background: var(--now-strong); }
  .button.then { border-color: var(--then); color: var(--then); }
  .button.then:hover { background: var(--then-tint); border-color: var(--then-strong); }
  .button.on { border-color: var(--now); background: var(--now-tint); }
  .button.plain { border-color: transparent; }
  .button.round { inline-size: var(--target); padding: 0; }
  .button[disabled], .button[aria-disabled='true'] { opacity: 0.55; cursor: default; transform: none; }

  .field { display: grid; gap: var(--space-2); }
  .field > span, .label { font-size: var(--size-2); font-weight: 600; }
  .field small { color: var(--ink-soft); font-size: var(--size-1); }
  .input, select {
    inline-size: 100%; min-block-size: var(--target); padding: var(--space-2) var(--space-3);
    border: 1px solid var(--edge); border-radius: var(--round-2); background: var(--raise); accent-color: var(--now); text-overflow: ellipsis;
  }
  select { inline-size: auto; max-inline-size: 100%; padding-inline-end: var(--space-2); cursor: pointer; }
  textarea.input { min-block-size: 8rem; resize: vertical; line-height: var(--leading); }
  .input::placeholder { color: var(--ink-faint); opacity: 1; }
  .input:focus-visible, select:focus-visible { outline-offset: 1px; border-radius: var(--round-2); }

  .soft { color: var(--ink-soft); }
  .faint { color: var(--ink-faint); }
  .small { font-size: var(--size-1); }
  .narrow { font-stretch: 82%; }
  .figures { font-variant-numeric: tabular-nums; }
  .hidden-text { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .notice {
    display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-4);
    padding: var(--space-3) var(--space-4); border-inline-start: 3px solid var(--then);
    border-radius: var(--round-1); background: var(--raise); font-size: var(--size-2);
  }
  .notice.bad { border-color: var(--bad); }
  /* Beside its sign, also where it is narrow. */
  .notice p { flex: 1 1 min(16rem, 60%); }

  /* An intertitle: the card a silent film stops on to say something. */
  .intertitle {
    display: grid; overflow-wrap: anywhere; justify-items: center; gap: var(--space-3); max-inline-size: 34rem;
    margin: var(--space-6) auto; padding: clamp(1.75rem, 6vw, 3.25rem) clamp(1.25rem, 5vw, 3rem);
    border: 1px solid var(--line); outline: 1px solid var(--line); outline-offset: -9px;
    border-radius: var(--round-1); background: var(--raise); text-align: center;
  }
  .intertitle h2 { font-size: var(--size-5); }
  .intertitle p { color: var(--ink-soft); max-inline-size: 27rem; }

  svg[data-points]:dir(rtl) { scale: -1 1; }
  /* Texts of the catalogue and of people go the way they are written, and stand where the others do. */
  :where(h1, h2, h3, .overview, .tagline, .about, .note, .name, .biography p) { unicode-bidi: plaintext; text-align: -webkit-match-parent; text-align: match-parent; }
  /* A link as small as its text, pressed as easily as a button. */
  .tap { position: relative; }
  .tap::after { content: ''; position: absolute; inset: min(0px, (100% - var(--target)) / 2); }

  .bone { border-radius: var(--round-2); background: var(--raise-2); animation: breathe 1.6s ease-in-out infinite alternate; }
  @keyframes breathe { from { opacity: 0.85; } to { opacity: 0.45; } }
  @media (prefers-reduced-motion: reduce) {
    *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
  }
  @media (forced-colors: active) {
    .button { border-color: ButtonText; background: ButtonFace; }
    .button.now, .button.on { forced-color-adjust: none; background: Highlight; color: HighlightText; border-color: Highlight; }
    :where([aria-pressed='true'], [aria-current='page'], [aria-current='true'], [aria-selected='true']) { outline: 2px solid Highlight; }
    .bone { border: 1px solid GrayText; }
  }
`

/** The frame every screen but Home, Title and Player stands in. */
export const screenFrame = css`
  :host { padding: var(--space-5) var(--gutter) var(--space-7); }
  /* One line with the corner, whose buttons stand at its end. */
  .head { display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: var(--space-2) var(--space-5); margin-block-end: var(--space-5); }
  .head h1 { min-inline-size: 0; min-block-size: var(--target); align-content: center; hyphens: auto; }
  @media (width >= 44rem) { :host { padding-block-start: calc(var(--top) + var(--space-5)); } .head { padding-inline-end: 13rem; } }
`

/** How far something is; indeterminate while that is not known. */
export const progressBar = css`
  progress { appearance: none; inline-size: 100%; block-size: 6px; border: 0; border-radius: var(--pill); background: var(--raise-2); overflow: hidden; }
  progress::-webkit-progress-bar { background: var(--raise-2); }
  progress::-webkit-progress-value { background: var(--now); transition: inline-size var(--calm); }
  progress::-moz-progress-bar { background: var(--now); }
  progress:indeterminate { background: linear-gradient(90deg, var(--raise-2) 30%, var(--now) 50%, var(--raise-2) 70%) 0 0 / 300% 100%; animation: run 1.8s linear infinite; }
  @keyframes run { from { background-position: 100% 0; } to { background-position: -50% 0; } }
  @media (forced-colors: active) { progress { border: 1px solid CanvasText; } }
`

/** Posters side by side in columns as many as fit. */
export const posterGrid = css`
  .posters { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(8.75rem, 28vw), 1fr)); gap: var(--space-5) var(--space-4); }
  @media (width < 44rem) { .posters { gap: var(--space-4) var(--space-3); } }
`

export const dialogFrame = css`
  dialog {
    inline-size: min(34rem, calc(100vw - 2rem)); max-block-size: min(40rem, calc(100dvh - 3rem)); padding: var(--space-5);
    border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); color: var(--ink); box-shadow: var(--shadow);
  }
  @media (width < 44rem) { dialog { max-block-size: calc(100dvh - 2rem); } }
  dialog::backdrop { background: oklch(0.1 0.02 335 / 0.72); }
  dialog h2 { margin-block-end: var(--space-4); }
  .row { display: flex; flex-wrap: wrap; gap: var(--space-3); justify-content: end; margin-block-start: var(--space-5); }
`
