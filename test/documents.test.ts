/** What the documents say of the code is so. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { settingsTable } from '../server/config.ts'
import { root } from './support/source-tree.ts'
import t from './support/tap.ts'

const README_LINES_MAX = 120

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'pwa/sync/SPEC.md', 'pwa/saved/SPEC.md', 'server/webhooks/SPEC.md', 'server/mail/SPEC.md', ...readdirSync(join(root, 'docs/adr')).map((name) => `docs/adr/${name}`)]
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')

/** In code marks or as the target of a link; a file's name alone counts from the document's folder. */
function pathsNamed(document: string): readonly string[] {
  const text = textOf(document)
  const marked = [...text.matchAll(/`([\w./-]+(?:\.(?:tsx?|md|yaml|json|css|html)|\/))`/g)].map(([, path]) => path!)
  const linked = [...text.matchAll(/(?:\]\(|src=")(?!https?:|#)([^)"]+)[)"]/g)].map(([, path]) => path!)
  return [...new Set([...marked, ...linked])]
}

t.test('the files and folders that documents name exist', async (t) => {
  const gone = documents.flatMap((document) => pathsNamed(document)
    .filter((path) => !existsSync(join(root, path)) && !existsSync(join(root, dirname(document), path)))
    .map((path) => `${document} names ${path}`))
  t.ok(documents.flatMap(pathsNamed).length > 30, 'there are names to look at')
  t.strictSame(gone, [])
})

t.test('the README has the table of settings as they are', async (t) => {
  const readme = textOf('README.md')
  t.strictSame(settingsTable().split('\n').filter((line) => !readme.includes(line)), [], 'print the table anew with settingsTable() of server/config.ts')
  t.ok(readme.split('\n').length < README_LINES_MAX, 'it stays short')
})
