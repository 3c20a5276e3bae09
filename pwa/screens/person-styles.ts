import { css } from 'lit'
import { progressBar } from '../styles/controls.ts'

export const personStyles = [progressBar, css`
  header { display: grid; grid-template-columns: minmax(9rem, 15rem) minmax(0, 46rem); gap: var(--space-6); align-items: start; margin-block-end: var(--space-6); }
  /* Below the corner. */
  .failed { display: grid; gap: var(--space-4); padding-block-start: var(--space-6); }
  .portrait { box-shadow: var(--shadow); }
  .words { display: grid; gap: var(--space-4); }
  h1 { font-size: var(--size-6); line-height: 1.05; overflow-wrap: anywhere; }
  .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(10rem, 45%), 1fr)); gap: var(--space-3) var(--space-5); }
  dt { color: var(--ink-faint); font-size: var(--size-1); }
  dd a { display: inline-flex; align-items: center; min-block-size: var(--target); margin-inline-end: var(--space-4); }
  .biography p { white-space: pre-line; }
  .biography .cut { display: -webkit-box; -webkit-line-clamp: 6; -webkit-box-orient: vertical; overflow: hidden; }
  .biography .button { margin-block-start: var(--space-3); }
  .filmography { margin-block: var(--space-6); max-inline-size: 62rem; }
  .bar { display: flex; flex-wrap: wrap; align-items: end; justify-content: space-between; gap: var(--space-3) var(--space-5); margin-block-end: var(--space-4); }
  .switch { display: flex; flex-wrap: wrap; gap: var(--space-2); }
  .department { margin-block-start: var(--space-5); }
  .department h3 { margin-block-end: var(--space-2); }
  .department h3 span { font-weight: 400; }
  li { display: grid; grid-template-columns: 4.5rem minmax(0, 1.2fr) minmax(0, 1fr) 1.5rem; align-items: center; gap: 0 var(--space-4); min-block-size: 3rem; border-block-end: 1px solid var(--line); }
  .year { color: var(--ink-faint); font-size: var(--size-2); }
  li a { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-2); min-block-size: var(--target); text-decoration: none; overflow-wrap: anywhere; }
  li a:hover .name { text-decoration: underline; }
  .name { font-weight: 600; }
  .kind { padding-inline: 0.4em; border: 1px solid var(--line); border-radius: var(--round-1); color: var(--ink-soft); font-size: var(--size-1); }
  .role { color: var(--ink-soft); font-size: var(--size-2); overflow-wrap: anywhere; }
  .mark { grid-column: 4; color: var(--now); }
  .seen .year { color: var(--now); }
  .bone.portrait { aspect-ratio: 2 / 3; } .bone.line { block-size: 3.5rem; } .bone.short { block-size: 1.2rem; inline-size: 40%; } .bone.block { block-size: 12rem; } .bone.rows { block-size: 24rem; }
  @media (width < 44rem) {
    header { grid-template-columns: 1fr; gap: var(--space-4); }
    .portrait { inline-size: 40vw; max-inline-size: 11rem; }
    li { grid-template-columns: 4.25rem minmax(0, 1fr) 1.5rem; padding-block: var(--space-1); }
    .role { grid-column: 2; padding-block-end: var(--space-2); }
    .role:empty { display: none; }
    .mark { grid-column: 3; grid-row: 1; }
  }
`]
