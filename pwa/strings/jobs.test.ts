import { toldOf } from '../../domain/said.ts'
import type { StoryLine } from '../../projections/job-story.ts'
import { inOwnWords, sayOfJob } from '../../projections/said-of-jobs.ts'
import { sayOfRelease } from '../../projections/said-of-releases.ts'
import t from '../../test/support/tap.ts'

t.test('what is recorded of a fetch is told in the person\'s language, what is said of its release too; what has no code stays as it was recorded', async (t) => {
  // Which language is spoken is settled as the module is loaded.
  Object.defineProperty(navigator, 'languages', { value: ['de-DE'], configurable: true })
  const { tellIndexerProblem, tellJob } = await import('./jobs.ts')
  const { tellHouseFailure } = await import('./house-failure.ts')
  const { tellFailure } = await import('./job-failure.ts')
  const { tellLine } = await import('./job-told.ts')
  const { textsComing } = await import('./shell.ts')
  await textsComing()

  const why = [
    sayOfRelease('RELEASE_CHOICE', { quality: 'WEBDL-1080p', place: 1, of: 2, profile: 'Smallest' }), sayOfJob('JOB_BEST', { count: 12 }),
    sayOfJob('JOB_PASSED_FOR', { count: 3, faults: [sayOfJob('JOB_FAULT', { count: 2, fault: sayOfRelease('RELEASE_SAMPLE') }), sayOfRelease('RELEASE_PASSWORD')] }),
  ].reduce((one, other) => sayOfJob('JOB_BOTH', { one, other }))
  const chosen = sayOfJob('JOB_BY_SEASON', { told: sayOfJob('JOB_CHOSEN', { why }) })
  t.equal(chosen.message, 'WEBDL-1080p: choice 1 of 2 in the profile Smallest; the best of 12; 3 passed over (2: only a sample, needs a password). Found by one search of the whole season.')
  t.equal(tellJob(toldOf(chosen), chosen.message), 'WEBDL-1080p: Wahl 1 von 2 im Profil Am kleinsten; das beste von 12; 3 übergangen (2-mal: nur eine Kostprobe (Sample), braucht ein Passwort). Gefunden mit einer Suche nach der ganzen Staffel.')

  const line = (type: StoryLine['type'], data: StoryLine['data']) => tellLine({ key: 'e1', at: '2026-03-01T12:00:00Z', type, data, actor: 'system' }, () => 'Ada')
  const rar = inOwnWords(sayOfJob('ARCHIVE_DAMAGED'), 'film.r03 ends within a header')
  const failed = sayOfJob('JOB_TRIES', { count: 3, told: sayOfJob('JOB_NO_UNPACKING', { told: rar }) })
  t.equal(failed.message, '3 releases were no good. The last one: The release cannot be unpacked: film.r03 ends within a header.', 'for logs and the API it is as exact as it was')
  t.equal(line('FetchFailed', { message: failed.message, told: toldOf(failed) }), 'Fehlgeschlagen: 3 Releases taugten nichts. Das letzte: Das Release lässt sich nicht entpacken: Das Archiv ist beschädigt.')
  t.equal(line('FetchFailed', { message: 'Half is missing.' }), 'Fehlgeschlagen: Half is missing.', 'of former times')
  t.equal(line('ReleaseMapped', { watchable: 'never', why: 'No.', told: toldOf(sayOfRelease('PLAYS_THEORA')) }), 'Browser spielen Theora nicht mehr ab.')
  t.equal(line('ReleaseMapped', { watchable: 'unpacked', why: 'It is packed.' }), 'Es lässt sich ansehen, sobald es entpackt ist')
  t.equal(line('MovieDeleted', { reason: 'The room was needed.', why: 'room' }), 'Gelöscht: Der Platz wurde gebraucht')
  t.equal(line('MovieDeleted', { reason: 'Somebody tidied up.', why: null }), 'Gelöscht: Somebody tidied up.')

  t.equal(tellFailure({ errorCode: 'JOB_ERROR', errorMessage: failed.message, errorTold: toldOf(sayOfJob('JOB_NO_FILM')) }), 'In dem, was geladen wurde, ist kein Film.')
  t.equal(tellFailure({ errorCode: 'JOB_ERROR', errorMessage: 'No.', errorTold: null }), 'Es ließ sich nicht entpacken oder vorbereiten.', 'by its sort, where that is all there is')
  t.equal(tellIndexerProblem({ indexer: 'Geek', code: 'LIMIT', message: 'Geek answered 429.' }), 'Geek erlaubt gerade keine weiteren Anfragen.')
  t.equal(tellHouseFailure('STORAGE_FULL', 'The disk is full'), 'der Speicherort ist voll')
  t.equal(tellHouseFailure('UNAVAILABLE', 'Not now.'), 'Der Server kann das gerade nicht. Versuch es gleich noch einmal.')
})
