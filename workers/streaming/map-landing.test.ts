import { landingLab } from '../../test/support/landing-lab.ts'
import t from '../../test/support/tap.ts'

const film = new Uint8Array(20_000)
film.set(new TextEncoder().encode('\0\0\0\x18ftypisom'))

t.test('LF1: the first slice of a film does not pass for all of it; a file that is only called so does', async (t) => {
  for (const [names, told] of [[['film.mp4.001', 'film.mp4.002'], { state: 'unpacked', said: { message: /cut into several files/ } }], [['film.001', 'other.002'], { state: 'playable' }]] as const) {
    const lab = landingLab(t.testdir({}), names.map((name) => ({ name, bytes: film })), 5_000)
    for (let article = 0; article < lab.articles; article++) lab.land(article)
    const { found, film: open } = lab.open(`job_${'a'.repeat(26)}`)
    t.match(await found, told, names.join(' '))
    await open.close()
  }
})

t.test('LF1: of several episodes the one that was asked for is watched, however large the others are', async (t) => {
  const wanted = { mediaType: 'tv', tmdbId: 1_800_000_003, season: 1, episode: 2 } as const
  const larger = new Uint8Array(30_000)
  larger.set(film)
  const whatIsWatched = async (...names: string[]) => {
    const lab = landingLab(t.testdir({}), names.map((name, i) => ({ name, bytes: i === 0 ? larger : film })), 5_000, wanted)
    for (let article = 0; article < lab.articles; article++) lab.land(article)
    const { found, film: open } = lab.open(`job_${'b'.repeat(26)}`)
    const told = await found
    await open.close()
    return told
  }
  t.match(await whatIsWatched('show.S01E01.mp4', 'show.S01E02.mp4'), { state: 'playable', sizeBytes: film.length })
  t.match(await whatIsWatched('show.S01E01.mp4', 'show.S01E03.mp4'), { state: 'unpacked', said: { message: /S01E02 is not among them/ } }, 'nor is another shown for it')
})
