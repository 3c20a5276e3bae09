/** The built app's JavaScript, by what has to be loaded for a screen. Sizes are as they travel: gzip, each file on its own. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './source-tree.ts'

const KB = 1024
export const BUDGET_BYTES = { firstLoad: 60 * KB, screen: 40 * KB, texts: 2 * KB } as const

export interface AppChunks {
  /** What index.html names. */
  readonly ofPage: readonly string[]
  /** Loaded before Home is drawn. */
  readonly first: ReadonlySet<string>
  readonly screens: readonly string[]
  /** The file that a module of this name was built into. */
  chunkOf(name: string): string
  /** All that a screen loads beyond what is there whatever the screen. */
  ownOf(screen: string): readonly string[]
  /** Bytes. */
  sizeOf(names: Iterable<string>): number
}

/** Reads `pwa/dist`; throws where the app was not built. */
export function appChunks(): AppChunks {
  const dist = join(root, 'pwa/dist')
  const chunks = new Map(readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js')).map((name) => [name, readFileSync(join(dist, 'assets', name), 'utf8')]))
  const sizes = new Map([...chunks].map(([name, code]) => [name, gzipSync(code, { level: 9 }).length]))
  /** The chunks and all that they import before they run. */
  const withImports = (names: readonly string[]): ReadonlySet<string> => {
    const found = new Set<string>()
    const visit = (name: string) => {
      if (found.has(name)) return
      found.add(name)
      for (const [, imported] of chunks.get(name)!.matchAll(/(?:from|import)\s*[`"']\.\/([\w.-]+\.js)[`"']/g)) visit(imported!)
    }
    names.forEach(visit)
    return found
  }
  const screens = [...chunks.keys()].filter((name) => /^[a-z-]+-screen-/.test(name))
  const ofPage = [...readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/assets\/([\w.-]+\.js)/g)].map(([, name]) => name!)
  const first = withImports([...ofPage, ...screens.filter((name) => name.startsWith('home-screen-'))])
  // Comes right after the first picture, whatever the screen: no screen's own.
  const next = withImports([...chunks.keys()].filter((name) => /^(deciding|looking-back|saying)-/.test(name)))
  return {
    ofPage, first, screens,
    chunkOf: (name) => [...chunks.keys()].find((file) => file.startsWith(`${name}-`))!,
    ownOf: (screen) => [...withImports([screen])].filter((each) => !first.has(each) && !next.has(each)),
    sizeOf: (names) => [...names].reduce((bytes, name) => bytes + sizes.get(name)!, 0),
  }
}
