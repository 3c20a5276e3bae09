import { randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'
import type { LandingFilm } from '../../server/media/landing-films.ts'
import { eventually } from '../../test/support/eventually.ts'
import { landingLab } from '../../test/support/landing-lab.ts'
import t from '../../test/support/tap.ts'

const JOB = 'job_' + 'a'.repeat(26)
const bytesOf = async (stream: ReadableStream<Uint8Array>) => Buffer.concat(await Array.fromAsync(stream))

t.test('LF7: who only looks reads what has landed at once, and changes nothing of what lands next', async (t) => {
  const film = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), randomBytes(400_000)])
  const lab = landingLab(t.testdir({}), writeStoredRar([{ name: 'film.mp4', bytes: film }], { version: 5, volumeBytes: 100_000 }), 5_000)
  const { found, film: open } = lab.open(JOB)
  for (const { firstArticle } of lab.articlesOf.slice(0, 2)) for (let place = 0; place < 4; place++) lab.land(firstArticle + place)
  const { tag } = await found as LandingFilm
  const reader = lab.relay.read(JOB, tag, 0, 1).getReader()
  t.ok((await reader.read()).done === false, 'somebody watches')
  await reader.cancel()
  await eventually('and has gone', () => lab.figures().readers === 0)
  const before = lab.wanted.length
  t.ok((await bytesOf(lab.relay.read(JOB, tag, 1_000, 9_000, 'look'))).equals(film.subarray(1_000, 9_000)))
  const third = lab.articlesOf[2]!.firstArticle
  const looked = bytesOf(lab.relay.read(JOB, tag, 210_000, 215_000, 'look'))
  for (let turn = 0; turn < 20; turn++) await setImmediate()
  t.equal(lab.wanted.length, before, 'nothing is fetched for it')
  for (let place = 0; place < 4; place++) lab.land(third + place)
  t.ok((await looked).equals(film.subarray(210_000, 215_000)), 'it comes when it comes anyway')
  await open.close()
})
