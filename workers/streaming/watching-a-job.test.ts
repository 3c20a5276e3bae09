/** Watching what a real downloader fetches from real servers: gaps that are repaired, and a release that is given up for the next. */

import { setImmediate } from 'node:timers/promises'
import type { LandingFilm } from '../../server/media/landing-films.ts'
import { LandingFilmError } from '../../server/media/landing-films.ts'
import { silentLog } from '../../server/log.ts'
import { acquisitionLab, film } from '../../test/support/acquisition-lab.ts'
import type { LabOptions } from '../../test/support/acquisition-lab.ts'
import { encodePar2 } from '../../demo/posting/encode-par2.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { writeStoredRar } from '../../demo/posting/write-stored-rar.ts'
import { landingFilmsHost } from './landing-films-host.ts'
import { landingFilmsRelay } from './landing-films-relay.ts'

/** Slow enough to be watched. */
const RATE = 250_000

async function watchedLab(t: Test, options: LabOptions) {
  const lab = await acquisitionLab(t, { ratePerSecondBytes: RATE, ...options })
  const relay = landingFilmsRelay()
  const host = landingFilmsHost({ log: silentLog, tell: (answer) => void setImmediate().then(() => relay.hear(answer)) })
  relay.connected((ask) => void setImmediate().then(() => host.answer(ask)))
  lab.start({ landingFilms: host })
  const jobId = await lab.request()
  const playable = (except?: string) => eventually('it can be watched', async () => {
    const found = await relay.open(jobId)
    return found?.state === 'playable' && found.tag !== except ? found : undefined
  })
  return { lab, relay, jobId, playable, row: async () => (await lab.row(jobId))! }
}

/** Reads on from `at` as long as it goes. */
async function readOn(relay: ReturnType<typeof landingFilmsRelay>, jobId: string, { tag, sizeBytes }: LandingFilm, at: number): Promise<{ readonly bytes: Buffer; readonly end: string }> {
  const parts: Uint8Array[] = []
  try {
    for await (const part of relay.read(jobId, tag, at, sizeBytes)) parts.push(part)
    return { bytes: Buffer.concat(parts), end: 'whole' }
  } catch (error) {
    if (!(error instanceof LandingFilmError)) throw error
    return { bytes: Buffer.concat(parts), end: error.code }
  }
}

t.test('a release that turns out to be beyond repair is given up while it is watched, and the next goes on at the same byte', async (t) => {
  const { relay, jobId, playable, row, lab } = await watchedLab(t, {
    releases: [{ title: 'Nosferatu.1922.1080p.BluRay-ONE', file: 'one.mp4' }, { title: 'Nosferatu.1922.1080p.WEB-DL-TWO', file: 'two.mp4' }],
    faults: { badCrc: (id) => id.startsWith('<one.mp4/40@') },
  })
  const first = await playable()
  const seen = await readOn(relay, jobId, first, 0)
  t.ok(['GONE', 'MISSING'].includes(seen.end), seen.end)
  t.ok(seen.bytes.length > 0 && seen.bytes.length < film.length)
  const second = await playable(first.tag)
  t.match(await row(), { tried: ['Geek:one.mp4'], releaseTitle: 'Nosferatu.1922.1080p.WEB-DL-TWO' })
  const rest = await readOn(relay, jobId, second, seen.bytes.length)
  t.equal(rest.end, 'whole')
  t.ok(Buffer.concat([seen.bytes, rest.bytes]).equals(film), 'what was seen and what follows are the film')
  t.equal((await readOn(relay, jobId, first, 0)).end, 'GONE')
  await lab.becomes(jobId, 'ready')
  await eventually('the link moves on', () => relay.moved(jobId, second.tag) !== undefined)
})

t.test('a gap is repaired while the film is watched: what failed reads right afterwards', async (t) => {
  const volumes = writeStoredRar([{ name: 'film.mp4', bytes: film }], { version: 5, volumeBytes: 100_000, stem: 'nos' })
  const set = encodePar2(volumes, { sliceBytes: 5_000, exponents: [0, 1, 2, 3] })
  const files = [...volumes, { name: 'nos.par2', bytes: set.index }, { name: 'nos.vol00+04.par2', bytes: Buffer.concat([...set.critical, ...set.recovery]) }]
  const { relay, jobId, playable, lab } = await watchedLab(t, { releases: [{ title: 'Nosferatu.1922.1080p.BluRay-ONE', file: 'one', files }], faults: { badCrc: (id) => id.startsWith('<nos.part02.rar/9@') } })
  const first = await playable()
  const seen = await readOn(relay, jobId, first, 0)
  t.equal(seen.end, 'MISSING')
  t.ok(seen.bytes.equals(film.subarray(0, seen.bytes.length)))
  const { missing: [gap] } = await relay.open(jobId) as LandingFilm
  t.ok(gap && gap[0] <= seen.bytes.length && seen.bytes.length < gap[1], 'it is told where')
  const rest = await eventually('it is repaired', async () => {
    const now = await relay.open(jobId)
    if (now?.state !== 'playable') return { end: 'stored', bytes: Buffer.alloc(0) }
    const read = await readOn(relay, jobId, now, seen.bytes.length)
    return read.end === 'whole' ? read : undefined
  })
  if (rest.end === 'whole') t.ok(Buffer.concat([seen.bytes, rest.bytes]).equals(film), 'under the same link')
  await lab.becomes(jobId, 'ready')
  t.ok(relay.moved(jobId, first.tag), 'and the link moves on')
})
