/** All texts of a film, from inside of it and from beside it, as WebVTT files. */

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { MediaInfo, SubtitleTrackInfo } from '../../../projections/wire-media.ts'
import { limits } from '../../../server/limits.ts'
import type { ByteSource } from '../byte-source.ts'
import { bounded, windowed } from '../byte-source.ts'
import { languageName } from '../language-tags.ts'
import { readMatroskaTexts } from '../matroska-texts.ts'
import { readMatroska } from '../matroska.ts'
import { stringOf } from '../ebml.ts'
import { readMp4 } from '../mp4.ts'
import { boxReader } from '../mp4-boxes.ts'
import { readTextSamples } from '../mp4-samples.ts'
import type { Cue } from './cue.ts'
import { writeWebVtt } from './cue.ts'
import { decodeText } from './decode-text.ts'
import type { AssStyles } from './parse-ass.ts'
import { cueOfBlock, parseAss, stylesOf } from './parse-ass.ts'
import { parseSrt, textOfSrt } from './parse-srt.ts'
import { parseWebVtt, settingsOf, textOfWebVtt } from './parse-webvtt.ts'
import { readSubtitleName } from './subtitle-name.ts'
import { cuesOfWebVttSample, textOfTimedText } from './timed-text.ts'

export interface PreparedSubtitle {
  readonly path: string
  readonly language: string | null
  readonly label: string
  readonly forced: boolean
  readonly hearingImpaired: boolean
}

type Described = Pick<SubtitleTrackInfo, 'language' | 'name' | 'forced' | 'hearingImpaired'>
interface Found extends Described { readonly cues: readonly Cue[] }

export interface ExtractOptions {
  readonly source: ByteSource
  readonly info: MediaInfo
  readonly film: string
  /** Paths of subtitle files. */
  readonly beside: readonly string[]
  readonly into: string
  readonly signal: AbortSignal
  onBytes?(bytes: number): void
}

/** Those without a single cue are left out. The same call again writes the same files. */
export async function extractSubtitles(options: ExtractOptions): Promise<readonly PreparedSubtitle[]> {
  const { into, info, beside, film } = options
  const inside = info.container === 'mkv' || info.container === 'webm' ? await fromMatroska(options) : info.container === 'mp4' || info.container === 'mov' ? await fromMp4(options) : []
  const found = [...inside]
  for (const path of beside.slice(0, limits.mediaTracksMax)) {
    const one = await fromFile(path, film)
    if (one) found.push(one)
  }
  const spoken = found.filter(({ cues }) => cues.length > 0)
  if (spoken.length === 0) return []
  await mkdir(into, { recursive: true })
  const prepared: PreparedSubtitle[] = []
  for (const [index, { cues, language, forced, hearingImpaired, name }] of spoken.entries()) {
    const path = join(into, `${index + 1}${language === null ? '' : `.${language}`}.vtt`)
    await writeFile(path, writeWebVtt(cues))
    prepared.push({ path, language, forced, hearingImpaired, label: labelOf({ language, name, forced, hearingImpaired }, index) })
  }
  return prepared
}

function labelOf({ language, name, forced, hearingImpaired }: Described, index: number): string {
  const said = name ?? (language === null ? `Subtitles ${index + 1}` : languageName(language))
  const marks = [...forced && !/forced/i.test(said) ? ['forced'] : [], ...hearingImpaired && !/\b(?:sdh|cc|hearing)\b/i.test(said) ? ['SDH'] : []]
  return marks.length === 0 ? said : `${said} (${marks.join(', ')})`
}

const TEXTS = ['srt', 'ass', 'ssa', 'webvtt', 'tx3g']
const wantedOf = (info: MediaInfo) => info.subtitles.filter((track) => TEXTS.includes(track.codec) && !track.protected)

async function fromMatroska({ source, info, signal, onBytes }: ExtractOptions): Promise<readonly Found[]> {
  const wanted = wantedOf(info)
  if (wanted.length === 0) return []
  const file = await readMatroska(source)
  const tracks = file.tracks.filter(({ number }) => wanted.some(({ id }) => id === number))
  const styles = new Map<number, AssStyles>(tracks.map(({ number, codecPrivate }) => [number, stylesOf(codecPrivate ? stringOf(codecPrivate) : '')]))
  const cues = new Map<number, Cue[]>(wanted.map(({ id }) => [id, []]))
  for await (const { trackNumber, startMs, durationMs, data, beside } of readMatroskaTexts(source, file, { tracks, signal, ...onBytes ? { onBytes } : {} })) {
    const { codec } = wanted.find(({ id }) => id === trackNumber)!
    const text = stringOf(data)
    const said = codec === 'srt' ? textOfSrt(text) : codec === 'webvtt' ? besideWebVtt(text, beside) : cueOfBlock(text, styles.get(trackNumber)!)
    cues.get(trackNumber)!.push({ startMs, endMs: durationMs === null ? null : startMs + durationMs, ...said })
  }
  return wanted.map((track) => ({ ...track, cues: cues.get(track.id)! }))
}

/** The first line beside a cue are its settings. */
const besideWebVtt = (text: string, beside: Uint8Array | null): Pick<Cue, 'text' | 'settings'> => ({ text: textOfWebVtt(text), settings: beside ? settingsOf(stringOf(beside).split('\n')[0] ?? '') : '' })

async function fromMp4({ source, info, signal }: ExtractOptions): Promise<readonly Found[]> {
  const wanted = wantedOf(info)
  if (wanted.length === 0) return []
  const file = await readMp4(source)
  // Many samples may be said to lie at one place: all of them together are bounded, not the file alone.
  const read = bounded(windowed(source, limits.mediaWindowBytes), { bytesMax: limits.mediaTextBytesMax, readsMax: Infinity, signal })
  const reader = boxReader(read, { boxesMax: limits.mediaElementsMax })
  const found: Found[] = []
  for (const track of wanted) {
    signal.throwIfAborted()
    const told = file.tracks.find(({ id }) => id === track.id)
    if (!told) continue
    const samples = await readTextSamples(reader, told, limits.mediaTextSamplesMax)
    found.push({
      ...track,
      cues: samples.flatMap(({ startSeconds, endSeconds, data }) => {
        const times = { startMs: startSeconds * 1_000, endMs: endSeconds * 1_000 }
        return track.codec === 'webvtt' ? cuesOfWebVttSample(data).map((cue) => ({ ...times, ...cue })) : [{ ...times, text: textOfTimedText(data), settings: '' }]
      }).filter(({ text }) => text !== ''),
    })
  }
  return found
}

async function fromFile(path: string, film: string): Promise<Found | undefined> {
  // What is larger is no text.
  if ((await stat(path)).size > limits.mediaSubtitleBytesMax) return undefined
  const named = readSubtitleName(path, film)
  const text = decodeText(new Uint8Array(await readFile(path)), named.language)
  const kind = basename(path).split('.').at(-1)!.toLowerCase()
  // Names lie about this, too.
  const cues = /^\ufeff?WEBVTT/.test(text) ? parseWebVtt(text) : /^\s*\[Script Info\]/im.test(text) || kind === 'ass' || kind === 'ssa' ? parseAss(text) : parseSrt(text)
  return { ...named, cues }
}
