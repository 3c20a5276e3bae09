import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import t from '../test/support/tap.ts'
import { drawIcons, iconFolder } from './draw-icons.ts'
import { placeOf } from './routes.ts'

t.test('the icons in public/ are the ones the mark draws', async (t) => {
  for (const [name, bytes] of await drawIcons()) t.ok(Buffer.from(bytes).equals(readFileSync(iconFolder + name)), name)
})

t.test('the manifest names pictures that are there, in the sizes it says', async (t) => {
  const manifest = JSON.parse(readFileSync(iconFolder + 'manifest.webmanifest', 'utf8')) as { icons: Named[]; screenshots: (Named & { form_factor: string })[]; shortcuts: { url: string; icons: Named[] }[]; share_target: { action: string } }
  for (const { src, sizes } of [...manifest.icons, ...manifest.screenshots, ...manifest.shortcuts.flatMap(({ icons }) => icons)]) {
    const bytes = readFileSync(iconFolder + src.slice(1))
    if (src.endsWith('.svg')) t.match(bytes.toString(), /^<svg/, src)
    else t.equal(await sizesOf(bytes), sizes, src)
  }
  t.same(new Set(manifest.screenshots.map(({ form_factor }) => form_factor)), new Set(['wide', 'narrow']))
  for (const path of [...manifest.shortcuts.map(({ url }) => url), manifest.share_target.action]) t.not(placeOf(new URL(path, 'https://rewind.example'))?.route.name ?? 'not-found', 'not-found', path)
})

interface Named { readonly src: string; readonly sizes: string }

async function sizesOf(picture: Uint8Array): Promise<string> {
  const { width, height } = await sharp(picture).metadata()
  return `${width}x${height}`
}
