import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { STATUS } from '../../server/request-error.ts'
import { root } from '../../test/support/source-tree.ts'
import t from '../../test/support/tap.ts'
import { deRefusals } from './de-refusals.ts'
import { enRefusals } from './en-refusals.ts'

/** Codes that have no words in `en-refusals.ts`, and why they need none. */
const WITHOUT_WORDS: Readonly<Record<string, readonly string[]>> = {
  'said to workers': ['LEASE_HELD', 'LEASE_LOST', 'NOT_DUE'],
  'of what the app itself puts together, and would be a bug of it': ['ALREADY_EXISTS', 'ALREADY_REGISTERED', 'COMMAND_ID_REUSED', 'EPISODE_MISSING', 'INVALID_BATCH', 'INVALID_ORDER_KEY', 'INVALID_UNDO', 'INVALID_UNMARK', 'SEASON_MISSING', 'SEVERAL_STREAMS', 'SYNC_ID_USED', 'WRONG_MEDIA_TYPE'],
  'its sentence names the field, which the form has looked at before': ['INVALID_INPUT'],
  'said by the door, in words of its own (en-door.ts)': ['HOUSE_FULL', 'INVITATION_WANTED', 'NAME_TAKEN', 'REGISTRATION_CLOSED', 'SECOND_FACTOR_WANTED'],
  'the app signs itself out, and the door says why': ['DEVICE_REMOVED'],
  'of HTTP itself: said to players and programs': ['METHOD_NOT_ALLOWED', 'RANGE_NOT_SATISFIABLE', 'UNSUPPORTED_MEDIA_TYPE'],
}
/** The ways in which the source says no, or that something failed. */
const SAYS_NO = /(?:refuse|problem|failed)\((?:\w+, )?'([A-Z_]+)'|(?:SyncFault|JobFailure|RequestError|FindError)\('([A-Z_]+)'|\{ code: '([A-Z_]+)', message/g
/** Archives' own: a job tells them as `JOB_ERROR`. */
const TOLD_ANEW = /workers\/archives\//

t.test('every no and every failure that a person can read has its words', async (t) => {
  const source = ['domain', 'server', 'workers'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !TOLD_ANEW.test(path))
  const codes = new Set([...Object.keys(STATUS), ...source.flatMap((path) => [...readFileSync(join(root, path), 'utf8').matchAll(SAYS_NO)].map(([, ...codes]) => codes.find((code) => code !== undefined)!))])
  t.ok(codes.size > 90, 'the codes are found')
  const without = Object.values(WITHOUT_WORDS).flat()
  t.same([...codes].filter((code) => !without.includes(code) && !(`refused.${code}` in enRefusals)), [])
  t.same(without.filter((code) => !codes.has(code) || `refused.${code}` in enRefusals), [], 'and none is excused in vain')
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
