import { css } from 'lit'

export const searchStyles = css`
  :host { min-block-size: 100dvh; }
  .box { position: sticky; inset-block-start: var(--top); z-index: 5; display: block; margin-inline: calc(-1 * var(--gutter)); padding: var(--space-2) var(--gutter) var(--space-4); background: linear-gradient(var(--ground) 82%, transparent); }
  .box div { position: relative; display: grid; align-items: center; max-inline-size: 46rem; }
  .box svg { position: absolute; inset-inline-start: var(--space-4); color: var(--ink-faint); pointer-events: none; }
  .box input { inline-size: 100%; min-block-size: 3.5rem; padding-inline: 3.25rem var(--space-4); border: 1px solid var(--edge); border-radius: var(--pill); background: var(--raise); font-size: var(--size-3); }
  .box input::placeholder { color: var(--ink-faint); opacity: 1; }
  .box input:focus-visible { border-radius: var(--pill); outline-offset: 0; }
  @media (width >= 44rem) { .box { padding-inline-end: calc(var(--gutter) + 12rem); } }
  .over { display: flex; align-items: center; justify-content: space-between; gap: var(--space-3); }
  .over > .button { flex: none; }
  .kinds { display: flex; min-inline-size: 0; gap: var(--space-2); overflow-x: auto; scrollbar-width: none; padding: 4px; margin: -4px; }
  .kinds .button { font-weight: 500; }
  section { margin-block: var(--space-5) var(--space-6); }
  section h2 { display: flex; align-items: baseline; gap: var(--space-3); margin-block-end: var(--space-4); }
  section h2 small { font: 400 var(--size-2) / 1 var(--text); color: var(--ink-faint); letter-spacing: 0; }
  .recent { display: flex; flex-wrap: wrap; justify-content: inherit; gap: var(--space-2); }
  .recent .button { font-weight: 500; }
  .duo { display: flex; }
  .duo .button:first-child { border-start-end-radius: 0; border-end-end-radius: 0; max-inline-size: 18rem; overflow: hidden; text-overflow: ellipsis; }
  .duo .button:last-child { border-start-start-radius: 0; border-end-start-radius: 0; margin-inline-start: -1px; inline-size: var(--target); padding: 0; }
  .people { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: var(--space-2) var(--space-4); }
  .former { opacity: 0.55; transition: opacity var(--quick); }
  .bones { margin-block-start: var(--space-5); }
  .poster-bone { aspect-ratio: 2 / 3; }
  .notice { margin-block: var(--space-5); }
`
