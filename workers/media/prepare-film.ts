/** A film as it was found, made one that browsers play and seek in, with what lies beside it. Runs in a thread of its own: `prepare-media.ts`. */

import { access, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Playability } from '../../projections/playability.ts'
import { playabilityOf, traitsOf } from '../../projections/playability.ts'
import type { Chapter, MediaInfo } from '../../projections/wire-media.ts'
import { limits } from '../../server/limits.ts'
import type { OpenFile } from './byte-source.ts'
import { openByteSource } from './byte-source.ts'
import { contentTypeOf } from './container-of.ts'
import { MediaError } from './media-error.ts'
import { copyWithMoovInFront } from './mp4-front.ts'
import { readMp4 } from './mp4.ts'
import { openInput } from './open-input.ts'
import type { TrackPlan } from './plan-tracks.ts'
import { planTracks, playsAsItIs } from './plan-tracks.ts'
import { probe } from './probe.ts'
import { remux } from './remux.ts'
import type { PreparedSubtitle } from './subtitles/extract-subtitles.ts'
import { extractSubtitles } from './subtitles/extract-subtitles.ts'
import { writeMp4 } from './write-mp4.ts'

export interface Film {
  readonly path: string
  /** The name it was given by whoever made it; what lies beside it is named after that. */
  readonly name: string
  readonly beside: readonly string[]
  /** A folder of its own; what is whole in it from an earlier call is used again. */
  readonly into: string
}

export interface PreparedMedia {
  readonly video: { readonly path: string; readonly extension: string; readonly contentType: string; readonly sizeBytes: number }
  readonly subtitles: readonly PreparedSubtitle[]
  readonly chapters: readonly Chapter[]
  /** Of `video`, with the subtitles, chapters and attachments of the film as it was found. */
  readonly info: MediaInfo
  /** Of `video`. */
  readonly playability: Playability
  /** What was done, and what was left and why: sentences for the story of a fetch. */
  readonly told: readonly string[]
}

export interface PrepareHooks {
  readonly signal: AbortSignal
  /** From 0 to 1. */
  onProgress(share: number): void
}

/** Of a film with texts in it, finding those reads all of it. */
const TEXTS_SHARE = 0.2

/** Throws `MediaError`, what the disk says, or what the signal was aborted with. */
export async function prepareFilm(film: Film, hooks: PrepareHooks): Promise<PreparedMedia> {
  const source = await openByteSource(film.path)
  try {
    const info = await probe(source, hooks.signal)
    if (info.damage !== null) throw new MediaError('TRUNCATED', `This film is damaged: ${info.damage} Another release is better than half a film.`)
    await mkdir(film.into, { recursive: true })
    const subtitles = await extractSubtitles({
      source, info, film: film.name, beside: film.beside, into: join(film.into, 'subtitles'), signal: hooks.signal, onBytes: (bytes) => hooks.onProgress(TEXTS_SHARE * bytes / source.sizeBytes),
    })
    const made = await madePlayable(film, source, info, { signal: hooks.signal, onProgress: (share) => hooks.onProgress(TEXTS_SHARE + (1 - TEXTS_SHARE) * share) })
    const final = made.path === film.path ? info : { ...await probeAt(made.path, hooks.signal), subtitles: info.subtitles, chapters: info.chapters, attachments: info.attachments }
    if (made.path !== film.path) assertWhole(info, final)
    return {
      video: { path: made.path, extension: final.container, contentType: contentTypeOf(final.container), sizeBytes: final.sizeBytes },
      subtitles, chapters: info.chapters, info: final, playability: playabilityOf(traitsOf(final)),
      told: [...made.told, ...info.subtitles.filter(({ kind }) => kind === 'picture').map(({ codec, language }) => `Subtitles${language === null ? '' : ` (${language})`} are pictures (${codec}), which browsers do not show.`)],
    }
  } finally {
    await source.close()
  }
}

interface Made { readonly path: string; readonly told: readonly string[] }

async function madePlayable({ path, into }: Film, source: OpenFile, info: MediaInfo, hooks: PrepareHooks): Promise<Made> {
  const now = playabilityOf(traitsOf(info))
  const plan = planTracks(info)
  if (now.playable === 'no' || !plan || info.audio.length > 0 && plan.audio.length === 0) return { path, told: [now.why] }
  const fine = playsAsItIs(info, plan)
  if (fine && info.container === 'webm' || fine && info.container === 'mp4' && info.layout === 'front') return { path, told: [] }
  const target = join(into, 'film.mp4')
  const told = toldOf(info, plan, fine)
  if (await isThere(target)) return { path: target, told }
  if (fine && info.container === 'mp4' && info.layout === 'end') {
    await copyInFront(source, target, hooks)
    return { path: target, told }
  }
  const input = openInput(source)
  const seconds = info.durationSeconds
  try {
    await writeMp4({ path: target, roomBytes: roomFor(info, plan), signal: hooks.signal }, (output) =>
      remux({ input, output, plan, fromSeconds: 0, signal: hooks.signal, onTime: (at) => hooks.onProgress(seconds === null ? 0 : Math.min(1, at / seconds)) }))
  } finally {
    input.dispose()
  }
  return { path: target, told }
}

async function copyInFront(source: OpenFile, target: string, { signal, onProgress }: PrepareHooks): Promise<void> {
  await copyWithMoovInFront(source, await readMp4(source), `${target}.part`, { signal, onBytes: (bytes) => onProgress(bytes / source.sizeBytes) })
  await rename(`${target}.part`, target)
}

/** Of a description: about 24 bytes a picture, 12 a piece of sound; what it does not take is 16 MB of an evening's film at most. */
function roomFor({ durationSeconds, video, sizeBytes }: MediaInfo, { audio }: TrackPlan): number {
  const seconds = durationSeconds ?? sizeBytes / limits.mediaSlowBytesPerSecond
  const perSecond = Math.min(240, (video[0]?.frameRate ?? 60) * 1.1) * 24 + audio.length * 50 * 12
  return Math.ceil(Math.min(limits.mediaMoovBytesMax, 65_536 + seconds * perSecond))
}

function toldOf({ container, layout }: MediaInfo, plan: TrackPlan, fine: boolean): readonly string[] {
  const rewritten = container !== 'mp4' || layout === 'fragmented' ? [`Rewritten as MP4 with the same picture${container === 'mp4' ? ', so that one can seek in it' : ''}.`] : fine ? ['Its description was put in front, so that it plays at once.'] : []
  const made = plan.audio.filter(({ how }) => how === 'made-aac').map(({ track }) => `Its sound (${track.codec}${track.language === null ? '' : `, ${track.language}`}) was made AAC in two channels.`)
  return [...rewritten, ...made, ...plan.left.map(({ id, why }) => `Track ${id} was left out: ${why}`)]
}

/** A rewritten film that is shorter than it was lost its end to damage. */
function assertWhole(before: MediaInfo, after: MediaInfo): void {
  const [expected, found] = [before.durationSeconds, after.durationSeconds]
  if (expected !== null && (found ?? 0) < expected * limits.mediaWholeShare - 2) throw new MediaError('TRUNCATED', `This film is damaged: of ${Math.round(expected)} seconds only ${Math.round(found ?? 0)} could be read.`)
}

async function probeAt(path: string, signal: AbortSignal): Promise<MediaInfo> {
  const source = await openByteSource(path)
  try {
    return await probe(source, signal)
  } finally {
    await source.close()
  }
}

/** Written under another name until it is whole. */
const isThere = (path: string): Promise<boolean> => access(path).then(() => true, () => false)
