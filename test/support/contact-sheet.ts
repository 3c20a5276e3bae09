/** Pictures side by side: a page of them all, one row a screen, and sheets of a few at a size at which every word can be read. */

import { join } from 'node:path'
import sharp from 'sharp'

export interface Shot { readonly screen: string; readonly size: string; readonly light: string; readonly file: string; readonly width: number; readonly height: number }

const thumbnailPx = { phone: 180, tablet: 300, desktop: 420, tv: 600 } as Readonly<Record<string, number>>

export function contactSheet(shots: readonly Shot[]): string {
  const screens = [...new Set(shots.map(({ screen }) => screen))]
  const figure = ({ screen, size, light, file, width, height }: Shot) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${screen}, ${size}, ${light}" width="${thumbnailPx[size] ?? 420}" height="${Math.round((thumbnailPx[size] ?? 420) * height / width)}"></a>`
  const row = (screen: string) => `<section id="${screen}"><h2>${screen}</h2><div>${shots.filter((shot) => shot.screen === screen).map(figure).join('')}</div></section>`
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Rewind, every screen</title>
<style>
  body { margin: 0; padding: 2rem; background: #777; color: #fff; font: 1rem/1.4 system-ui, sans-serif; }
  nav { display: flex; flex-wrap: wrap; gap: .5rem 1rem; } nav a { color: inherit; }
  section div { display: flex; flex-wrap: wrap; align-items: start; gap: 1rem; } img { display: block; border-radius: 6px; }
</style>
<h1>Rewind, every screen</h1><nav>${screens.map((screen) => `<a href="#${screen}">${screen}</a>`).join('')}</nav>
${screens.map(row).join('\n')}
`
}

/** How many of a size go on a sheet, and how wide each is there. */
const sheets = { phone: { across: 5, down: 1, widthPx: 390 }, tablet: { across: 3, down: 1, widthPx: 600 }, desktop: { across: 2, down: 2, widthPx: 960 }, tv: { across: 2, down: 2, widthPx: 960 } } as const
const GAP_PX = 12
const LABEL_PX = 22

/** Writes `sheet-<size>-<light>-<n>.png` into the folder the pictures are in; answers how many. */
export async function writeSheets(folder: string, shots: readonly Shot[]): Promise<number> {
  const kinds = [...new Set(shots.map(({ size, light }) => `${size}-${light}`))]
  let count = 0
  for (const kind of kinds) {
    const alike = shots.filter(({ size, light }) => `${size}-${light}` === kind)
    const { across, down, widthPx } = sheets[alike[0]!.size as keyof typeof sheets]
    for (let from = 0, n = 1; from < alike.length; from += across * down, n++, count++) await writeSheet(join(folder, `sheet-${kind}-${String(n).padStart(2, '0')}.png`), folder, alike.slice(from, from + across * down), across, widthPx)
  }
  return count
}

async function writeSheet(file: string, folder: string, shots: readonly Shot[], across: number, widthPx: number): Promise<void> {
  const heights = shots.map(({ width, height }) => Math.round(widthPx * height / width))
  const rowPx = Math.max(...heights) + LABEL_PX + GAP_PX
  const placed = await Promise.all(shots.map(async (shot, index) => {
    const [left, top] = [GAP_PX + index % across * (widthPx + GAP_PX), GAP_PX + Math.floor(index / across) * rowPx]
    const label = Buffer.from(`<svg width="${widthPx}" height="${LABEL_PX}"><text x="0" y="15" font-family="sans-serif" font-size="14" fill="#fff">${shot.screen}</text></svg>`)
    return [{ input: label, left, top }, { input: await sharp(join(folder, shot.file)).resize({ width: widthPx }).toBuffer(), left, top: top + LABEL_PX }]
  }))
  const width = GAP_PX + Math.min(across, shots.length) * (widthPx + GAP_PX)
  await sharp({ create: { width, height: GAP_PX + Math.ceil(shots.length / across) * rowPx, channels: 3, background: '#555' } }).composite(placed.flat()).png().toFile(file)
}
