/** The drawing tools of the motifs. A motif is drawn about the origin; the shorter side of the picture reaches 500 from it. */

import type { Palette } from './palette.ts'

/** What can be seen: from -halfWidth to halfWidth and from -halfHeight to halfHeight. */
export interface View {
  readonly halfWidth: number
  readonly halfHeight: number
}

export type Motif = (view: View, palette: Palette, random: () => number) => string

export function circle(x: number, y: number, radius: number, fill: string, extra = ''): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}" ${extra}/>`
}

export function ring(x: number, y: number, radius: number, stroke: string, width: number, extra = ''): string {
  return circle(x, y, radius, 'none', `stroke="${stroke}" stroke-width="${n(width)}" ${extra}`)
}

export function rect(x: number, y: number, width: number, height: number, fill: string, extra = ''): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" ${extra}/>`
}

export function polygon(points: readonly (readonly [number, number])[], fill: string, extra = ''): string {
  return `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${fill}" ${extra}/>`
}

export function path(d: string, fill: string, extra = ''): string {
  return `<path d="${d}" fill="${fill}" ${extra}/>`
}

export function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  stroke: string,
  width: number,
  extra = '',
): string {
  return `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" stroke="${stroke}" stroke-width="${
    n(width)
  }" ${extra}/>`
}

export function group(content: string, transform: string): string {
  return `<g transform="${transform}">${content}</g>`
}

export function repeat(count: number, draw: (index: number, share: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index, count > 1 ? index / (count - 1) : 0)).join('')
}

/** The sheet itself. */
export function sheet(view: View, fill: string): string {
  return rect(-view.halfWidth, -view.halfHeight, view.halfWidth * 2, view.halfHeight * 2, fill)
}

/** Wedges from a point, every second one drawn: the sunrise of the twenties. */
export function rays(x: number, y: number, radius: number, count: number, fill: string, extra = ''): string {
  const at = (turn: number): [number, number] => [x + Math.cos(turn) * radius, y + Math.sin(turn) * radius]
  const step = Math.PI / count
  return repeat(
    count,
    (index) => polygon([[x, y], at((2 * index - 0.5) * step), at((2 * index + 0.5) * step)], fill, extra),
  )
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}
