import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../test/support/source-tree.ts'
import t from '../../test/support/tap.ts'
import { deRefusals } from './de-refusals.ts'
import { enRefusals } from './en-refusals.ts'

/** Said to workers and programs, or of what no screen of the app can ask for. */
const NEVER_READ: ReadonlySet<string> = new Set([
  'ALREADY_EXISTS', 'ALREADY_REGISTERED', 'EPISODE_MISSING', 'INVALID_BATCH', 'INVALID_INPUT', 'INVALID_ORDER_KEY', 'INVALID_UNDO', 'INVALID_UNMARK', 'LEASE_HELD', 'LEASE_LOST', 'NOT_DUE',
  'SEASON_MISSING', 'SYNC_ID_USED', 'WRONG_MEDIA_TYPE',
])

t.test('every no of the domain that a person can read has its words', async (t) => {
  const files = readdirSync(join(root, 'domain'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const codes = new Set(files.flatMap((name) => [...readFileSync(join(root, 'domain', name), 'utf8').matchAll(/refuse\('([A-Z_]+)'/g)].map(([, code]) => code!)))
  t.ok(codes.size > 30, 'the codes are found')
  t.same([...codes].filter((code) => !NEVER_READ.has(code) && !(`refused.${code}` in enRefusals)), [])
})

t.test('in another language a code has its words, and what has none keeps the sentence that came', async (t) => {
  // Which language is spoken is settled as the module is loaded.
  Object.defineProperty(navigator, 'languages', { value: ['de-DE'], configurable: true })
  const { tellRefusal } = await import('./refusal.ts')
  const { textsComing } = await import('./shell.ts')
  await textsComing()
  t.equal(tellRefusal('ALREADY_RATED', 'said'), deRefusals['refused.ALREADY_RATED'])
  t.same(['NO_SUCH_CODE', 'constructor'].map((code) => tellRefusal(code, 'said')), ['said', 'said'])
})
