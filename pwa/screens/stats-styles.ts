import { css } from 'lit'

export const statsStyles = css`
  :host { max-inline-size: 92rem; }
  .ask { display: flex; flex-wrap: wrap; gap: var(--space-3) var(--space-4); align-items: center; margin-block-end: var(--space-5); }
  .periods { display: flex; gap: var(--space-1); min-inline-size: 0; overflow-x: auto; scrollbar-width: none; padding: 3px; }
  .periods a { display: grid; place-content: center; flex: none; min-block-size: var(--target); padding-inline: var(--space-4); border-radius: var(--pill); color: var(--ink-soft); font: 600 var(--size-2) / 1 var(--text); text-decoration: none; }
  .periods a:hover { color: var(--ink); background: var(--raise-2); }
  .periods a[aria-current='true'] { background: var(--now-tint); color: var(--ink); }
  .periods a:focus-visible { border-radius: var(--pill); outline-offset: 0; }
  time-machine { margin-block-end: var(--space-5); }
  .bone.hero { block-size: 15rem; } .bone.chart { block-size: 19rem; margin-block-start: var(--space-5); }

  /* The number is the picture: lit from behind like a marquee. */
  .marquee { position: relative; isolation: isolate; overflow: hidden; display: grid; align-content: end; min-block-size: 15rem; padding: clamp(1.25rem, 4vw, 2.75rem); border-radius: var(--round-3); background: oklch(0.2 0.045 335); color: oklch(0.955 0.012 70); }
  .marquee::before { content: ''; position: absolute; z-index: -1; inset: -60% -20%; background: repeating-conic-gradient(from 4deg at 74% 92%, oklch(0.765 0.138 37 / 0.2) 0deg 4deg, transparent 4deg 12deg); mask: radial-gradient(closest-side at 74% 70%, black, transparent); }
  .marquee::after { content: ''; position: absolute; inset: 10px; border: 1px solid oklch(0.955 0.012 70 / 0.28); border-radius: var(--round-2); pointer-events: none; }
  .marquee .big { font: 400 clamp(min(3.6rem, 18vw), 11vw, 8.5rem) / 0.95 var(--display); letter-spacing: -0.02em; }
  .marquee .big small { font-size: 0.36em; letter-spacing: 0; margin-inline-start: 0.25em; }
  .marquee p { font-size: clamp(1.05rem, 2.2vw, 1.4rem); color: oklch(0.86 0.02 40); margin-block-start: var(--space-3); }
  .marquee .change { display: inline-flex; align-items: center; gap: var(--space-2); justify-self: start; margin-block-start: var(--space-4); padding: var(--space-1) var(--space-3); border-radius: var(--pill); background: oklch(0.815 0.083 198 / 0.18); color: oklch(0.87 0.065 198); font-size: var(--size-2); font-weight: 600; }

  .board { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: var(--space-4); margin-block-start: var(--space-4); }
  .card { grid-column: span 12; padding: var(--space-4) var(--space-4) var(--space-3); border: 1px solid var(--line); border-radius: var(--round-3); background: var(--raise); min-inline-size: 0; }
  .card h2 { font-size: var(--size-4); margin-block-end: var(--space-2); }
  @media (width >= 62rem) { .half { grid-column: span 6; } .third { grid-column: span 4; } .wide { grid-column: span 8; } .card { padding: var(--space-5) var(--space-5) var(--space-4); } }

  .rows { display: grid; gap: var(--space-1); margin-block-start: var(--space-3); }
  .rows a { display: grid; grid-template-columns: minmax(5.5rem, 9rem) minmax(0, 1fr) auto; align-items: center; gap: var(--space-3); min-block-size: var(--target); text-decoration: none; font-size: var(--size-2); border-radius: var(--round-1); }
  .rows a:hover span:first-child { color: var(--now); }
  .rows span:first-child { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .rows span:last-child { color: var(--ink-soft); font-size: var(--size-1); }
  .rows svg { inline-size: 100%; block-size: 12px; overflow: visible; }
  .rows rect { fill: var(--now); transform-box: fill-box; transform-origin: left; animation: stretch 640ms cubic-bezier(0.2, 0.8, 0.2, 1) backwards; }
  .rows rect.under { fill: var(--then); }
  .rows rect:dir(rtl) { transform-origin: right; }
  @keyframes stretch { from { transform: scaleX(0); } }

  .faces { display: grid; grid-template-columns: repeat(4, 1fr); gap: var(--space-2); margin-block: var(--space-3) var(--space-2); }
  .faces li { display: grid; justify-items: center; gap: 0.2rem; text-align: center; font-size: var(--size-1); color: var(--ink-soft); }
  .faces b { font: 400 var(--size-5) / 1 var(--display); color: var(--ink); }
  .faces .DISLIKE svg { color: var(--face-DISLIKE); } .faces .OK svg { color: var(--face-OK); } .faces .LIKE svg { color: var(--face-LIKE); } .faces .SUPER_LIKE svg { color: var(--face-SUPER_LIKE); }

  .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: var(--space-4) var(--space-5); margin-block-start: var(--space-3); }
  .facts dt { color: var(--ink-faint); font-size: var(--size-1); }
  .facts dd { margin: 0; overflow-wrap: anywhere; }
  .facts b { font: 400 var(--size-4) / 1.25 var(--display); }
  .facts small { display: block; color: var(--ink-soft); font-size: var(--size-1); }
  .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.5rem, 1fr)); gap: var(--space-3); margin-block: var(--space-3); }
  .numbers dt { color: var(--ink-faint); font-size: var(--size-1); } .numbers dd { margin: 0; font: 400 var(--size-5) / 1.1 var(--display); }
  .posters { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(8.5rem, 24vw), 1fr)); gap: var(--space-4) var(--space-3); margin-block-start: var(--space-3); }
  .counted { margin-block-end: var(--space-4); }
  details { margin-block-start: var(--space-5); max-inline-size: 48rem; color: var(--ink-soft); font-size: var(--size-2); }
  summary { padding-block: 0.65rem; font-weight: 600; cursor: pointer; }
  details li { padding-block: var(--space-1); padding-inline-start: var(--space-4); text-indent: calc(-1 * var(--space-4)); }
  details li::before { content: '·'; display: inline-block; inline-size: var(--space-4); text-indent: 0; text-align: center; }
  @media (forced-colors: active) { .rows rect { fill: Highlight; } .rows rect.under { display: none; } .periods a[aria-current='true'] { forced-color-adjust: none; background: Highlight; color: HighlightText; } .marquee, .marquee p, .marquee .change { background: Canvas; color: CanvasText; } .marquee { border: 1px solid CanvasText; } }
`
