import { say } from '../../projections/said.ts'
import { sayOfRelease } from '../../projections/said-of-releases.ts'
import t from '../../test/support/tap.ts'

t.test('what speaks for a release and against it is told in the person\'s language, with the names that Rewind gave, and those of languages', async (t) => {
  // Which language is spoken is settled as the module is loaded.
  Object.defineProperty(navigator, 'languages', { value: ['de-DE'], configurable: true })
  const { tellJudged } = await import('./judged.ts')
  const { textsComing } = await import('./shell.ts')
  await textsComing()
  t.equal(tellJudged(sayOfRelease('RELEASE_CHOICE', { quality: 'WEBDL-1080p', place: 1, of: 2, profile: 'Smallest' })), 'WEBDL-1080p: Wahl 1 von 2 im Profil Am kleinsten')
  t.equal(tellJudged(sayOfRelease('RELEASE_SCORE', { score: 40, formats: [sayOfRelease('RELEASE_POINTS', { format: 'Known group', points: '+50' }), sayOfRelease('RELEASE_POINTS', { format: 'Ours', points: '-10' })] })), '40 Punkte: Bekannte Gruppe +50, Ours -10')
  t.equal(tellJudged(sayOfRelease('RELEASE_LANGUAGE', { languages: ['fr', 'multi'], wanted: 'en' })), 'Sprache: Französisch, multi, nicht Englisch')
  t.equal(tellJudged(sayOfRelease('RELEASE_RATE', { rate: 12.5 })), '12,5 MB pro Minute')
  t.equal(tellJudged(sayOfRelease('RELEASE_PLAYS', { why: sayOfRelease('PLAYS_NO_PICTURE', { codec: 'VP7' }) })), 'VP7 läuft in keinem Browser, und das Bild wird nicht neu kodiert.')
  t.equal(tellJudged(say('HEALTH_REACHED')), 'reached', 'of another table')
})
