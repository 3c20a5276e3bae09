/** Holds the built app to its budget of JavaScript, see pwa/vite.config.ts. Sizes are as they travel: gzip, each file on its own. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './support/source-tree.ts'
import t from './support/tap.ts'

const KB = 1024
const BUDGET_BYTES = { firstLoad: 60 * KB, screen: 40 * KB }

const dist = join(root, 'pwa/dist')
const chunks = new Map(readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js')).map((name) => [name, readFileSync(join(dist, 'assets', name), 'utf8')]))
const sizes = new Map([...chunks].map(([name, code]) => [name, gzipSync(code, { level: 9 }).length]))

/** The chunks and all that they import before they run. */
function withImports(names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    for (const [, imported] of chunks.get(name)!.matchAll(/(?:from|import)\s*[`"']\.\/([\w.-]+\.js)[`"']/g)) visit(imported!)
  }
  names.forEach(visit)
  return found
}

const sum = (names: Iterable<string>) => [...names].reduce((bytes, name) => bytes + sizes.get(name)!, 0)
const screens = [...chunks.keys()].filter((name) => /^[a-z-]+-screen-/.test(name))
const ofPage = [...readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name]) => name!)
const first = withImports([...ofPage, ...screens.filter((name) => name.startsWith('home-screen-'))])
/** Comes right after the first picture, whatever the screen: no screen's own. */
const next = withImports([...chunks.keys()].filter((name) => /^(deciding|looking-back)-/.test(name)))

t.test('the shell and Home load within their budget', async (t) => {
  t.ok(ofPage.length > 0 && screens.length > 10, 'there is a page, and its screens')
  const bytes = sum(first)
  const largest = [...first].sort((a, b) => sizes.get(b)! - sizes.get(a)!).map((name) => `${name} ${sizes.get(name)}`)
  t.ok(bytes <= BUDGET_BYTES.firstLoad, `${bytes} of ${BUDGET_BYTES.firstLoad} bytes: move what is not needed at first behind an import(): ${largest.slice(0, 5).join(', ')}`)
})

t.test('every other screen loads within its budget', async (t) => {
  for (const name of screens) {
    const own = [...withImports([name])].filter((each) => !first.has(each) && !next.has(each))
    t.ok(sum(own) <= BUDGET_BYTES.screen, `${name}: ${sum(own)} of ${BUDGET_BYTES.screen} bytes`)
  }
})
