/** WebVTT as files hold it, made one that is nothing but cues. Pure. */

import type { Cue } from './cue.ts'
import { withoutEmptyLines } from './cue.ts'

const TIMES = /^\s*(?:(\d{2,}):)?(\d{2}):(\d{2})[.,](\d{3})\s*-->\s*(?:(\d{2,}):)?(\d{2}):(\d{2})[.,](\d{3})(?:\s+(.*))?$/

export function parseWebVtt(file: string): readonly Cue[] {
  const cues: Cue[] = []
  // Blocks end with an empty line; a comment or a style has no line of times.
  for (const block of file.replaceAll('\0', '\ufffd').replace(/\r\n?/g, '\n').split(/\n{2,}/)) {
    const lines = block.split('\n')
    const at = lines.findIndex((line) => line.includes('-->'))
    const match = at < 0 ? null : TIMES.exec(lines[at]!)
    if (!match || /^(?:NOTE|STYLE|REGION)\b/.test(lines[0]!)) continue
    cues.push({ startMs: msOf(match, 1), endMs: msOf(match, 5), text: withoutEmptyLines(lines.slice(at + 1).join('\n')), settings: settingsOf(match[9] ?? '') })
  }
  return cues
}

function msOf(match: RegExpExecArray, at: number): number {
  const [hours, minutes, seconds, ms] = match.slice(at, at + 4)
  return ((Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000 + Number(ms)
}

/** Regions are of the file that defines them. */
export const settingsOf = (text: string): string => text.trim().split(/\s+/).filter((setting) => /^(?:vertical|line|position|size|align):[\w.,%-]{1,40}$/.test(setting)).join(' ')

/** The text of a cue that came without its file: `-->` is the one thing that may not stand in it. */
export const textOfWebVtt = (text: string): string => withoutEmptyLines(text.replaceAll('-->', '--&gt;'))
