/** Holds the source to the house's rules. What is excused is listed here, with the reason. */

import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as domain from '../domain/index.ts'
import { migrations } from '../migrations/index.ts'
import { projections } from '../projections/index.ts'
import type { Node, SourceFile } from './support/source-tree.ts'
import { FOLDERS, nodesOf, readTree, root } from './support/source-tree.ts'
import type { Test } from './support/tap.ts'
import t from './support/tap.ts'

const tree = readTree()
const source = tree.filter((file) => !file.isTest)
const tests = tree.filter(({ path }) => path.endsWith('.test.ts'))
const folderOf = (path: string) => path.split('/')[0]!

type Folder = (typeof FOLDERS)[number]
const EVERYTHING = FOLDERS
/** What each folder may import of the others. Tests may import anything. */
const ARROWS: Readonly<Record<Folder, readonly Folder[]>> = {
  domain: [],
  projections: ['domain'],
  server: ['domain', 'projections', 'migrations'],
  workers: ['domain', 'projections', 'server'],
  migrations: [],
  pwa: ['domain', 'projections'],
  demo: EVERYTHING, bench: EVERYTHING, test: EVERYTHING,
}

/** Where the programs are put together: the service starts the workers and, in demo mode, the upstreams. Nothing imports them. */
const MAINS = ['server/main.ts', 'server/rewind.ts']
const ARROWS_OF_MAIN: readonly Folder[] = [...ARROWS.server, 'workers', 'demo']

/** Packages that are as pure as what imports them. */
const PURE_PACKAGES = ['fractional-indexing', 'papaparse']

/** Files with a reason to be longer than 300 lines. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'server/limits.ts': 'every bound of the server and its workers, as one table',
}

/** Started by name, from outside: a script of package.json, a page, a person. */
const ENTRY_POINTS: Readonly<Record<string, string>> = {
  'pwa/draw-icons.ts': 'run by hand after the mark has changed',
  'bench/catalogue-server.ts': 'run as a process of its own, so that answering costs the import nothing',
  'bench/http-load.ts': 'run as a process of its own, so that asking costs the server nothing',
  'bench/read-load.ts': 'run as a process of its own, so that asking costs the server nothing',
  'bench/par2-release.ts': 'run as a process of its own, as par2 is',
  'bench/download-child.ts': 'run as a process of its own, as NZBGet is, so that both are measured alike',
  'bench/watching-upstreams.ts': 'run as a process of its own, so that serving costs the service nothing',
  'bench/news-server.ts': 'run as a process of its own, so that serving costs the downloader nothing',
  'workers/archives/seven-zip-child.ts': 'run by unpack-sandbox.sh as a process of its own, with hardly any permissions',
  'pwa/saved/saver-worker.ts': 'run as a worker of the page\'s, by an address that the build makes',
  'pwa/saved/worker-url.d.ts': 'says what such an address is',
  'test/golden/record.ts': 'run by hand for a new event type',
  'test/support/append-child.ts': 'run as a process of its own, as several processes on one store are',
  'test/support/download-child.ts': 'run as a process of its own, to be killed',
  'test/support/sync-child.ts': 'run as a process of its own, to be killed',
  'test/support/projection-child.ts': 'run as a process of its own, to be killed',
}

const BANNED_NAMES = /(^|-)(utils?|helpers?|common|managers?|services?|misc)(-|\.|$)/
const NAMES_MEANT = new Set(['service-worker.ts', 'register-service-worker.ts', 'register-service-worker.test.ts', 'service.ts'])

function list(t: Test, offenders: Iterable<string>, message: string): void {
  t.strictSame([...offenders], [], message)
}

function calls(file: SourceFile): Node[] {
  return [...file.nodes()].filter(({ type }) => type === 'CallExpression')
}

/** `t.test` of a call of it; undefined for what is no member of a name. */
function calleeOf({ callee }: Node): string | undefined {
  const { type, object, property, computed } = callee as Node & { object: Node; property: Node; computed: boolean }
  return type === 'MemberExpression' && !computed && object.type === 'Identifier' ? `${String(object.name)}.${String(property.name)}` : undefined
}

t.test('imports follow the arrows domain ← projections ← pwa and domain ← projections ← server ← workers', async (t) => {
  const wrong = source.flatMap(({ path, imports }) => {
    const from = folderOf(path) as Folder
    const allowed: readonly string[] = [from, ...MAINS.includes(path) ? ARROWS_OF_MAIN : ARROWS[from]]
    return imports.filter((to) => (FOLDERS as readonly string[]).includes(folderOf(to)) && /\.\w+$/.test(to) && !allowed.includes(folderOf(to))).map((to) => `${path} imports ${to}`)
  })
  list(t, wrong, 'no arrow points the other way')
  list(t, tree.filter(({ imports }) => imports.some((to) => MAINS.includes(to))).map(({ path }) => path), 'nothing imports a main program')
})

t.test('domain and projections are pure', async (t) => {
  const pure = source.filter(({ path }) => ['domain', 'projections'].includes(folderOf(path)))
  t.ok(pure.length > 10)
  list(t, pure.flatMap(({ path, imports }) => imports.filter((to) => !/^(domain|projections)\//.test(to) && !PURE_PACKAGES.includes(to)).map((to) => `${path} imports ${to}`)), 'they import nothing else, neither of Node nor of npm but what is as pure')
  const impure = pure.flatMap((file) => [...file.nodes()].filter(isImpure).map((node) => `${file.path}:${file.lineOf(node)}`))
  list(t, impure, 'they read no clock, draw no random number, start no timer')
})

function isImpure(node: Node): boolean {
  if (node.type === 'NewExpression') return (node.callee as Node).name === 'Date' && (node.arguments as Node[]).length === 0
  if (node.type === 'CallExpression' && (node.callee as Node).type === 'Identifier') return ['Date', 'setTimeout', 'setInterval', 'fetch', 'queueMicrotask'].includes(String((node.callee as Node).name))
  if (node.type !== 'MemberExpression') return false
  const { object, property } = node as Node & { object: Node; property: Node }
  return ['crypto', 'performance', 'process', 'Deno'].includes(String(object.name)) || ['Date.now', 'Math.random'].includes(`${String(object.name)}.${String(property.name)}`)
}

t.test('registries are complete', async (t) => {
  const deciders = new Set(Object.values(domain.commands).map(({ decider }) => decider as unknown))
  const modulesIn = (folder: string) => Promise.all(source.filter(({ path }) => folderOf(path) === folder && path !== `${folder}/index.ts`).map(async ({ path }) => ({ path, exports: Object.values(await import(join(root, path)) as object) as unknown[] })))
  const has = (value: unknown, ...names: string[]) => typeof value === 'object' && value !== null && names.every((name) => name in value)

  const found = (await modulesIn('domain')).flatMap(({ path, exports }) => exports.filter((value) => has(value, 'category', 'initial', 'decide', 'evolve')).map((decider) => ({ path, decider })))
  t.ok(found.length >= 4)
  list(t, found.filter(({ decider }) => !deciders.has(decider)).map(({ path }) => path), 'every decider has its commands in domain/index.ts')

  const folds = (await modulesIn('projections')).flatMap(({ path, exports }) => exports.filter((value) => has(value, 'name', 'version', 'columns', 'on')).map((projection) => ({ path, projection })))
  t.ok(folds.length >= 4)
  list(t, folds.filter(({ projection }) => !projections.includes(projection as never)).map(({ path }) => path), 'every read model is in projections/index.ts')
  t.equal(new Set(projections.map(({ name }) => name)).size, projections.length, 'no two read models have one name')

  const steps = source.filter(({ path }) => /^migrations\/\d/.test(path)).map(({ path }) => basename(path, '.ts'))
  t.ok(steps.length >= 1)
  t.strictSame(Object.keys(migrations), steps, 'every migration is in migrations/index.ts, in order')
})

t.test('tests test', async (t) => {
  const set = (file: SourceFile) => calls(file).filter((call) => /\.(test|skip|only|todo|before|after)$/.test(calleeOf(call) ?? ''))
  const withBody = (call: Node) => (call.arguments as Node[]).find(({ type }) => type === 'ArrowFunctionExpression' || type === 'FunctionExpression')
  list(t, tests.filter((file) => calls(file).length === 0).map(({ path }) => path), 'no file is empty')
  list(t, tests.flatMap((file) => set(file).filter((call) => /\.(skip|only|todo)$/.test(calleeOf(call)!)).map((call) => `${file.path}:${file.lineOf(call)}`)), 'none is skipped, left to do or run alone')
  const pending = tests.flatMap((file) => set(file).filter((call) => calleeOf(call) === 't.test').filter((call) => {
    const [, options] = call.arguments as (Node & { properties?: { key?: Node }[] })[]
    const flags = options?.type === 'ObjectExpression' ? options.properties!.map(({ key }) => String(key?.name)) : []
    const body = withBody(call)?.body as (Node & { body?: unknown[] }) | undefined
    return flags.some((flag) => ['skip', 'todo', 'only'].includes(flag)) || (call.arguments as Node[]).length < 2 || body?.type === 'BlockStatement' && body.body!.length === 0
  }).map((call) => `${file.path}:${file.lineOf(call)}`))
  list(t, pending, 'none is without a body')
})

t.test('every file has a user', async (t) => {
  const outside = ['package.json', 'pwa/index.html', 'pwa/vite.config.ts'].map((path) => readFileSync(join(root, path), 'utf8')).join('\n')
  const used = new Set([...source, ...tree.filter(({ path }) => path.startsWith('test/'))].flatMap(({ imports }) => imports))
  const usedByTests = new Set(tree.flatMap(({ imports }) => imports))
  const orphans = tree.filter(({ path, isTest }) => !path.endsWith('.test.ts') && !(isTest ? usedByTests : used).has(path) && !(path in ENTRY_POINTS) && !outside.includes(path) && !outside.includes(`./${path.replace(/^pwa\//, '')}`))
  list(t, orphans.map(({ path }) => path), 'none is there for nobody, or for its own test only')
  list(t, Object.keys(ENTRY_POINTS).filter((path) => !tree.some((file) => file.path === path)), 'and no entry point is named that is gone')
})

t.test('nothing is exported for nobody', async (t) => {
  const users = new Map<string, number>()
  for (const { text } of tree) for (const word of new Set(text.match(/\w+/g))) users.set(word, (users.get(word) ?? 0) + 1)
  // Types that an exported function speaks of may be named by whoever calls it one day; a value is imported or it is not.
  const exported = tree.flatMap(({ path, text }) => [...text.matchAll(/^export (?:async )?(?:const|function\*?) (\w+)/gm)].map(([, name]) => ({ path, name: name! })))
  t.ok(exported.length > 500)
  list(t, exported.filter(({ name }) => users.get(name) === 1).map(({ path, name }) => `${path}: ${name}`), 'every function and constant that is exported is named in another file')
})

t.test('files and functions stay small', async (t) => {
  list(t, tree.filter(({ path, lines }) => lines > 300 && !(path in LONG_FILES)).map(({ path, lines }) => `${path}: ${lines} lines`), 'no file has more than 300 lines')
  const functions = source.flatMap((file) => [...file.nodes()].filter(isFunction).flatMap((node) => {
    const lines = ownLines(file, node)
    return lines > 70 ? [`${file.path}:${file.lineOf(node)}: ${lines} lines`] : []
  }))
  list(t, functions, 'no function has more than 70 lines')
  list(t, Object.keys(LONG_FILES).filter((path) => !tree.some((file) => file.path === path && file.lines > 300)), 'and nothing is excused that needs no excuse')
})

function isFunction({ type }: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type)
}

/** Of what a function does itself: functions inside it, such as the methods of the object it makes, are counted on their own. */
function ownLines(file: SourceFile, node: Node): number {
  const inner = [...nodesOf(node)].filter((other) => other !== node && isFunction(other))
  const outermost = inner.filter((other) => !inner.some((around) => around !== other && around.start <= other.start && around.end >= other.end))
  return linesOf(file, node) - outermost.reduce((sum, other) => sum + linesOf(file, other) - 1, 0)
}

function linesOf({ text }: SourceFile, { start, end }: Node): number {
  return text.slice(start, end).split('\n').length
}

t.test('files are named after what they hold', async (t) => {
  list(t, tree.filter(({ path }) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(basename(path))).map(({ path }) => path), 'in kebab-case')
  list(t, tree.filter(({ path }) => BANNED_NAMES.test(basename(path)) && !NAMES_MEANT.has(basename(path))).map(({ path }) => path), 'and not after being useful')
})

t.test('nothing depends on one machine', async (t) => {
  // Put together here, so that this file does not name them itself.
  const places = ['/wo' + 'rk/', '/ho' + 'me/', '/Us' + 'ers/', '/ro' + 'ot/']
  const named = tree.flatMap(({ path, text }) => places.filter((place) => text.includes(`'${place}`) || text.includes(`"${place}`) || text.includes(`\`${place}`) || new RegExp(`[\\s(]${place}\\w`).test(text)).map((place) => `${path} names ${place}`))
  list(t, named, 'no path of somebody\'s machine')
})
