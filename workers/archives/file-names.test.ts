import fc from 'fast-check'
import { holds } from '../../test/support/property.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../../server/limits.ts'
import { FileNames, TreeNames } from './file-names.ts'

const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('..', '.', '', ' ', 'C:', 'con', 'a', 'A', 'a.mkv', '\0', '\n', '~', 'x'.repeat(300), '👋'.repeat(90)))
const names = fc.array(fc.array(part, { maxLength: 5 }).chain((parts) => fc.constantFrom('/', '\\').map((slash) => parts.join(slash))), { maxLength: 12 })

t.test('a name on disk is one component, fits anywhere, and is no other name', async (t) => {
  await holds(t, 'flat names', 500, [names], (given) => {
    const chosen = new FileNames()
    const made = given.map((name) => chosen.choose(name))
    for (const name of made) if (/[/\\\0\n:*?"<>|]/.test(name) || name.startsWith('.') || name === '' || Buffer.byteLength(name) > 255 || /^(con|nul|aux)(\.|$)/i.test(name)) throw new Error(`${JSON.stringify(name)} is no name for a file`)
    if (new Set(made.map((name) => name.toLowerCase())).size !== made.length) throw new Error('two are alike')
  })
  const film = new FileNames()
  t.strictSame(['a/Film (2020).mkv', 'b\\film (2020).MKV', '../../etc/passwd', ''].map((name) => film.choose(name)), ['Film (2020).mkv', 'film (2020) (2).MKV', 'passwd', 'file'])
})

t.test('a name in a tree leads downwards, and no path is both a file and a folder', async (t) => {
  await holds(t, 'names in a tree', 500, [names], (given) => {
    const tree = new TreeNames()
    const made = given.map((name) => tree.choose(name))
    const files = new Set(made.map((path) => path.join('/')))
    if (made.some((path) => Buffer.byteLength(path.join('/')) > 3_000)) throw new Error('a path is longer than a filesystem takes')
    if (files.size !== made.length) throw new Error('two are alike')
    for (const path of made) {
      for (const [index, name] of path.entries()) {
        if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name) || Buffer.byteLength(name) > 255) throw new Error(`${JSON.stringify(name)} leads elsewhere`)
        if (index > 0 && files.has(path.slice(0, index).join('/'))) throw new Error(`${path.slice(0, index).join('/')} is a file and a folder`)
      }
    }
  })
  const tree = new TreeNames()
  t.strictSame(['a/b', 'a', '../a/b', '/x\\y: z'].map((name) => tree.choose(name)), [['a', 'b'], ['a (2)'], ['a', 'b (2)'], ['x', 'y: z']])
  t.equal(tree.choose(`${'deep/'.repeat(1_000)}film.mkv`).length, limits.archiveFoldersMax + 1, 'what lies deeper than folders go lies higher up')
  t.equal(tree.choose(`${`${'long'.repeat(50)}/`.repeat(60)}film.mkv`).length, 10, 'as does what is longer than paths are')
  t.ok(Array.from({ length: 200 }, (_, nth) => tree.choose(`${'a/'.repeat(32_000)}${nth}`)).every((path) => path.length === limits.archiveFoldersMax + 1), 'many such names are no more work than others')
})
