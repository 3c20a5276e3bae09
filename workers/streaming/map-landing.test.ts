import { landingLab } from '../../test/support/landing-lab.ts'
import t from '../../test/support/tap.ts'

const film = new Uint8Array(20_000)
film.set(new TextEncoder().encode('\0\0\0\x18ftypisom'))

t.test('LF1: the first slice of a film does not pass for all of it; a file that is only called so does', async (t) => {
  for (const [names, told] of [[['film.mp4.001', 'film.mp4.002'], { state: 'unpacked', why: /cut into several files/ }], [['film.001', 'other.002'], { state: 'playable' }]] as const) {
    const lab = landingLab(t.testdir({}), names.map((name) => ({ name, bytes: film })), 5_000)
    for (let article = 0; article < lab.articles; article++) lab.land(article)
    const { found, film: open } = lab.open(`job_${'a'.repeat(26)}`)
    t.match(await found, told, names.join(' '))
    await open.close()
  }
})
