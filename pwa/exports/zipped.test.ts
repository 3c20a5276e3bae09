import { strFromU8, unzipSync } from 'fflate'
import t from '../../test/support/tap.ts'
import { limits } from '../sync/limits.ts'
import { zipped } from './zipped.ts'

t.test('files of any size become one zip, without a worker: the page\'s policy allows none but its own', async (t) => {
  const { Worker } = globalThis
  t.teardown(() => { globalThis.Worker = Worker })
  globalThis.Worker = class { constructor() { throw new TypeError('This document requires \'TrustedScriptURL\' assignment.') } } as never
  const files = { 'events.ndjson': '{"type":"TitleRated","note":"süß"}\n'.repeat(limits.zipPieceBytes / 16), 'library.csv': 'title\n', 'empty.txt': '' }
  const bytes = new Uint8Array(await new Blob(await zipped(files)).arrayBuffer())
  t.ok(bytes.length < limits.zipPieceBytes, 'packed')
  t.strictSame(Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)])), files)
})
