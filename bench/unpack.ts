/**
 * `npm run bench:unpack [-- --quick] [--seed=n]`: a release to the film that is played, against 7-Zip, in turns. Debian's 7-Zip (7zz,
 * `apt-get install 7zip`) refuses RAR, so it gets the same bytes as 7z: stored in volumes of the same size, and compressed by itself. With RAR the
 * yardstick is the 7-Zip that the sandbox starts. What comes out is on disk when the time is taken, on both sides.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { crc32 } from 'node:zlib'
import { seededRandom } from '../demo/seed.ts'
import { silentLog } from '../server/log.ts'
import { realSystem } from '../server/system.ts'
import { writeStoredRar } from '../demo/posting/write-stored-rar.ts'
import { mapStoredArchive } from '../workers/archives/map-stored-archive.ts'
import { runSevenZip, unpackLimits } from '../workers/archives/run-seven-zip.ts'
import { unpackRelease } from '../workers/archives/unpack-release.ts'
import { withVolumes } from '../workers/archives/volumes-on-disk.ts'
import { benchOptions, commit, median } from './measure.ts'

const { seed, quick } = benchOptions()
const ROUNDS = quick ? 3 : 5
const MIB = 1_048_576
const FILM_BYTES = (quick ? 100 : 500) * MIB
const VOLUME_BYTES = 50 * MIB
/** Of what is compressed: it takes much longer. */
const PACKED_BYTES = (quick ? 20 : 50) * MIB

interface Turn { readonly mbPerSecond: number; readonly cpuSeconds: number; readonly rssMiB: number }

function makeFilm(): Uint8Array {
  const random = seededRandom(seed)
  const piece = Uint8Array.from({ length: MIB }, () => Math.floor(random() * 256))
  const film = new Uint8Array(FILM_BYTES)
  // As a film is, hardly to be compressed; each mebibyte another.
  for (let at = 0; at < FILM_BYTES; at += MIB) film.set(piece.map((byte) => byte ^ (at / MIB)), at)
  return film
}

/** utime, stime and those of children that were waited for, in seconds (proc(5)). NaN where there is no /proc. */
function cpuSeconds(): number {
  try {
    return readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /, '').split(' ').slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
  } catch {
    return NaN
  }
}

/** The largest of this process's children now. */
function childrenRssMiB(): number {
  const sizes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
      return fields[1] === String(process.pid) ? Number(fields[21]) * 4_096 / MIB : 0
    } catch {
      return 0  // it has just ended
    }
  })
  return Math.max(0, ...sizes)
}

async function turn(run: () => Promise<void>, { bytes, isOurs }: { bytes: number; isOurs: boolean }): Promise<Turn> {
  let rssMiB = 0
  const watching = setInterval(() => { rssMiB = Math.max(rssMiB, childrenRssMiB(), isOurs ? process.memoryUsage.rss() / MIB - rssBefore : 0) }, 25)
  const cpu = cpuSeconds(), from = performance.now()
  try {
    await run()
  } finally {
    clearInterval(watching)
  }
  return { mbPerSecond: bytes / 1e6 / ((performance.now() - from) / 1_000), cpuSeconds: cpuSeconds() - cpu, rssMiB }
}

async function program(command: string, ...args: readonly string[]): Promise<void> {
  const [code] = await once(spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }), 'close') as [number | null]
  if (code !== 0) throw new Error(`${command} ended with ${code}`)
}

async function ours(from: string, into: string, bytes = FILM_BYTES): Promise<void> {
  const files = (await readdir(from)).map((name) => ({ name, path: join(from, name) }))
  const unpacked = await unpackRelease({ files, into, passwords: [], system: realSystem, signal: new AbortController().signal, onProgress() {}, log: silentLog })
  if (unpacked.files.length !== 1 || unpacked.files[0]!.sizeBytes !== bytes) throw new Error('the film did not come out')
}

/** What a player does that is served while nothing is unpacked: every byte, through the map of where they lie. */
async function inPlace(from: string): Promise<void> {
  const files = (await readdir(from)).map((name) => ({ name, path: join(from, name) }))
  await withVolumes(files, async (volumes) => {
    const map = await mapStoredArchive(volumes)
    if ('reason' in map) throw new Error(map.reason)
    const { extents, crc32: expected } = map.files[0]!
    const buffer = new Uint8Array(MIB)
    let crc = 0
    for (const { volume, offset, length } of extents) {
      for (let at = 0; at < length; at += MIB) {
        const piece = buffer.subarray(0, Math.min(MIB, length - at))
        await volumes[volume]!.readInto(piece, offset + at)
        crc = crc32(piece, crc)
      }
    }
    if (crc !== expected) throw new Error('the film has other bytes')
  })
}

/** The same 7-Zip as in the sandbox, with the same volumes: the only one at hand that reads RAR. */
async function bySevenZip(from: string, into: string): Promise<void> {
  const volumes = (await readdir(from)).toSorted().map((name) => join(from, name))
  const { files } = await runSevenZip({ volumes, shownAs: 'rar-volumes', passwords: [], into }, { folder: into, packedBytes: FILM_BYTES }, { limits: unpackLimits, system: realSystem, signal: new AbortController().signal, onProgress() {} })
  if (files[0]?.sizeBytes !== FILM_BYTES) throw new Error('7-Zip did not unpack the film')
  await toDisk(into)
}

/** As ours is when it is told. */
async function toDisk(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = await open(join(folder, name), 'r+')
    await file.sync()
    await file.close()
  }
}

/** Both in turns, each with a folder of its own that is emptied before. */
async function compare(what: string, { goal = '-    ', bytes = FILM_BYTES, folder }: { goal?: string; bytes?: number; folder: string }, contestants: Readonly<Record<'ours' | 'yardstick', (into: string) => Promise<void>>>, named = '7zz'): Promise<void> {
  const turns: Record<'ours' | 'yardstick', Turn[]> = { ours: [], yardstick: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const who of round % 2 ? ['ours', 'yardstick'] as const : ['yardstick', 'ours'] as const) {
      const into = join(folder, 'out')
      await rm(into, { recursive: true, force: true })
      await mkdir(into)
      turns[who].push(await turn(() => contestants[who](into), { bytes, isOurs: who === 'ours' }))
    }
  }
  const told = (of: readonly Turn[]) => `${median(of.map(({ mbPerSecond }) => mbPerSecond)).toFixed(0)} MB/s (${Math.min(...of.map(({ mbPerSecond }) => mbPerSecond)).toFixed(0)} to ${Math.max(...of.map(({ mbPerSecond }) => mbPerSecond)).toFixed(0)}), CPU ${median(of.map((each) => each.cpuSeconds)).toFixed(2)} s, ${Math.max(...of.map(({ rssMiB }) => rssMiB)).toFixed(0)} MiB`
  const ratio = median(turns.ours.map(({ mbPerSecond }) => mbPerSecond)) / median(turns.yardstick.map(({ mbPerSecond }) => mbPerSecond))
  console.log(`${what.padEnd(32)} ${(ratio * 100).toFixed(0).padStart(4)} %  goal ${goal}  ours ${told(turns.ours)}  ${named} ${told(turns.yardstick)}`)
}

const folder = await mkdtemp(join(tmpdir(), 'rewind-bench-unpack-'))
let rssBefore = 0
try {
  console.log(`unpack: commit ${commit()}, seed ${seed}, load ${loadavg()[0]!.toFixed(1)}, ${FILM_BYTES / MIB} MiB, volumes of ${VOLUME_BYTES / MIB} MiB, ${ROUNDS} rounds in turns; ratio of medians, then median (least to greatest); memory above what this process has anyway`)
  for (const name of ['rar4', 'rar5', 'stored', 'packed']) await mkdir(join(folder, name))
  {
    const film = { name: 'film.mkv', bytes: makeFilm() }
    await writeFile(join(folder, film.name), film.bytes)
    for (const version of [4, 5] as const) for (const { name, bytes } of writeStoredRar([film], { version, volumeBytes: VOLUME_BYTES })) await writeFile(join(folder, `rar${version}`, name), bytes)
  }
  await program('7zz', 'a', '-bd', '-mx0', `-v${VOLUME_BYTES}b`, join(folder, 'stored', 'film.7z'), join(folder, 'film.mkv'))
  await writeFile(join(folder, 'half.bin'), makeFilm().subarray(0, PACKED_BYTES).map((byte) => byte & 63))
  await program('7zz', 'a', '-bd', '-mx1', join(folder, 'packed', 'film.7z'), join(folder, 'half.bin'))
  await rm(join(folder, 'film.mkv'))
  rssBefore = process.memoryUsage.rss() / MIB
  const sevenZip = (archive: string) => async (into: string) => {
    await program('7zz', 'x', '-bd', '-y', `-o${into}`, join(folder, archive))
    await toDisk(into)
  }
  for (const version of [4, 5]) await compare(`stored RAR${version} readable in place`, { goal: '200 %', folder }, { ours: () => inPlace(join(folder, `rar${version}`)), yardstick: sevenZip('stored/film.7z.001') })
  for (const version of [4, 5]) await compare(`stored RAR${version} to a file of its own`, { goal: '200 %', folder }, { ours: (into) => ours(join(folder, `rar${version}`), into), yardstick: (into) => bySevenZip(join(folder, `rar${version}`), into) }, '7-Zip of the sandbox')
  await compare('stored 7z to a file of its own', { folder }, { ours: (into) => ours(join(folder, 'stored'), into), yardstick: sevenZip('stored/film.7z.001') })
  await compare('7z (LZMA2), in the sandbox', { bytes: PACKED_BYTES, folder }, { ours: (into) => ours(join(folder, 'packed'), into, PACKED_BYTES), yardstick: sevenZip('packed/film.7z') })
} finally {
  await rm(folder, { recursive: true, force: true })
}
