import t from '../../test/support/tap.ts'
import { deRefusals } from './de-refusals.ts'

t.test('in another language a code has its words, and what has none keeps the sentence that came', async (t) => {
  // Which language is spoken is settled as the module is loaded.
  Object.defineProperty(navigator, 'languages', { value: ['de-DE'], configurable: true })
  const { tellRefusal } = await import('./refusal.ts')
  const { textsComing } = await import('./shell.ts')
  await textsComing()
  t.equal(tellRefusal('ALREADY_RATED', 'said'), deRefusals['refused.ALREADY_RATED'])
  t.same(['NO_SUCH_CODE', 'constructor'].map((code) => tellRefusal(code, 'said')), ['said', 'said'])
})
