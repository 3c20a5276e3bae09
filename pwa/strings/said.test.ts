import type { StreamName } from '../../domain/event.ts'
import { say } from '../../projections/said.ts'
import t from '../../test/support/tap.ts'

t.test('what the server says is said in the person\'s language, what stands inside it too; what is not known stays as it came', async (t) => {
  // Which language is spoken is settled as the module is loaded.
  Object.defineProperty(navigator, 'languages', { value: ['de-DE'], configurable: true })
  const { tell, tellFinding } = await import('./said.ts')
  const { textsComing } = await import('./shell.ts')
  await textsComing()
  t.equal(tell(say('HEALTH_BEHIND', { count: 1 })), '1 Ereignis im Rückstand')
  t.equal(tell(say('INDEXER_ABILITIES', { software: 'NZBHydra2', films: [say('INDEXER_BY_WORDS'), 'genre'], series: say('INDEXER_BY_EPISODE') })), 'NZBHydra2. Filme nach: Wörtern, genre; Serien nach: Folge.')
  t.equal(say('INDEXER_ABILITIES', { software: 'NZBHydra2', films: [say('INDEXER_BY_WORDS'), 'genre'], series: say('INDEXER_BY_EPISODE') }).message, 'NZBHydra2. Films by words, genre; series by episode.')
  t.equal(tellFinding({ code: 'MISSING', stream: 'library-1_movie_653' as StreamName, version: 3, position: null, eventId: null, message: 'Version 2 is missing.' }), 'Was vor Version 3 von library-1_movie_653 stand, fehlt.')
  for (const code of ['LATER_THAN_THIS_APP', 'constructor', '']) t.equal(tell({ code, values: {}, message: 'said' }), 'said')
})
