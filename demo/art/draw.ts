/** A film's poster and backdrop: its motif, its inks, and its title in one of four layouts. The same picture every time. */

import { yearOf } from '../catalogue/index.ts'
import type { Serial } from '../catalogue/serial.ts'
import { seededRandom, seedOf } from '../seed.ts'
import type { Composition, Subject } from './compositions.ts'
import { compositionOf, stillCompositionOf } from './compositions.ts'
import { setLines } from './lettering.ts'
import { group, rect } from './motif.ts'
import type { Palette } from './palette.ts'
import { palettes } from './palette.ts'
import { renderPng, textElement } from './render.ts'

const WIDTH = 1000
const HEIGHT = 1500
const EDGE = 56
const BACKDROP = { width: 1920, height: 1080 }

export async function drawPoster(film: Subject, width: number): Promise<Uint8Array> {
  return await renderPng(svg(WIDTH, HEIGHT, await posterContent(film)), width)
}

export async function drawBackdrop(film: Subject, width: number): Promise<Uint8Array> {
  return await renderPng(svg(BACKDROP.width, BACKDROP.height, backdropContent(film)), width)
}

const STILL = { width: 1280, height: 720 }

/** A moment of an episode: one of its serial's motifs, nearer, from another place, and now and then the other way round. `nth`: which of the serial's it is, from 0. */
export async function drawStill(serial: Serial, nth: number, width: number): Promise<Uint8Array> {
  const { motif, palette } = stillCompositionOf(serial, nth)
  const random = seededRandom(seedOf(`${serial.title} ${nth}`))
  const [closer, x, y, mirrored] = [1.05 + random() * 0.45, (random() - 0.5) * 260, (random() - 0.5) * 120, random() < 0.5 ? -1 : 1]
  const scale = STILL.height / 1000
  const art = motif({ halfWidth: STILL.width / 2 / scale + 260, halfHeight: 760 }, palettes[palette], random)
  return await renderPng(svg(STILL.width, STILL.height, group(art, `translate(${STILL.width / 2 + x * scale} ${STILL.height / 2 + y * scale}) scale(${mirrored * scale * closer} ${scale * closer})`)), width)
}

/** The motif alone, wide, for behind a page and for the clip: SVG content for a sheet of 1920 by 1080. */
export function backdropContent(film: Subject): string {
  const { motif, palette } = compositionOf(film)
  const { width, height } = BACKDROP
  const scale = height / 1000
  const art = motif(
    { halfWidth: width / 2 / scale, halfHeight: 500 },
    palettes[palette],
    seededRandom(seedOf(film.imdbId)),
  )
  return group(art, `translate(${width / 2} ${height / 2}) scale(${scale})`)
}

/** SVG content for a sheet of 1000 by 1500; it may reach beyond. */
export async function posterContent(film: Subject): Promise<string> {
  const composition = compositionOf(film)
  const palette = palettes[composition.palette]
  switch (composition.layout) {
    case 'tower':
      return await tower(film, composition, palette)
    case 'marquee':
      return await marquee(film, composition, palette)
    case 'plain':
      return await plain(film, composition, palette)
    case 'banner':
      return await banner(film, composition, palette)
  }
}

/** Tall capitals stand under the picture, which runs to the edges. */
async function tower(film: Subject, composition: Composition, palette: Palette): Promise<string> {
  const title = await setLines(film.title.toUpperCase(), {
    x: EDGE,
    anchor: 'start',
    width: WIDTH - 2 * EDGE,
    sizeMax: 330,
    face: 'League Gothic',
    fill: palette.ink,
    leading: 0.86,
    linesMax: 4,
    heightMax: 500,
  })
  const top = HEIGHT - EDGE - 74 - title.height
  return picture(film, composition, 0, 0, WIDTH, top - 40) +
    rect(0, top - 40, WIDTH, HEIGHT, palette.ground) + rect(EDGE, top - 40, WIDTH - 2 * EDGE, 5, palette.ink) +
    title.at(top) +
    credit(film, palette, HEIGHT - EDGE + 6, EDGE, 'start') + yearMark(film, palette, HEIGHT - EDGE + 6)
}

/** The picture in a frame under lettering of a picture palace. */
async function marquee(film: Subject, composition: Composition, palette: Palette): Promise<string> {
  const title = await setLines(film.title, {
    x: WIDTH / 2,
    anchor: 'middle',
    width: WIDTH - 2 * EDGE - 60,
    sizeMax: 190,
    face: 'Limelight',
    fill: palette.ink,
    leading: 1.02,
    linesMax: 4,
    heightMax: 460,
  })
  const top = EDGE + 78
  const artTop = top + title.height + 70
  const artHeight = HEIGHT - artTop - EDGE - 92
  return rect(0, 0, WIDTH, HEIGHT, palette.ground) +
    frame(palette, 28, 10) + frame(palette, 46, 3) +
    title.at(top) +
    picture(film, composition, EDGE + 32, artTop, WIDTH - 2 * EDGE - 64, artHeight) +
    rect(EDGE + 32, artTop, WIDTH - 2 * EDGE - 64, artHeight, 'none', `stroke="${palette.ink}" stroke-width="6"`) +
    credit(film, palette, HEIGHT - EDGE - 34, WIDTH / 2, 'middle')
}

/** The picture is nearly everything; the title is small capitals set wide. */
async function plain(film: Subject, composition: Composition, palette: Palette): Promise<string> {
  const title = await setLines(film.title.toUpperCase(), {
    x: WIDTH / 2,
    anchor: 'middle',
    width: WIDTH - 2 * EDGE - 80,
    sizeMax: 74,
    face: 'Josefin Sans',
    fill: palette.ink,
    letterSpacingEm: 0.16,
    leading: 1.3,
    linesMax: 3,
    heightMax: 260,
  })
  const block = title.height + 190
  return rect(0, 0, WIDTH, HEIGHT, palette.ground) +
    picture(film, composition, EDGE, EDGE, WIDTH - 2 * EDGE, HEIGHT - EDGE - block) +
    title.at(HEIGHT - block + 72) +
    credit(film, palette, HEIGHT - EDGE, WIDTH / 2, 'middle')
}

/** A band of the first printing colour across the top holds the title. */
async function banner(film: Subject, composition: Composition, palette: Palette): Promise<string> {
  const title = await setLines(film.title.toUpperCase(), {
    x: WIDTH / 2,
    anchor: 'middle',
    width: WIDTH - 2 * EDGE,
    sizeMax: 250,
    face: 'League Gothic',
    fill: palette.ground,
    letterSpacingEm: 0.015,
    leading: 0.88,
    linesMax: 3,
    heightMax: 420,
  })
  const band = title.height + 2 * EDGE + 14
  return picture(film, composition, 0, band, WIDTH, HEIGHT - band - 104) +
    rect(0, 0, WIDTH, band, palette.ink) + title.at(EDGE + 8) +
    rect(0, HEIGHT - 104, WIDTH, 104, palette.main) + rect(0, HEIGHT - 112, WIDTH, 8, palette.ink) +
    textElement({
      text: creditLine(film),
      face: 'Josefin Sans',
      x: WIDTH / 2,
      y: HEIGHT - 40,
      size: 32,
      fill: palette.ground,
      anchor: 'middle',
      letterSpacingEm: 0.12,
    })
}

function picture(
  film: Subject,
  { motif, palette }: Composition,
  x: number,
  y: number,
  width: number,
  height: number,
): string {
  const scale = Math.min(width, height) / 1000
  const view = { halfWidth: width / 2 / scale, halfHeight: height / 2 / scale }
  const art = motif(view, palettes[palette], seededRandom(seedOf(film.imdbId)))
  return `<clipPath id="window">${rect(x, y, width, height, '#000')}</clipPath><g clip-path="url(#window)">` +
    `${group(art, `translate(${x + width / 2} ${y + height / 2}) scale(${scale})`)}</g>`
}

function frame(palette: Palette, inset: number, width: number): string {
  return rect(
    inset,
    inset,
    WIDTH - 2 * inset,
    HEIGHT - 2 * inset,
    'none',
    `stroke="${palette.main}" stroke-width="${width}"`,
  )
}

function creditLine(film: Subject): string {
  return `${film.directors[0]!.toUpperCase()}  ·  ${yearOf(film)}`
}

function credit(film: Subject, palette: Palette, y: number, x: number, anchor: 'start' | 'middle'): string {
  const text = anchor === 'start' ? film.directors[0]!.toUpperCase() : creditLine(film)
  return textElement({ text, face: 'Josefin Sans', x, y, size: 32, fill: palette.ink, anchor, letterSpacingEm: 0.12 })
}

function yearMark(film: Subject, palette: Palette, y: number): string {
  return textElement({
    text: String(yearOf(film)),
    face: 'Josefin Sans',
    x: WIDTH - EDGE,
    y,
    size: 32,
    fill: palette.main,
    anchor: 'end',
    letterSpacingEm: 0.12,
  })
}

function svg(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${content}</svg>`
}
