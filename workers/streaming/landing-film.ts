/**
 * A film that can be watched while its release is still landing. Opened when the download starts, told when the volumes are repaired
 * and when the film is stored, closed when there is nothing left to read.
 *
 *   mapping ─ it is known how its bytes lie ▶ playable ─ repaired ▶ playable, without holes ─ stored ▶ readers end, links move on
 *      └──── compressed, or in no browser ▶ unpacked, never
 *
 * The file on disk is the cache: every article lands in it once, wherever it is read from. Readers only change the order.
 */

import { inOwnWords, sayOfJob as say } from '../../projections/said-of-jobs.ts'
import { createHash } from 'node:crypto'
import type { Playable } from '../../domain/playable.ts'
import type { Log } from '../../server/log.ts'
import type { LandingAim, LandingFilm, NotPlayable } from '../../server/media/landing-films.ts'
import { LandingFilmError } from '../../server/media/landing-films.ts'
import type { System } from '../../server/system.ts'
import type { Lane } from '../usenet/article-queue.ts'
import type { FilmWay } from './film-way.ts'
import { filmWay } from './film-way.ts'
import type { LandedBytes, LandingVolume } from './landed-bytes.ts'
import { landedBytes } from './landed-bytes.ts'
import type { LandingFilmsHost } from './landing-films-host.ts'
import type { MapOptions, MappedFilm } from './map-landing.ts'
import { mapLanding } from './map-landing.ts'
import type { LandingDownload } from './mapped-reading.ts'
import { MappedReading } from './mapped-reading.ts'

export interface LandingFilmOptions {
  readonly jobId: string
  readonly releaseId: string
  readonly wanted: Playable
  /** Content files of the release, in the order of its plan. */
  readonly volumes: readonly LandingVolume[]
  readonly download: LandingDownload
  readonly host: LandingFilmsHost
  readonly passwords: readonly string[]
  readonly system: Pick<System, 'files' | 'sleep'>
  readonly log: Pick<Log, 'info' | 'warn'>
  readonly signal: AbortSignal
  /** Told once: how it can be watched from now on, or why it cannot. */
  onFound(found: LandingFilm | NotPlayable): void
}

/** What readers are given. */
export interface LandingFilmReads {
  /** Undefined while it cannot be played. */
  readonly tag: string | undefined
  readonly readers: number
  describe(): LandingFilm | NotPlayable
  /** Somebody wants to watch it: what tells how it can be is fetched at once, in a pause too. */
  opened(): void
  read(from: number, to: number, aim: LandingAim, signal: AbortSignal): AsyncIterable<Uint8Array>
  remuxed(fromSeconds: number, aim: LandingAim, signal: AbortSignal): AsyncIterable<Uint8Array>
}

export interface OpenLandingFilm {
  /** These volumes are whole now, at these paths by their place among the plan's files. What was missing of them can be read. */
  repaired(paths: ReadonlyMap<number, string>): void
  /** The film is in the object store: who reads goes on to the end, links made before move on. `rewritten`: its bytes are other than those that landed. */
  stored(film: { readonly key: string; readonly sizeBytes: number; readonly rewritten: boolean }): Promise<void>
  /** The release is given up, or the work on it ends here: readers are told that it is gone. After `stored` those that read stay. */
  close(): Promise<void>
}

export function openLandingFilm(options: LandingFilmOptions): OpenLandingFilm {
  const film = new Film(options)
  options.host.add(options.jobId, film)
  void film.find()
  return film
}

interface Playing { readonly tag: string; readonly reading: MappedReading; readonly how: FilmWay }

class Film implements LandingFilmReads, OpenLandingFilm {
  readonly #options: LandingFilmOptions
  readonly #bytes: LandedBytes
  readonly #over = new AbortController()
  readonly #signal: AbortSignal
  readonly #download: LandingDownload
  /** What is fetched to learn how it lies, and with what haste once somebody wants to watch it. */
  readonly #early = new Map<number, Lane>()
  #opened = false
  #volumes: readonly LandingVolume[]
  #state: Playing | NotPlayable = { state: 'mapping', said: say('LANDING_BEGINS') }
  #stored = false

  constructor(options: LandingFilmOptions) {
    this.#options = options
    this.#volumes = options.volumes
    this.#signal = AbortSignal.any([options.signal, this.#over.signal])
    const { download, system } = options
    this.#download = { ...download, want: (articles, lane) => this.#want(articles, lane) }
    this.#bytes = landedBytes({ system, landed: (article) => download.landed(article) })
  }

  get tag(): string | undefined {
    return 'tag' in this.#state ? this.#state.tag : undefined
  }

  get readers(): number {
    return 'tag' in this.#state ? this.#state.reading.readers : 0
  }

  async find(): Promise<void> {
    const { log, jobId, onFound } = this.#options
    try {
      this.#state = await this.#findWayInTime()
    } catch (error) {
      if (this.#signal.aborted) return
      // The download goes on all the same: then it plays when it is finished.
      log.warn({ err: error, jobId }, 'a film cannot be watched while it lands')
      this.#state = { state: 'unpacked', said: error instanceof LandingFilmError ? inOwnWords(say(`LANDING_${error.code}`), error.message) : say('LANDING_WHEN_HERE') }
    }
    const told = this.describe()
    log.info({ jobId, state: told.state, ...told.state === 'playable' ? { sizeBytes: told.sizeBytes, way: told.way } : { why: told.said.message } }, 'it is known how the film can be watched while it lands')
    onFound(told)
  }

  /** On a slow line, or behind others, the first parts take longer than anybody would wait for them: nobody does yet. */
  async #findWayInTime(): Promise<Playing | NotPlayable> {
    for (;;) {
      try {
        return await this.#findWay()
      } catch (error) {
        if (this.#signal.aborted || !(error instanceof LandingFilmError) || error.code !== 'LATE') throw error
      }
    }
  }

  async #findWay(): Promise<Playing | NotPlayable> {
    const { log, passwords, wanted } = this.#options
    const download = this.#download
    const mapOptions = (): MapOptions => ({
      wanted, volumes: this.#volumes, passwords, bytes: this.#bytes, signal: this.#signal, want: (articles) => download.want(articles, 'urgent'),
    })
    const mapped = await mapLanding(mapOptions())
    if (!('map' in mapped)) return { state: 'unpacked', said: mapped.said }
    const reading = new MappedReading({ mapped, download, bytes: this.#bytes, log, mapOptions, over: this.#over.signal })
    // Where players look first: the head is here, and the index may be at the end.
    reading.wantTail()
    const place = reading.comeIn(0)
    try {
      const how = await filmWay(reading.sourceAt(place, this.#signal), mapped.container, this.#signal)
      if (!('way' in how)) return how
      if (how.durationSeconds) reading.bytesPerSecond = reading.sizeBytes / how.durationSeconds
      return { tag: this.#tagOf(mapped), reading, how }
    } finally {
      reading.leave(place)
    }
  }

  describe(): LandingFilm | NotPlayable {
    if (!('tag' in this.#state)) return this.#state
    const { tag, reading, how: { way, contentType, durationSeconds } } = this.#state
    return { state: 'playable', tag, way, sizeBytes: reading.sizeBytes, contentType, durationSeconds, ...reading.spans() }
  }

  opened(): void {
    if (this.#opened) return
    this.#opened = true
    for (const [article, lane] of this.#early) this.#want([article], lane)
    this.#early.clear()
  }

  #want(articles: readonly number[], lane: Lane): void {
    if (this.#opened) return this.#options.download.want(articles, lane)
    for (const article of articles) this.#early.set(article, lane)
    this.#options.download.want(articles, lane === 'bulk' ? lane : 'early')
  }

  async *read(from: number, to: number, aim: LandingAim, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const { reading } = this.#playing()
    this.opened()
    if (to > reading.sizeBytes) throw new RangeError(`Bytes up to ${to} were asked for of ${reading.sizeBytes}`)
    // One for all of it: a signal made for each chunk stays with those it hangs on as long as the film lands.
    const until = AbortSignal.any([signal, this.#over.signal])
    const place = reading.comeIn(from, aim)
    try {
      while (place.at < to) yield await reading.chunk(place, to, until)
    } finally {
      reading.leave(place)
      await this.#letGo()
    }
  }

  async *remuxed(fromSeconds: number, aim: LandingAim, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const { reading, how } = this.#playing()
    this.opened()
    if (how.way !== 'remuxed') throw new LandingFilmError('GONE', 'This film is read by ranges.')
    const ended = new AbortController()
    const both = AbortSignal.any([signal, ended.signal, this.#over.signal])
    const place = reading.comeIn(0, aim)
    try {
      yield* how.remux(reading.sourceAt(place, both), { fromSeconds, signal: both })
    } finally {
      ended.abort()
      reading.leave(place)
      await this.#letGo()
    }
  }

  repaired(paths: ReadonlyMap<number, string>): void {
    this.#volumes = this.#volumes.map((volume) => {
      const path = paths.get(volume.file)
      return path === undefined ? volume : { ...volume, path, whole: true }
    })
  }

  async stored({ key, sizeBytes, rewritten }: { readonly key: string; readonly sizeBytes: number; readonly rewritten: boolean }): Promise<void> {
    if (!('tag' in this.#state)) return
    const { tag, reading } = this.#state
    this.#stored = true
    // The files may be removed from now on: who reads keeps them by their open handles.
    if (reading.readers > 0) await reading.hold()
    this.#options.host.moved(this.#options.jobId, { state: 'stored', tag, key, same: !rewritten && sizeBytes === reading.sizeBytes })
  }

  async close(): Promise<void> {
    this.#options.host.remove(this.#options.jobId, this)
    if (this.#stored && this.readers > 0) return
    this.#over.abort()
    await this.#bytes.close()
  }

  #playing(): Playing {
    if (!('tag' in this.#state)) throw new LandingFilmError('GONE', this.#state.said.message)
    return this.#state
  }

  /** The last one who read a stored film closes the door. */
  async #letGo(): Promise<void> {
    if (this.#stored && this.readers === 0) await this.#bytes.close()
  }

  /** Another release, or another cut of it, has another. */
  #tagOf({ map, name }: MappedFilm): string {
    return createHash('sha256').update(JSON.stringify([this.#options.releaseId, name, map.sizeBytes])).digest('hex').slice(0, 16)
  }
}
