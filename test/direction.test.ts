/** Holds the app's styles to directions that turn with the text: start and end, not left and right. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './support/source-tree.ts'
import t from './support/tap.ts'

/** A declaration that is meant as it stands, with the reason. */
const PHYSICAL: Readonly<Record<string, string>> = {
  'pwa/styles/page.css inset: env(titlebar-area-y, 0px) auto auto env(titlebar-area-x, 0px)': 'the window says where its title bar is from the left',
  'pwa/player/player-styles.ts background: linear-gradient(to right, var(--ink) calc(var(--volume) * 100%), oklch(1 0 0 / 0.28) 0)': 'the player goes from left to right',
  'pwa/styles/page.css left: 0': 'a flying poster is put where it was measured',
  'pwa/elements/history-styles.ts translate: -3px 3px': 'a heap of posters lies as it lies',
  'pwa/elements/history-styles.ts translate: 3px -3px': 'a heap of posters lies as it lies',
  'pwa/elements/resume-card.ts translate: 1px 0': 'a triangle that points right looks centred a little to the right',
  'pwa/player/seek-preview.ts translate: -50% 0': 'the player goes from left to right',
  'pwa/player/player-styles.ts transform-origin: left': 'the player goes from left to right',
  'pwa/player/player-styles.ts transform: scaleX(var(--loaded))': 'the player goes from left to right',
  'pwa/player/player-styles.ts transform: scaleX(var(--at))': 'the player goes from left to right',
  'pwa/screens/title-releases.ts border-width: 0 2px 2px 0': 'an arrow, which is turned with the text',
}

const files = readdirSync(join(root, 'pwa'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|css)$/.test(name) && !/^dist|\.test\.ts$/.test(name)).map((name) => `pwa/${name}`)

/** Each declaration of a style sheet, or of those written in a module. */
function declarationsOf(file: string): readonly string[] {
  const source = readFileSync(join(root, file), 'utf8')
  const sheets = file.endsWith('.css') ? [source] : [...source.matchAll(/css`([^`]*)`/g)].map(([, sheet]) => sheet!)
  return sheets.flatMap((sheet) => [...sheet.replace(/\/\*.*?\*\//gs, '').matchAll(/(?<=[{;]\s*)([a-z-]+):\s*([^;{}]+)(?=[;}])/g)].map(([, property, value]) => `${property}: ${value!.trim()}`))
}

/** Parts of a value, whatever is in brackets being one. */
const partsOf = (value: string) => value.match(/(?:[^\s()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+/g) ?? []

function isPhysical(declaration: string): boolean {
  const [property, value] = declaration.split(/:\s*(.*)/s) as [string, string]
  if (/^(left|right)$|-(left|right)\b/.test(property) && !/^scroll-timeline/.test(property)) return true
  if (/^(text-align|float|clear)$/.test(property)) return /\b(left|right)\b/.test(value)
  if (/^(margin|padding|inset|border-width|border-color|border-style|scroll-margin|scroll-padding)$/.test(property)) {
    const [, end, , start] = partsOf(value)
    return start !== undefined && start !== end
  }
  return false
}

/** Moves or fades to one side: the file has to say what becomes of it from right to left. */
const isSided = (declaration: string) => /^(background|mask)[a-z-]*:.*\bto (left|right)\b|^transform-origin: (left|right)|translateX\(|scaleX\((?!-1)|^translate: (?!-?0)(?!.*var\()/.test(declaration)

t.test('no style is of the left or the right', async (t) => {
  const found = files.flatMap((file) => declarationsOf(file).filter(isPhysical).map((declaration) => `${file} ${declaration}`))
  t.same(found.filter((each) => !(each in PHYSICAL)), [], 'say it with start and end, which turn with the text')
})

t.test('what moves or fades to a side does so to the other from right to left', async (t) => {
  const found = files.flatMap((file) => /:dir\(rtl\)/.test(readFileSync(join(root, file), 'utf8')) ? [] : declarationsOf(file).filter(isSided).map((declaration) => `${file} ${declaration}`))
  t.same(found.filter((each) => !(each in PHYSICAL)), [], 'add a rule with :dir(rtl), or say here why there is none')
})

t.test('every reason is still needed', async (t) => {
  const all = new Set(files.flatMap((file) => declarationsOf(file).map((declaration) => `${file} ${declaration}`)))
  t.same(Object.keys(PHYSICAL).filter((each) => !all.has(each)), [])
})
