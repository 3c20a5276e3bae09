/** Our own icons: drawn on a 24 grid, one line weight, round ends. Decoration only; the control carries the name. */

import type { SVGTemplateResult } from 'lit'
import { svg } from 'lit'

const lines = {
  home: 'M4 11.5 12 4l8 7.5V20h-5.5v-5.5h-5V20H4z',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20',
  compass: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM15.5 8.5l-2 5-5 2 2-5z',
  library: 'M4.5 4.5h4v15h-4zM10.5 4.5h4v15h-4zM16.3 5.6l3.2-.9 2.2 14.1-3.4.8z',
  lists: 'M4.5 10h15v9.5h-15zM6.5 7h11M8.5 4h7',
  downloads: 'M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M4.5 19.5h15',
  history: 'M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2',
  offline: 'M3 3l18 18M8.6 15.4a4.8 4.8 0 0 1 6.8 0M5.6 12.2a9 9 0 0 1 4-2.3M13.7 9.7a9 9 0 0 1 4.7 2.5M2.8 9.2a13 13 0 0 1 3.6-2.5M10.3 5.6a13 13 0 0 1 10.9 3.6M12 19h.01',
  online: 'M8.6 15.4a4.8 4.8 0 0 1 6.8 0M5.6 12.2a9 9 0 0 1 12.8 0M2.8 9.2a13 13 0 0 1 18.4 0M12 19h.01',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4',
  undo: 'M9 5 4.5 9.5 9 14M4.5 9.5h9.7a5 5 0 0 1 0 10H10',
  redo: 'M15 5l4.5 4.5L15 14m4.5-4.5H9.8a5 5 0 0 0 0 10H14',
  plus: 'M12 5v14M5 12h14',
  minus: 'M6 12h12',
  check: 'M4.5 12.5l5 5 10-11',
  close: 'M6 6l12 12M18 6 6 18',
  chevronDown: 'M6 9.5l6 6 6-6',
  chevronStart: 'M14.5 5l-7 7 7 7',
  chevronEnd: 'M9.5 5l7 7-7 7',
  heart: 'M12 20S3.5 14.7 3.5 9A4.6 4.6 0 0 1 12 6.6 4.6 4.6 0 0 1 20.5 9c0 5.7-8.5 11-8.5 11z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  pen: 'M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM14 6.5l3.5 3.5',
  tag: 'M4 4h8l8.5 8.5-8 8L4 12zM8.2 8.2h.01',
  ticket: 'M3.5 6.5h17V10a2 2 0 0 0 0 4v3.5h-17V14a2 2 0 0 0 0-4zM14 7v1.5m0 2.7v1.6m0 2.7V17',
  retry: 'M20 12a8 8 0 1 1-2.6-5.9L20 8.5M20 4v4.5h-4.5',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  chart: 'M5 19.5v-7M12 19.5v-15M19 19.5v-10',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2',
  grid: 'M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h6v6h-6z',
  table: 'M4 6h16M4 12h16M4 18h16',
  alert: 'M12 4 2.5 20h19zM12 10v4.5M12 17.3h.01',
  sync: 'M5 9a7.5 7.5 0 0 1 13.5-1.5M19 4v4h-4M19 15a7.5 7.5 0 0 1-13.5 1.5M5 20v-4h4',
  full: 'M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15',
  window: 'M9 4.5V9H4.5M19.5 9H15V4.5M15 19.5V15h4.5M4.5 15H9v4.5',
  pip: 'M3.5 5.5h17v13h-17zM12.5 12h5.5v4h-5.5z',
  volume: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  mute: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5',
  captions: 'M3.5 5.5h17v13h-17zM10.5 10.2a2.2 2.2 0 1 0 0 3.6M17 10.2a2.2 2.2 0 1 0 0 3.6',
  speed: 'M4.5 17.5a8.5 8.5 0 1 1 15 0M12 13.5 15.5 9',
  settings: 'M4 7h9m4 0h3M4 17h3m4 0h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  phone: 'M7.5 3h9v18h-9zM11 18h2',
  laptop: 'M5.5 5.5h13v9.5h-13zM3 18.5h18',
  keyboard: 'M3 6.5h18v11H3zM7 10.5h.01M11 10.5h.01M15 10.5h.01M8 14h8',
  listAdd: 'M4 6.5h14M4 12h8M4 17.5h6M17 13.5v7m-3.5-3.5h7',
  people: 'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.5-3.5 3-5.2 6.5-5.2s6 1.7 6.5 5.2M16 4.8a3.5 3.5 0 0 1 0 6.5M18.2 14.8c1.9.7 3 2.3 3.3 4.7',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.2-3.2a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.2 3.2a4 4 0 0 0 5.7 5.7l1.2-1.2',
  lock: 'M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  speech: 'M4 5h16v11h-8.5L7 20v-4H4zM8 9h8M8 12.2h5',
  globe: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM3.5 12h17M12 3.5c-4.6 5.2-4.6 11.8 0 17M12 3.5c4.6 5.2 4.6 11.8 0 17',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  grip: 'M9.2 6.5h.01M14.8 6.5h.01M9.2 12h.01M14.8 12h.01M9.2 17.5h.01M14.8 17.5h.01',
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 11v5M13.5 11v5',
  out: 'M14 4.5H5v15h9M10 12h10.5m0 0L17 8.5M20.5 12 17 15.5',
} as const
const solids = {
  play: 'M7 4.3v15.4a.6.6 0 0 0 .9.5l12.3-7.7a.6.6 0 0 0 0-1L7.9 3.8a.6.6 0 0 0-.9.5z',
  pause: 'M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z',
  next: 'M5.5 5v14a.6.6 0 0 0 1 .5l9-7a.6.6 0 0 0 0-1l-9-7a.6.6 0 0 0-1 .5zM17.5 4.5h2v15h-2z',
  previous: 'M18.5 5v14a.6.6 0 0 1-1 .5l-9-7a.6.6 0 0 1 0-1l9-7a.6.6 0 0 1 1 .5zM4.5 4.5h2v15h-2z',
  heartFull: lines.heart,
} as const

/** What the pen draws, for whoever has no page to draw on. */
export const linesOf = (name: keyof typeof lines): string => lines[name]

export type IconName = keyof typeof lines | keyof typeof solids

/** `size` in CSS pixels. */
/** They point where the text goes, or where it came from: mirrored where it goes the other way (styles/controls.ts). */
const pointing: ReadonlySet<string> = new Set<IconName>(['chevronStart', 'chevronEnd', 'undo', 'redo'])

export function icon(name: IconName, size = 22): SVGTemplateResult {
  const solid = name in solids
  const path = solid ? solids[name as keyof typeof solids] : lines[name as keyof typeof lines]
  return svg`<svg viewBox="0 0 24 24" width=${size} height=${size} aria-hidden="true" ?data-points=${pointing.has(name)} fill=${solid ? 'currentColor' : 'none'}
    stroke="currentColor" stroke-width=${solid ? 0 : 1.75} stroke-linecap="round" stroke-linejoin="round"><path d=${path}></path></svg>`
}

/** The mark: rewind, as two dyes printed over each other. */
export function mark(size = 30): SVGTemplateResult {
  return svg`<svg viewBox="0 0 48 48" width=${size} height=${size} aria-hidden="true">
    <path fill="var(--then)" d="M27 9.5v29a1.5 1.5 0 0 1-2.4 1.2L5.2 25.2a1.5 1.5 0 0 1 0-2.4L24.6 8.3A1.5 1.5 0 0 1 27 9.5z"></path>
    <path fill="var(--now)" d="M44 9.5v29a1.5 1.5 0 0 1-2.4 1.2L22.2 25.2a1.5 1.5 0 0 1 0-2.4L41.6 8.3A1.5 1.5 0 0 1 44 9.5z"></path>
    <path fill="var(--ink)" d="M27 19.2v9.6l-4.8-3.6a1.5 1.5 0 0 1 0-2.4z"></path></svg>`
}
