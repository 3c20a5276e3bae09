/** What the name of a subtitle file beside a film says: `Film.2020.pt-BR.forced.srt`, `Subs/2_English.srt`. Pure. */

import { languageNamed, languageTag } from '../language-tags.ts'

export interface SubtitleName {
  readonly language: string | null
  readonly forced: boolean
  readonly hearingImpaired: boolean
  /** What else it says, for people. */
  readonly name: string | null
}

export const isSubtitleFile = (path: string): boolean => /\.(?:srt|ass|ssa|vtt)$/i.test(path)

/** `film` is the film's own file name, whose words say nothing about the subtitles. */
export function readSubtitleName(path: string, film: string): SubtitleName {
  const base = withoutExtension(path)
  const own = withoutExtension(film)
  const rest = base.toLowerCase().startsWith(own.toLowerCase()) ? base.slice(own.length) : base.split(/[._ ]/).slice(-3).join('.')
  const words = rest.split(/[._ ()[\]]+/).filter((word) => word !== '')
  const forced = words.some((word) => /^(?:forced|foreign)$/i.test(word))
  const named = languageNamed(rest)
  const tags = words.flatMap((word) => /^[a-z]{2,3}(?:-[a-z]{2,4}|-\d{3})?$/i.test(word) && !/^(?:sdh|cc|sub|subs|srt)$/i.test(word) ? [languageTag(word)] : []).filter((tag) => tag !== null && isSpoken(tag))
  // `hi` is Hindi, unless another language is named: then it is for the hearing-impaired.
  const others = tags.filter((tag) => tag !== 'hi')
  const language = named ?? others[0] ?? tags[0] ?? null
  const hearingImpaired = words.some((word) => /^(?:sdh|cc|hoh)$/i.test(word)) || tags.includes('hi') && (others.length > 0 || named !== null && named !== 'hi')
  return { language, forced, hearingImpaired, name: null }
}

/** Two or three letters may be any word: only what has a name of its own is a language. */
const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
const isSpoken = (tag: string) => NAMES.of(tag) !== undefined

const withoutExtension = (path: string) => path.split(/[/\\]/).at(-1)!.replace(/\.[^.]{1,5}$/, '')
