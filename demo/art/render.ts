/** SVG to pixels, with the display faces of the demo's pictures (SIL Open Font License, from their npm packages). */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

const FACES = ['Limelight', 'League Gothic', 'Josefin Sans', 'Poiret One'] as const
export type Face = (typeof FACES)[number]

const require = createRequire(import.meta.url)
/** In the order of their faces. */
const FONT_FILES = [
  '@expo-google-fonts/limelight/400Regular/Limelight_400Regular.ttf',
  '@expo-google-fonts/league-gothic/400Regular/LeagueGothic_400Regular.ttf',
  '@expo-google-fonts/josefin-sans/600SemiBold/JosefinSans_600SemiBold.ttf',
  '@expo-google-fonts/poiret-one/400Regular/PoiretOne_400Regular.ttf',
]

let loaded: Promise<Uint8Array[]> | undefined

/** Once a process: the renderer's code and the fonts. */
function load(): Promise<Uint8Array[]> {
  loaded ??= (async () => {
    await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')))
    return await Promise.all(FONT_FILES.map(async (file) => new Uint8Array(await readFile(require.resolve(file)))))
  })()
  return loaded
}

type RenderedImage = ReturnType<InstanceType<typeof Resvg>['render']>

export interface Pixels {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

export async function renderPng(svg: string, width: number): Promise<Uint8Array> {
  return await rendered(svg, width, (image) => image.asPng())
}

export async function renderPixels(svg: string, width: number): Promise<Pixels> {
  return await rendered(
    svg,
    width,
    (image) => ({ width: image.width, height: image.height, rgba: new Uint8Array(image.pixels) }),
  )
}

async function rendered<T>(svg: string, width: number, take: (image: RenderedImage) => T): Promise<T> {
  const fontBuffers = await load()
  const renderer = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { fontBuffers, defaultFontFamily: 'Josefin Sans' },
  })
  const image = renderer.render()
  const taken = take(image)
  image.free()
  renderer.free()
  return taken
}

const MEASURE_SIZE = 100
const widths = new Map<string, number>()

/** The width of a line in ems of its face. */
export async function textWidthEm(text: string, face: Face, letterSpacingEm = 0): Promise<number> {
  const key = `${face} ${letterSpacingEm} ${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  const fontBuffers = await load()
  const renderer = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="300">${
      textElement({ text, face, x: 50, y: 200, size: MEASURE_SIZE, letterSpacingEm })
    }</svg>`,
    { font: { fontBuffers: [fontBuffers[FACES.indexOf(face)]!] } },
  )
  const box = renderer.getBBox()
  const width = (box?.width ?? 0) / MEASURE_SIZE
  box?.free()
  renderer.free()
  widths.set(key, width)
  return width
}

export interface TextLine {
  readonly text: string
  readonly face: Face
  readonly x: number
  readonly y: number
  readonly size: number
  readonly fill?: string
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly letterSpacingEm?: number
}

export function textElement(
  { text, face, x, y, size, fill = '#000', anchor = 'start', letterSpacingEm = 0 }: TextLine,
): string {
  const safe = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
  const spacing = letterSpacingEm === 0 ? '' : ` letter-spacing="${(letterSpacingEm * size).toFixed(2)}"`
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-family="${face}" font-size="${
    size.toFixed(1)
  }" fill="${fill}" text-anchor="${anchor}"${spacing}>${safe}</text>`
}
