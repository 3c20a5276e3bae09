/** Samples of MP4's own subtitles: 3GPP timed text (TS 26.245) and WebVTT in boxes (ISO/IEC 14496-30). Pure. */

import type { Cue } from './cue.ts'
import { balanced, escaped, withoutEmptyLines } from './cue.ts'
import { settingsOf, textOfWebVtt } from './parse-webvtt.ts'

/** An empty text ends the one before it, and is none itself. */
export function textOfTimedText(sample: Uint8Array): string {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength)
  if (sample.length < 2) return ''
  const end = Math.min(sample.length, 2 + view.getUint16(0))
  const bytes = sample.subarray(2, end)
  const utf16 = bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : null
  const letters = [...new TextDecoder(utf16 ?? 'utf-8').decode(bytes)]
  const parts: (string | { tag: 'i' | 'b' | 'u'; on: boolean })[] = []
  let at = 0
  for (const { from, to, faces } of stylesIn(view, end)) {
    if (from < at || to <= from) continue
    parts.push(escaped(letters.slice(at, from).join('')))
    const tags = (['b', 'i', 'u'] as const).filter((_, bit) => faces >> bit & 1)
    parts.push(...tags.map((tag) => ({ tag, on: true })), escaped(letters.slice(from, to).join('')), ...tags.map((tag) => ({ tag, on: false })))
    at = to
  }
  parts.push(escaped(letters.slice(at).join('')))
  return withoutEmptyLines(balanced(parts))
}

/** `styl`: a count, then for each the letters it goes for, a font, and its faces. */
function *stylesIn(view: DataView, from: number): Generator<{ from: number; to: number; faces: number }> {
  for (let at = from; at + 10 <= view.byteLength;) {
    const size = view.getUint32(at)
    if (size < 8) return
    if (view.getUint32(at + 4) === 0x7374796c) {
      for (let entry = at + 10, left = view.getUint16(at + 8); left > 0 && entry + 12 <= Math.min(view.byteLength, at + size); left--, entry += 12) {
        yield { from: view.getUint16(entry), to: view.getUint16(entry + 2), faces: view.getUint8(entry + 6) }
      }
    }
    at += size
  }
}

/** One sample may hold several cues that are seen at once, or none. */
export function cuesOfWebVttSample(sample: Uint8Array): readonly Pick<Cue, 'text' | 'settings'>[] {
  const cues: Pick<Cue, 'text' | 'settings'>[] = []
  for (const { type, content } of boxesIn(sample)) {
    if (type !== 'vttc') continue
    const parts = [...boxesIn(content)]
    const part = (name: string) => new TextDecoder().decode(parts.find((each) => each.type === name)?.content)
    cues.push({ text: textOfWebVtt(part('payl')), settings: settingsOf(part('sttg')) })
  }
  return cues
}

function *boxesIn(bytes: Uint8Array): Generator<{ type: string; content: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = view.getUint32(at)
    if (size < 8) return
    yield { type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), content: bytes.subarray(at + 8, Math.min(bytes.length, at + size)) }
    at += size
  }
}
