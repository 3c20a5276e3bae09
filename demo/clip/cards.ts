/** The still pictures of a clip: leader, title card, intertitles and art, each with the title and room for the time at its foot. */

import { setLines } from '../art/lettering.ts'
import type { Column } from '../art/lettering.ts'
import { backdropContent, posterContent } from '../art/draw.ts'
import { circle, group, line, rect, ring } from '../art/motif.ts'
import { renderPixels, textElement } from '../art/render.ts'
import type { Screened } from '../catalogue/screened.ts'
import { yearOf } from '../catalogue/index.ts'
import type { Plane } from './plane.ts'
import { planeOf } from './plane.ts'

/** Cards are drawn on a sheet of this size and rendered at the clip's. */
export const SHEET = { width: 1920, height: 1080 }
export const LEADER = { x: 960, y: 500, radius: 400 }
/** The foot of every card, where the time is written. */
export const FOOT = {
  top: 1008,
  height: 64,
  timeX: 1560,
  digitWidth: 32,
  barX: 760,
  barY: 1036,
  barWidth: 720,
  barHeight: 8,
}
const PAPER = '#e9e4d8'
const DARK = '#14120f'
const GREY = '#8c877c'

export async function leaderCard(film: Screened, digit: number): Promise<string> {
  const { x, y, radius } = LEADER
  return card(
    film,
    rect(0, 0, SHEET.width, SHEET.height, '#6f6b62') +
      circle(x, y, radius, '#a29d90') + line(0, y, SHEET.width, y, DARK, 4) + line(x, 0, x, SHEET.height, DARK, 4) +
      ring(x, y, radius, PAPER, 8) + ring(x, y, radius - 36, PAPER, 4) +
      textElement({ text: String(digit), face: 'Limelight', x, y: y + 170, size: 480, fill: DARK, anchor: 'middle' }),
  )
}

export async function titleCard(film: Screened): Promise<string> {
  const title = await setLines(film.title, {
    ...centred,
    sizeMax: 190,
    heightMax: 420,
    face: 'Limelight',
    leading: 1.04,
    linesMax: 3,
  })
  const top = 430 - title.height / 2
  return card(
    film,
    frame() + title.at(top) +
      textElement({
        text: String(yearOf(film)),
        face: 'Poiret One',
        x: 960,
        y: top + title.height + 120,
        size: 76,
        fill: PAPER,
        anchor: 'middle',
        letterSpacingEm: 0.2,
      }) +
      textElement({
        text: `DIRECTED BY ${film.directors.join(' AND ').toUpperCase()}`,
        face: 'Josefin Sans',
        x: 960,
        y: top + title.height + 210,
        size: 34,
        fill: GREY,
        anchor: 'middle',
        letterSpacingEm: 0.16,
      }),
  )
}

export async function intertitle(film: Screened, text: string, sizeMax = 92): Promise<string> {
  const lines = await setLines(text, {
    ...centred,
    width: 1380,
    sizeMax,
    heightMax: 600,
    face: 'Poiret One',
    leading: 1.34,
    linesMax: 7,
  })
  return card(film, frame() + lines.at(500 - lines.height / 2))
}

export async function castCard(film: Screened): Promise<string> {
  const rows = film.cast.length > 0 ? film.cast : film.directors.map((name) => [name, 'Director'] as const)
  const step = 110
  const top = 520 - (rows.length - 1) * step / 2
  return card(
    film,
    frame() + rows.map(([name, part], index) =>
      textElement({
        text: part,
        face: 'Poiret One',
        x: 910,
        y: top + index * step,
        size: 54,
        fill: GREY,
        anchor: 'end',
      }) +
      textElement({ text: name, face: 'Limelight', x: 1010, y: top + index * step, size: 54, fill: PAPER })
    ).join(''),
  )
}

export async function artCard(film: Screened): Promise<string> {
  return card(film, backdropContent(film))
}

export async function posterCard(film: Screened): Promise<string> {
  return card(
    film,
    rect(0, 0, SHEET.width, SHEET.height, '#2b2823') +
      `<clipPath id="sheet">${rect(640, 30, 640, 960, '#000')}</clipPath><g clip-path="url(#sheet)">${
        group(await posterContent(film), 'translate(640 30) scale(0.64)')
      }</g>`,
  )
}

/** The figures of the clock, each in a cell of `FOOT.digitWidth` by `FOOT.height`. */
export const CLOCK_FIGURES = '0123456789:'
export function clockCard(): string {
  const figures = [...CLOCK_FIGURES].map((text, index) =>
    textElement({
      text,
      face: 'Josefin Sans',
      x: (index + 0.5) * FOOT.digitWidth,
      y: 47,
      size: 46,
      fill: PAPER,
      anchor: 'middle',
    })
  )
  const width = FOOT.digitWidth * CLOCK_FIGURES.length
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${FOOT.height}" width="${width}" height="${FOOT.height}">${
    rect(0, 0, width, FOOT.height, DARK)
  }${figures.join('')}</svg>`
}

export async function render(svg: string, width: number): Promise<Plane> {
  return planeOf(await renderPixels(svg, width))
}

const centred: Omit<Column, 'sizeMax' | 'heightMax' | 'face' | 'leading' | 'linesMax'> = {
  x: 960,
  anchor: 'middle',
  width: 1500,
  fill: PAPER,
}

function frame(): string {
  return rect(0, 0, SHEET.width, SHEET.height, DARK) +
    rect(60, 50, SHEET.width - 120, FOOT.top - 90, 'none', `stroke="${PAPER}" stroke-width="6"`) +
    rect(80, 70, SHEET.width - 160, FOOT.top - 130, 'none', `stroke="${GREY}" stroke-width="2"`) +
    [[60, 50], [1860, 50], [60, 968], [1860, 968]].map(([x, y]) => circle(x!, y!, 22, PAPER) + circle(x!, y!, 11, DARK))
      .join('')
}

function card(film: Screened, content: string): string {
  const name = film.title.length > 34 ? `${film.title.slice(0, 33).trimEnd()}…` : film.title
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SHEET.width} ${SHEET.height}" width="${SHEET.width}" height="${SHEET.height}">${content}` +
    rect(0, FOOT.top, SHEET.width, SHEET.height - FOOT.top, DARK) +
    textElement({
      text: `${name}  ${yearOf(film)}`,
      face: 'Josefin Sans',
      x: 40,
      y: FOOT.top + 46,
      size: 32,
      fill: PAPER,
      letterSpacingEm: 0.04,
    }) +
    rect(FOOT.barX, FOOT.barY, FOOT.barWidth, FOOT.barHeight, '#4a463e') + '</svg>'
}
