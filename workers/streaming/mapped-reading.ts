/** Reads a film through its map, wherever its bytes are by now, and tells the download what its readers wait for and will want. */

import type { Lane } from '../usenet/article-queue.ts'
import { limits } from '../../server/limits.ts'
import type { Log } from '../../server/log.ts'
import type { LandingAim, LandingSpan } from '../../server/media/landing-films.ts'
import { LandingFilmError } from '../../server/media/landing-films.ts'
import type { ByteSource } from '../media/byte-source.ts'
import { innerSpansOf, piecesOf } from './film-map.ts'
import type { LandedBytes, LandingVolume } from './landed-bytes.ts'
import { articleBytesOf, articlesOver, spanOfArticle } from './locate-article.ts'
import type { MapOptions, MappedFilm, Unmapped } from './map-landing.ts'
import { liesAsPredicted, mapWhole } from './map-landing.ts'
import type { Aim } from './read-ahead.ts'
import { aimOf, changesOf } from './read-ahead.ts'
import type { Span } from './spans.ts'
import { coarsened, united } from './spans.ts'

/** Of the download. */
export interface LandingDownload {
  want(articles: readonly number[], lane: Lane): void
  landed(article: number): Promise<'landed' | 'missing'>
  has(article: number): boolean
  isMissing(article: number): boolean
}

/** Where somebody reads. */
export interface Place { at: number; waiting: boolean; starved: number; readonly aim: LandingAim }

export interface ReadingOptions {
  readonly mapped: MappedFilm
  readonly download: LandingDownload
  readonly bytes: LandedBytes
  readonly log: Pick<Log, 'warn'>
  /** With its volumes as they are now: repaired ones lie elsewhere. */
  mapOptions(): MapOptions
  /** Aborts when nothing lands any more. */
  readonly over: AbortSignal
}

export class MappedReading {
  readonly #options: ReadingOptions
  readonly #places = new Set<Place>()
  /** Volumes that were looked into after the first ones. */
  readonly #looked = new Set<number>()
  /** Of volumes that are all here: a large film has tens of thousands of articles, and is asked about with each question for its bytes. */
  readonly #landed = new Map<number, readonly Span[]>()
  #mapped: MappedFilm
  #mappedAnew: Promise<MappedFilm | Unmapped> | undefined
  #aim: Aim = { urgent: [], ahead: [] }
  bytesPerSecond: number = limits.landingBytesPerSecond

  constructor(options: ReadingOptions) {
    this.#options = options
    this.#mapped = options.mapped
  }

  get sizeBytes(): number {
    return this.#mapped.map.sizeBytes
  }

  get readers(): number {
    return this.#places.size
  }

  comeIn(at: number, aim: LandingAim = 'watch'): Place {
    const place: Place = { at, waiting: false, starved: 0, aim }
    this.#places.add(place)
    this.#reaim()
    return place
  }

  leave(place: Place): void {
    this.#places.delete(place)
    this.#reaim()
  }

  /** Before anybody asks. */
  wantTail(): void {
    this.#options.download.want(this.#lacking({ from: Math.max(0, this.sizeBytes - limits.landingTailBytes), to: this.sizeBytes }), 'urgent')
  }

  /** What is there at the place, at least a byte, or the first that comes; moves the place on. The signal is aborted with `over`, too. */
  async chunk(place: Place, to: number, signal: AbortSignal): Promise<Uint8Array> {
    const { over, bytes } = this.#options
    try {
      const { volume, span } = await this.#pieceAt(place, to)
      const found = await bytes.read(volume, span.from, span.to - span.from, signal, (article) => {
        if (this.#aim.ahead.includes(article)) place.starved++
        place.waiting = true
        this.#reaim()
      })
      place.at += found.length
      return found
    } catch (error) {
      if (over.aborted) throw new LandingFilmError('GONE', 'This release is not landing any more. Another one may follow.')
      throw error
    } finally {
      place.waiting = false
      this.#reaim()
    }
  }

  sourceAt(place: Place, signal: AbortSignal): ByteSource {
    return {
      sizeBytes: this.sizeBytes,
      read: async (from, to) => {
        const bytes = new Uint8Array(to - from)
        for (place.at = from; place.at < to;) {
          const at = place.at - from
          bytes.set(await this.chunk(place, to, signal), at)
        }
        return bytes
      },
    }
  }

  /** What of the film has landed, and what is on no server. */
  spans(): { readonly landed: readonly LandingSpan[]; readonly missing: readonly LandingSpan[] } {
    const { download } = this.#options
    const landed: Span[] = [], missing: Span[] = []
    for (const index of this.#mapped.volumes.keys()) {
      const known = this.#landed.get(index)
      if (known) {
        landed.push(...known)
        continue
      }
      const file = this.#volume(index)
      const articles = Array.from({ length: file.whole ? 0 : file.articles }, (_, place) => file.firstArticle + place)
      const inner = (spans: readonly Span[]) => spans.flatMap((span) => innerSpansOf(this.#mapped.map, index, span))
      const over = (some: readonly number[]) => inner(united(some.map((article) => spanOfArticle(file, article))))
      const here = articles.filter((article) => download.has(article))
      const found = file.whole ? inner([{ from: 0, to: file.sizeBytes }]) : over(here)
      if (here.length === articles.length) this.#landed.set(index, found)
      landed.push(...found)
      missing.push(...over(articles.filter((article) => download.isMissing(article))))
    }
    return { landed: shown(landed), missing: shown(missing) }
  }

  /** Opens what it lies in, so that it can be read to its end when that is removed. */
  async hold(): Promise<void> {
    await this.#options.bytes.hold(this.#mapped.volumes.map((_, index) => this.#volume(index)).slice(0, limits.landingFilesOpenMax))
  }

  #volume(index: number): LandingVolume {
    const { file } = this.#mapped.volumes[index]!
    return this.#options.mapOptions().volumes.find((volume) => volume.file === file)!
  }

  async #pieceAt(place: Place, to: number): Promise<{ readonly volume: LandingVolume; readonly span: Span }> {
    for (;;) {
      const { map, seen } = this.#mapped
      const { volume, span } = piecesOf(map, { from: place.at, to: Math.min(to, place.at + limits.landingChunkBytes) })[0]!
      if (volume < seen || this.#looked.has(volume)) return { volume: this.#volume(volume), span }
      // What it waits for comes beside the header, not after it, and not before: without the header it is of no use.
      if (place.aim === 'watch' && !this.#volume(volume).whole) this.#options.download.want([this.#volume(volume).firstArticle], 'urgent')
      place.waiting = true
      this.#reaim()
      await this.#lookInto(volume)
    }
  }

  /** Volumes are alike nearly always. Where one is not, all are waited for, and the map is made anew. */
  async #lookInto(index: number): Promise<void> {
    const { log, mapOptions } = this.#options
    const mapped = this.#mapped
    if (await liesAsPredicted(mapped, index, mapOptions())) return void this.#looked.add(index)
    this.#mappedAnew ??= mapWhole(mapOptions()).catch((error: unknown) => {
      // What had not landed then may have when somebody asks again.
      this.#mappedAnew = undefined
      throw error
    })
    const whole = await this.#mappedAnew
    if (!('map' in whole) || whole.map.sizeBytes !== mapped.map.sizeBytes) throw new LandingFilmError('MISSING', 'This film lies otherwise than its first volumes promised.')
    log.warn({ volume: index }, 'a volume is unlike the ones before it: the film is mapped anew')
    this.#mapped = whole
    this.#landed.clear()
  }

  /** Tells the download what is wanted now that was not, and what is not any more. */
  #reaim(): void {
    if (this.#options.over.aborted) return
    const now = aimOf({
      readings: [...this.#places].filter(({ aim }) => aim === 'watch'), articleBytes: articleBytesOf(this.#mapped.volumes[0]!), chunkBytes: limits.landingChunkBytes,
      bytesPerSecond: this.bytesPerSecond, lacking: (from, to) => this.#lacking({ from, to }),
    })
    const changes = changesOf(this.#aim, now)
    this.#aim = now
    for (const lane of ['urgent', 'ahead', 'bulk'] as const) if (changes[lane].length > 0) this.#options.download.want(changes[lane], lane)
  }

  #lacking(span: Span): readonly number[] {
    const { download } = this.#options
    return piecesOf(this.#mapped.map, span).flatMap(({ volume, span: within }) => {
      const file = this.#volume(volume)
      return file.whole ? [] : articlesOver(file, within).filter((article) => !download.has(article) && !download.isMissing(article))
    })
  }
}

function shown(spans: readonly Span[]): readonly LandingSpan[] {
  return coarsened(united(spans), limits.landingSpansShown).map(({ from, to }) => [from, to])
}
