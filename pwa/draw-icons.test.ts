import { readFileSync } from 'node:fs'
import t from '../test/support/tap.ts'
import { drawIcons, iconFolder } from './draw-icons.ts'

t.test('the icons in public/ are the ones the mark draws', async (t) => {
  for (const [name, bytes] of await drawIcons()) t.ok(Buffer.from(bytes).equals(readFileSync(iconFolder + name)), name)
})

t.test('the manifest names icons that are there', async (t) => {
  const manifest = JSON.parse(readFileSync(iconFolder + 'manifest.webmanifest', 'utf8')) as { icons: { src: string; sizes: string }[] }
  for (const { src, sizes } of manifest.icons) {
    const bytes = readFileSync(iconFolder + src.slice(1))
    if (src.endsWith('.png')) t.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, src)
    else t.match(bytes.toString(), /^<svg/, src)
  }
})
