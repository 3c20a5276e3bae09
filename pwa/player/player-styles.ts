import { css } from 'lit'

export const playerStyles = css`
  :host { position: fixed; inset: 0; z-index: 15; display: grid; background: #000; color: var(--ink); color-scheme: dark; }
  :host([data-resting]) { cursor: none; }
  video { inline-size: 100%; block-size: 100%; grid-area: 1 / 1; object-fit: contain; }
  .top, .controls { position: absolute; inset-inline: 0; padding: var(--space-4) max(var(--gutter), env(safe-area-inset-left)); transition: opacity var(--calm); }
  .top { inset-block-start: 0; display: flex; align-items: center; gap: var(--space-3); padding-block-end: var(--space-7); background: linear-gradient(oklch(0.1 0.02 335 / 0.85), transparent); }
  .top h1 { font-size: var(--size-4); }
  .controls { inset-block-end: 0; padding-block: var(--space-7) calc(var(--space-4) + env(safe-area-inset-bottom)); background: linear-gradient(transparent, oklch(0.1 0.02 335 / 0.9)); }
  :host([data-resting]) .top, :host([data-resting]) .controls { opacity: 0; }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1); }
  .time { margin-inline: var(--space-3) auto; font-size: var(--size-2); white-space: nowrap; }
  .time span { color: var(--ink-soft); }
  .glass { display: inline-grid; place-content: center; min-inline-size: 2.9rem; min-block-size: 2.9rem; padding: 0; border: 0; border-radius: var(--pill); background: transparent; color: var(--ink); cursor: pointer; transition: background var(--quick); }
  .glass:hover { background: oklch(1 0 0 / 0.14); }
  .glass.on { color: var(--now); }
  .glass:focus-visible, .speed:focus-within { border-radius: var(--pill); outline: 3px solid var(--then); outline-offset: -2px; }
  .speed select { min-block-size: 2.75rem; padding: 0 var(--space-2); border: 0; background: transparent; font-weight: 600; font-size: var(--size-2); text-align: center; outline: none; appearance: none; }
  .menu { position: relative; }
  .menu select { position: absolute; inset: 0; inline-size: 100%; border: 0; opacity: 0; cursor: pointer; }
  .menu:focus-within { outline: 3px solid var(--then); outline-offset: -2px; }
  video::cue { background: oklch(0 0 0 / 0.6); color: #fff; font-family: inherit; font-size: var(--text-size, 100%); }
  .volume { inline-size: 5.5rem; block-size: var(--target); margin: 0; margin-inline-end: var(--space-2); appearance: none; background: none; cursor: pointer; }
  .volume::-webkit-slider-runnable-track { block-size: 4px; border-radius: var(--pill); background: linear-gradient(to right, var(--ink) calc(var(--volume) * 100%), oklch(1 0 0 / 0.28) 0); }
  .volume::-moz-range-track { block-size: 4px; border-radius: var(--pill); background: oklch(1 0 0 / 0.28); }
  .volume::-moz-range-progress { block-size: 4px; border-radius: var(--pill); background: var(--ink); }
  .volume::-webkit-slider-thumb { appearance: none; inline-size: 0.8rem; block-size: 0.8rem; margin-block-start: calc(2px - 0.4rem); border-radius: 50%; background: var(--ink); }
  .volume::-moz-range-thumb { inline-size: 0.8rem; block-size: 0.8rem; border: 0; border-radius: 50%; background: var(--ink); }
  .volume:focus-visible { border-radius: var(--pill); outline: 3px solid var(--then); outline-offset: -8px; }
  .next { position: absolute; inset-block-end: calc(8.5rem + env(safe-area-inset-bottom)); inset-inline-end: max(var(--gutter), env(safe-area-inset-right)); pointer-events: none; }
  .menu option, .speed option { background: var(--raise); }
  .seek { position: relative; display: grid; align-items: center; block-size: var(--target); }
  .seek::before, .seek i { content: ''; position: absolute; inset-inline: 0; block-size: 5px; border-radius: var(--pill); background: oklch(1 0 0 / 0.24); pointer-events: none; }
  .seek i { transform-origin: left; }
  .seek .loaded { transform: scaleX(var(--loaded)); background: oklch(1 0 0 / 0.34); }
  .seek .played { transform: scaleX(var(--at)); background: var(--now); }
  .seek input { position: relative; appearance: none; inline-size: 100%; block-size: var(--target); margin: 0; background: none; cursor: pointer; }
  .seek input::-webkit-slider-thumb { appearance: none; inline-size: 1.05rem; block-size: 1.05rem; border-radius: 50%; background: var(--now); box-shadow: 0 0 0 3px oklch(0.1 0.02 335 / 0.55); }
  .seek input::-moz-range-thumb { inline-size: 1.05rem; block-size: 1.05rem; border: 0; border-radius: 50%; background: var(--now); }
  .waiting { position: absolute; inset: 0; margin: auto; inline-size: 3.5rem; block-size: 3.5rem; border-radius: 50%; border: 3px solid oklch(1 0 0 / 0.2); border-block-start-color: var(--now); animation: turn 1s linear infinite; pointer-events: none; }
  .arriving { position: absolute; inset-block-start: calc(50% + 3rem); inset-inline: 0; margin: 0; text-align: center; font-size: var(--size-2); pointer-events: none; }
  .stopped { position: absolute; inset: 0; display: grid; place-items: center; padding: var(--gutter); pointer-events: none; }
  ::slotted(*) { pointer-events: auto; }
  @keyframes turn { to { transform: rotate(1turn); } }
  @media (width < 36rem) { .roomy { display: none; } .time { margin-inline-start: var(--space-2); } .glass { min-inline-size: 2.75rem; } .row { gap: 0; } }
  @media (forced-colors: active) { .glass { color: ButtonText; background: ButtonFace; } .seek::before, .seek i, .seek input { forced-color-adjust: none; } .seek::before { background: GrayText; } .seek .loaded { background: CanvasText; } .seek .played, .seek input::-webkit-slider-thumb { background: Highlight; } }
`
