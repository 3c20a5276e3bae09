import t from '../test/support/tap.ts'
import { JobFailure } from './job-failure.ts'
import { assertInOneFile } from './prepare-film.ts'

const named = (...names: string[]) => names.map((name) => ({ name }))

t.test('a film in several files is refused: the first would pass for all of it', async (t) => {
  const check = (...names: string[]) => assertInOneFile({ name: names[0]! }, named(...names))
  for (const names of [['Nosferatu.mkv.001', 'Nosferatu.mkv.002'], ['x/film.001', 'x/film.002', 'x/film.003'], ['film.cd1.avi', 'film.cd2.avi']]) {
    t.throws(() => check(...names), { code: 'JOB_ERROR', retryable: false, message: /cut into several files/ } as unknown as JobFailure, names.join(' '))
  }
  for (const names of [['Nosferatu.mkv', 'Nosferatu.srt'], ['film.001'], ['film.001', 'other.002'], ['film.001', 'film.mkv']]) t.doesNotThrow(() => check(...names), names.join(' '))
})
