/** The repository's own source as syntax trees, for the tests that hold it to its rules. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

export const FOLDERS = ['domain', 'projections', 'server', 'workers', 'migrations', 'pwa', 'demo', 'bench', 'test'] as const
export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Node { readonly type: string; readonly start: number; readonly end: number; readonly [property: string]: unknown }

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly lines: number
  /** Modules imported or re-exported; files of ours by path from the root, others by their name. */
  readonly imports: readonly string[]
  readonly isTest: boolean
  /** Every node, parents first. */
  nodes(): Iterable<Node>
  lineOf(node: Node): number
}

export function readTree(): readonly SourceFile[] {
  return FOLDERS.flatMap((folder) => filesIn(folder)).filter((path) => path.endsWith('.ts')).map(parse)
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? (entry.name === 'dist' ? [] : filesIn(path)) : [path]
  }).sort()
}

function parse(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const { program, module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`)
  const imports = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ? [moduleRequest.value] : [])),
    ...module.dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
    // Workers, and programs started by their path.
    ...[...text.matchAll(/new URL\('(\.[^']+\.ts)', import\.meta\.url\)/g)].map((match) => match[1]!),
  ].map((name) => name.startsWith('.') ? normalize(join(dirname(path), name)).replaceAll('\\', '/') : name)
  return {
    path, text, imports,
    lines: text.split('\n').length - 1,
    isTest: path.endsWith('.test.ts') || path.startsWith('test/'),
    nodes: () => nodesOf(program as unknown as Node),
    lineOf: ({ start }) => text.slice(0, start).split('\n').length,
  }
}

/** A node and all below it, parents first. */
export function* nodesOf(node: Node): Iterable<Node> {
  yield node
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesOf(child)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}
