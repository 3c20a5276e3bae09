import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from '../../test/support/tap.ts'

/** As HTML reads the attribute; a browser ignores one that does not compile, and then whatever is typed is taken. */
const compiled = (pattern: string) => new RegExp(`^(?:${pattern})$`, 'v')

t.test('every pattern of a field is one that browsers take', async (t) => {
  const pwa = join(import.meta.dirname, '..')
  const files = ['elements', 'screens'].flatMap((folder) => readdirSync(join(pwa, folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => join(folder, name)))
  const patterns = files.flatMap((file) => [...readFileSync(join(pwa, file), 'utf8').matchAll(/\spattern="([^"]+)"/g)].map(([, written]) => ({ file, pattern: written!.replaceAll('\\\\', '\\') })))
  t.ok(patterns.length > 3, 'there are some')
  for (const { file, pattern } of patterns) t.doesNotThrow(() => compiled(pattern), `${file}: ${pattern}`)
  const secret = compiled(patterns.find(({ file }) => file.endsWith('webhook-form-dialog.ts'))!.pattern)
  t.match(`whsec_${'a/+'.repeat(14)}a=`, secret)
  t.notMatch('whsec_short', secret)
})
