/** Posted files that land article by article, in whatever order a test says; on disk as the downloader lays them. */

import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Playable } from '../../domain/playable.ts'
import { silentLog } from '../../server/log.ts'
import type { LandingFilm, NotPlayable } from '../../server/media/landing-films.ts'
import type { System } from '../../server/system.ts'
import { realSystem } from '../../server/system.ts'
import type { LandingVolume } from '../../workers/streaming/landed-bytes.ts'
import type { OpenLandingFilm } from '../../workers/streaming/landing-film.ts'
import { openLandingFilm } from '../../workers/streaming/landing-film.ts'
import type { LandingFigures } from '../../workers/streaming/landing-films-host.ts'
import { landingFilmsHost } from '../../workers/streaming/landing-films-host.ts'
import type { LandingFilmsRelay } from '../../workers/streaming/landing-films-relay.ts'
import { landingFilmsRelay } from '../../workers/streaming/landing-films-relay.ts'
import type { LandingDownload } from '../../workers/streaming/mapped-reading.ts'
import type { Lane } from '../../workers/usenet/article-queue.ts'

export interface Posted { readonly name: string; readonly bytes: Uint8Array }

export interface LandingLab {
  readonly articles: number
  readonly articlesOf: readonly { readonly firstArticle: number; readonly articles: number }[]
  readonly download: LandingDownload
  /** Everything that was wanted, in order. */
  readonly wanted: readonly { readonly article: number; readonly lane: Lane }[]
  readonly relay: LandingFilmsRelay
  figures(): LandingFigures
  land(article: number): void
  lose(article: number): void
  /** The most urgent one that has not landed, else the first of `bulk`. */
  next(bulk: readonly number[]): number | undefined
  open(jobId: string, system?: Pick<System, 'files' | 'sleep'>): { readonly film: OpenLandingFilm; readonly found: Promise<LandingFilm | NotPlayable> }
  /** Files as they should be, for what is repaired. */
  whole(): ReadonlyMap<number, string>
}

export function landingLab(folder: string, files: readonly Posted[], articleBytes: number, wanted: Playable = { mediaType: 'movie', tmdbId: 653 }): LandingLab {
  let count = 0
  const articlesOf = files.map(({ bytes }) => {
    const articles = Math.max(1, Math.ceil(bytes.length / articleBytes))
    count += articles
    return { firstArticle: count - articles, articles }
  })
  const fileOf = articlesOf.flatMap(({ articles }, file) => Array.from({ length: articles }, () => file))
  const landed = new Set<number>(), lost = new Set<number>()
  const waiting = new Map<number, ((outcome: 'landed' | 'missing') => void)[]>()
  const lanes = new Map<number, Lane>()
  const asked: { article: number; lane: Lane }[] = []
  const pathOf = (file: number) => join(folder, `${file}.part`)

  function placeOf(article: number): { readonly offset: number; readonly length: number } | undefined {
    if (!landed.has(article)) return undefined
    const file = fileOf[article]!
    const offset = (article - articlesOf[file]!.firstArticle) * articleBytes
    return { offset, length: Math.min(articleBytes, files[file]!.bytes.length - offset) }
  }

  const volumes = files.map(({ name, bytes }, file): LandingVolume => ({ ...articlesOf[file]!, file, name, path: pathOf(file), whole: false, sizeBytes: bytes.length, placeOf }))
  const settle = (article: number, outcome: 'landed' | 'missing') => {
    for (const resolve of waiting.get(article) ?? []) resolve(outcome)
    waiting.delete(article)
  }
  const download: LandingDownload = {
    want(articles, lane) {
      for (const article of articles) {
        lanes.set(article, lane)
        asked.push({ article, lane })
      }
    },
    landed: (article) => landed.has(article) ? Promise.resolve('landed') : lost.has(article) ? Promise.resolve('missing')
      : new Promise((resolve) => waiting.set(article, [...waiting.get(article) ?? [], resolve])),
    has: (article) => landed.has(article),
    isMissing: (article) => lost.has(article),
  }
  const relay = landingFilmsRelay()
  const host = landingFilmsHost({ log: silentLog, tell: (answer) => void setImmediate().then(() => relay.hear(answer)) })
  relay.connected((ask) => void setImmediate().then(() => host.answer(ask)))

  return {
    articles: count, articlesOf, download, wanted: asked, relay, figures: host.figures,
    land(article) {
      if (landed.has(article) || lost.has(article)) return
      const file = fileOf[article]!
      landed.add(article)
      const { offset, length } = placeOf(article)!
      closeSync(openSync(pathOf(file), 'a'))
      const writing = openSync(pathOf(file), 'r+')
      writeSync(writing, files[file]!.bytes, offset, length, offset)
      closeSync(writing)
      settle(article, 'landed')
    },
    lose(article) {
      if (landed.has(article)) return
      lost.add(article)
      settle(article, 'missing')
    },
    next(bulk) {
      const open = (lane: Lane) => [...lanes].find(([article, its]) => its === lane && !landed.has(article) && !lost.has(article))?.[0]
      return open('urgent') ?? open('ahead') ?? open('early') ?? bulk.find((article) => !landed.has(article) && !lost.has(article))
    },
    open(jobId, system = realSystem) {
      let tell: (found: LandingFilm | NotPlayable) => void
      const found = new Promise<LandingFilm | NotPlayable>((resolve) => { tell = resolve })
      const film = openLandingFilm({ jobId, releaseId: 'demo:1', wanted, volumes, download, host, passwords: [], system, log: silentLog, signal: new AbortController().signal, onFound: (each) => tell(each) })
      return { film, found }
    },
    whole() {
      return new Map(files.map(({ bytes }, file) => {
        const path = join(folder, `${file}.whole`)
        const handle = openSync(path, 'w')
        writeSync(handle, bytes)
        closeSync(handle)
        return [file, path]
      }))
    },
  }
}
