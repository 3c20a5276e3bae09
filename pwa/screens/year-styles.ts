import { css } from 'lit'

export const yearStyles = css`
  /* A story has lights of its own, whatever those of the house are. */
  :host { color-scheme: dark; }
  .story { block-size: 100dvh; overflow-y: auto; scroll-snap-type: y mandatory; scrollbar-width: none; overscroll-behavior: contain; }
  .story:focus-visible { outline-offset: -4px; }
  section { position: relative; isolation: isolate; overflow: hidden; min-block-size: 100dvh; scroll-snap-align: start; scroll-snap-stop: always; display: grid; align-content: center; gap: clamp(1.5rem, 4vh, 3rem); padding: calc(4.5rem + env(safe-area-inset-top)) clamp(1.75rem, 8vw, 9rem) calc(6rem + env(safe-area-inset-bottom)); background: var(--back); color: var(--front); }
  section::before { content: ''; position: absolute; z-index: -1; inset: -45%; background: repeating-conic-gradient(from var(--turn, 0deg) at var(--sun, 80% 78%), var(--ray) 0deg 3.5deg, transparent 3.5deg 11deg); mask: radial-gradient(circle at var(--sun, 80% 78%), black 8%, transparent 58%); }
  section::after { content: ''; position: absolute; inset: max(14px, env(safe-area-inset-top)) 14px 14px; border: 1px solid color-mix(in oklch, var(--front) 42%, transparent); outline: 1px solid color-mix(in oklch, var(--front) 22%, transparent); outline-offset: -8px; border-radius: var(--round-1); pointer-events: none; }
  .plum { --back: oklch(0.19 0.04 335); --front: oklch(0.955 0.02 60); --ray: oklch(0.765 0.138 37 / 0.22); --mark: oklch(0.765 0.138 37); }
  .vermilion { --back: oklch(0.49 0.165 31); --front: oklch(0.98 0.015 60); --ray: oklch(0.8 0.13 55 / 0.3); --mark: oklch(0.93 0.08 80); --sun: 16% 82%; --turn: 4deg; }
  .teal { --back: oklch(0.33 0.06 212); --front: oklch(0.965 0.015 190); --ray: oklch(0.815 0.083 198 / 0.22); --mark: oklch(0.87 0.09 190); --sun: 84% 20%; --turn: 2deg; }
  .cream { --back: oklch(0.93 0.035 70); --front: oklch(0.25 0.06 335); --ray: oklch(0.72 0.12 60 / 0.3); --mark: oklch(0.5 0.17 31); --sun: 50% 104%; }
  .words { display: grid; gap: clamp(0.5rem, 1.6vh, 1rem); max-inline-size: 46rem; }
  .lead { font: 400 clamp(1.25rem, 2.6vw, 2rem) / 1.2 var(--display); }
  h2 { font: 400 clamp(3.4rem, 12vw, 11rem) / 0.98 var(--display); letter-spacing: -0.02em; color: var(--mark); overflow-wrap: anywhere; hyphens: auto; }
  h2.long { font-size: clamp(2.4rem, 8vw, 7rem); line-height: 1.02; }
  .tail { font-size: clamp(1.05rem, 2vw, 1.45rem); max-inline-size: 34rem; }
  .cast { display: flex; gap: clamp(0.6rem, 1.6vw, 1.25rem); }
  .cast a { flex: 0 1 clamp(6rem, 15vw, 13rem); min-inline-size: 0; border-radius: var(--round-2); box-shadow: 0 14px 40px oklch(0 0 0 / 0.45); }
  .cast.one a { flex-basis: clamp(9rem, 22vw, 17rem); }
  .cast a:focus-visible { outline-color: var(--front); }
  .cast a:nth-child(odd) { rotate: -2deg; } .cast a:nth-child(even) { rotate: 1.6deg; translate: 0 0.6rem; }
  @media (width >= 62rem) { .pictured h2 { font-size: clamp(3rem, 9.5vw, 10rem); } .pictured h2.long { font-size: clamp(2.4rem, 5.4vw, 5.6rem); } section.pictured { grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); align-items: center; } .cast { flex-wrap: wrap; justify-content: center; } }
  section .words > *, section .cast { opacity: 0; transform: translateY(1.2rem); transition: opacity 700ms ease-out, transform 700ms cubic-bezier(0.2, 0.8, 0.2, 1); }
  section.seen .words > *, section.seen .cast { opacity: 1; transform: none; }
  section.seen h2 { transition-delay: 120ms; } section.seen .tail { transition-delay: 260ms; } section.seen .cast { transition-delay: 320ms; }
  .bar { position: fixed; z-index: 2; inset-inline: 0; inset-block-start: env(safe-area-inset-top); display: flex; justify-content: space-between; align-items: center; padding: var(--space-5) clamp(1.5rem, 4vw, 3rem); pointer-events: none; }
  .bar > *, .steps > * { pointer-events: auto; }
  .pad { border-color: transparent; background: oklch(0.16 0.03 335 / 0.72); color: oklch(0.97 0.01 60); backdrop-filter: blur(10px); }
  .pad:hover { background: oklch(0.16 0.03 335 / 0.9); border-color: oklch(0.97 0.01 60); }
  .steps { position: fixed; z-index: 2; inset-block-end: calc(var(--space-5) + env(safe-area-inset-bottom)); inset-inline: clamp(1.5rem, 4vw, 3rem); display: flex; justify-content: space-between; align-items: center; gap: var(--space-3); pointer-events: none; }
  .steps div { display: flex; gap: var(--space-2); }
  .back svg { rotate: 180deg; }
  .steps .slide { padding: var(--space-2) var(--space-3); border-radius: var(--pill); background: oklch(0.16 0.03 335 / 0.72); color: oklch(0.97 0.01 60); font-size: var(--size-1); }
  .years { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: center; }
  .years a, .end .button { border-color: currentColor; color: inherit; }
  .end .button.now { background: var(--mark); border-color: transparent; color: var(--back); }
  .small { max-inline-size: 30rem; }
  .intertitle { color-scheme: dark; }
  .alone { display: grid; min-block-size: 100dvh; align-content: center; padding: var(--space-5); background: oklch(0.19 0.04 335); color: oklch(0.955 0.02 60); }
  .bone { block-size: 60dvh; }
  @media (forced-colors: active) { section { border-block-end: 1px solid CanvasText; } section::before { display: none; } section, section p { background: Canvas; color: CanvasText; } h2, h2.long { color: CanvasText; line-height: 1.25; } }
  @media (prefers-reduced-motion: reduce) { section .words > *, section .cast { opacity: 1; transform: none; } }
  @media (height < 34rem) { section { padding-block: 4rem 5rem; } h2, h2.long { font-size: clamp(2rem, 6vw, 3.4rem); } .cast a, .cast.one a { flex-basis: 6rem; } }
`
