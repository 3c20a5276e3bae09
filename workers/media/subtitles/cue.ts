/** One subtitle, and a file of them as browsers read it: WebVTT (https://www.w3.org/TR/webvtt1/). Pure. */

export interface Cue {
  readonly startMs: number
  /** Null where nobody says. */
  readonly endMs: number | null
  /** WebVTT's own cue text: escaped, with its tags. */
  readonly text: string
  /** Where on the picture, in WebVTT's words. */
  readonly settings: string
}

/** What nobody ended is shown so long, or until the next one. */
const SHOWN_MS = 5_000

export function writeWebVtt(cues: readonly Cue[]): string {
  const inOrder = [...cues].filter(({ text }) => text !== '').sort((a, b) => a.startMs - b.startMs)
  const blocks = inOrder.map(({ startMs, endMs, text, settings }, index) => {
    const next = inOrder[index + 1]
    const end = endMs !== null && endMs > startMs ? endMs : Math.min(startMs + SHOWN_MS, Math.max(next?.startMs ?? Infinity, startMs + 500))
    return `${timeOf(startMs)} --> ${timeOf(end)}${settings === '' ? '' : ` ${settings}`}\n${text}\n`
  })
  return ['WEBVTT\n', ...blocks].join('\n')
}

function timeOf(ms: number): string {
  const whole = Math.round(ms)
  const part = (value: number, digits: number) => String(value).padStart(digits, '0')
  return `${part(Math.floor(whole / 3_600_000), 2)}:${part(Math.floor(whole / 60_000) % 60, 2)}:${part(Math.floor(whole / 1_000) % 60, 2)}.${part(whole % 1_000, 3)}`
}

/** A text of another format: `<` and `&` are itself in it. Lines without anything would end the cue. */
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export const withoutEmptyLines = (text: string): string => text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.trim()).filter((line) => line !== '').join('\n')

/** Tags that are opened and not closed, or the other way round, made whole: `i`, `b` and `u`, in the order they were opened. */
export function balanced(parts: readonly (string | { readonly tag: 'i' | 'b' | 'u'; readonly on: boolean })[]): string {
  const open: string[] = []
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') text += part
    else if (part.on && !open.includes(part.tag)) {
      open.push(part.tag)
      text += `<${part.tag}>`
    } else if (!part.on && open.includes(part.tag)) {
      const at = open.indexOf(part.tag)
      const inner = open.slice(at + 1)
      text += `${[...inner].reverse().map((tag) => `</${tag}>`).join('')}</${part.tag}>${inner.map((tag) => `<${tag}>`).join('')}`
      open.splice(at, 1)
    }
  }
  return text + open.reverse().map((tag) => `</${tag}>`).join('')
}
