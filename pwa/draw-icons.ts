/** Draws the app's icons from the mark: `deno run -A pwa/draw-icons.ts` after changing it. The PNGs are kept in public/. */

import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { linesOf } from './elements/icon.ts'

const ground = '#160d14'
const strips = { then: '#7fd0d2', now: '#ff9270', both: '#f7efe6' } as const

/** `share` is how much of the square the mark fills; a maskable icon may lose everything outside a circle of 80 %. */
function iconSvg(share: number, round: number): string {
  const shift = 24 - 24 * share
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="${round}" fill="${ground}"/><g transform="translate(${shift} ${shift}) scale(${share})">`
    + `<path fill="${strips.then}" d="M27 9.5v29a1.5 1.5 0 0 1-2.4 1.2L5.2 25.2a1.5 1.5 0 0 1 0-2.4L24.6 8.3A1.5 1.5 0 0 1 27 9.5z"/>`
    + `<path fill="${strips.now}" d="M44 9.5v29a1.5 1.5 0 0 1-2.4 1.2L22.2 25.2a1.5 1.5 0 0 1 0-2.4L41.6 8.3A1.5 1.5 0 0 1 44 9.5z"/>`
    + `<path fill="${strips.both}" d="M27 19.2v9.6l-4.8-3.6a1.5 1.5 0 0 1 0-2.4z"/></g></svg>`
}

/** Of a way in from the app's icon: what the rail shows for the place, on the mark's ground. */
function shortcutSvg(name: (typeof shortcuts)[number]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="12" fill="${ground}"/><path transform="translate(9.6 9.6) scale(1.2)" fill="none" stroke="${strips.now}" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" d="${linesOf(name)}"/></svg>`
}

const shortcuts = ['search', 'library', 'compass', 'downloads'] as const
const pictures = [
  { name: 'icon-192.png', share: 0.82, round: 10, width: 192 },
  { name: 'icon-512.png', share: 0.82, round: 10, width: 512 },
  { name: 'icon-maskable.png', share: 0.6, round: 0, width: 512 },
  { name: 'icon-apple.png', share: 0.7, round: 0, width: 180 },
] as const

/** Every icon by its file name. */
export async function drawIcons(): Promise<Map<string, Uint8Array>> {
  await initWasm(await readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')))
  const drawn = new Map<string, Uint8Array>([['icon.svg', new TextEncoder().encode(iconSvg(0.82, 10))]])
  const draw = (svg: string, width: number) => new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng()
  for (const { name, share, round, width } of pictures) drawn.set(name, draw(iconSvg(share, round), width))
  for (const name of shortcuts) drawn.set(`shortcuts/${name}.png`, draw(shortcutSvg(name), 96))
  return drawn
}

export const iconFolder = fileURLToPath(new URL('public/', import.meta.url))

if (import.meta.main) for (const [name, bytes] of await drawIcons()) await writeFile(iconFolder + name, bytes)
