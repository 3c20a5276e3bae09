/** Which part of a title is the name, and which the episode's own title. */

import { isLanguage } from './languages.ts'
import type { Names } from './read-name.ts'
import { cleanTitle, readNames } from './read-name.ts'
import type { TitleParts } from './title-parts.ts'
import { endOfName } from './title-parts.ts'

/** Episodes without numbers, as lists of anime tell them. */
export const SPECIAL = /[ ._-]+(?:special|ova|ovd|oav|ncop|nced)\d?(?![\p{L}\d])/iu
/** Where only these stand, and languages, no title does. */
const NO_TITLE = /(?<!\p{L})(?:dub(?:bed|s)?|sub(?:bed|s|titles?)?|legendado|dublado|multi|proper|repack|rerip|internal|batch|^end|^fin)(?!\p{L})/giu

interface Chosen { readonly names: Names; readonly episodeTitle: string | null }

export function chooseNames(parts: TitleParts): Chosen {
  const episodeTitle = episodeTitleOf(parts)
  const behind = namedBehind(parts, episodeTitle)
  if (behind !== null) return behind
  const names = inOtherScript(parts) ?? withoutPart(parts) ?? withItsYear(withItsRun(readNames(nameText(parts), parts.numbering.span === null), parts), parts)
  return { names, episodeTitle }
}

/** "Show S2 - 07": who counts through the second run calls it so, and so do lists of anime. */
function withItsRun(names: Names, { text, kind, numbering: { span, seasons, absolute }, leading }: TitleParts): Names {
  if (kind !== 'tv' || span === null || seasons.length !== 1 || absolute.length !== 1) return names
  const run = /^[ ._]*(s\d{1,2})[ ._\]]*(?:-|\[|[ ](?=\d{3}))[ ._]*(?:ep)?\d/i.exec(text.slice(span.start, span.end))?.[1]
  return run === undefined || names.name === '' ? names : { ...names, name: `${names.name} ${leading === null ? run : run.replace(/^(s)0/i, '$1')}` }
}

/** "Series (2010) - S01E01": so a library names a file, and there the year is part of the series' name, as in the catalogue. */
function withItsYear(names: Names, { text, kind, end, year, numbering }: TitleParts): Names {
  const catalogued = kind === 'tv' && year !== null && names.name !== '' && numbering.span !== null && text[end - 1] === '(' && /^\d{4}(?:\) - |\) Episode|\/S)/u.test(text.slice(end, end + 16))
  return catalogued ? { name: `${names.name} (${year})`, alternatives: [...names.alternatives, names.name] } : names
}

/** "12 - Tari Tari", "003. Show - Title": of a file that lies nowhere and begins with its number, the name stands behind. */
function namedBehind({ start, numbering: { span, absolute }, alone }: TitleParts, told: string | null): Chosen | null {
  if (!alone || span === null || absolute.length === 0 || span.start > start + 1 || told === null) return null
  const [name, ...title] = told.split(' - ')
  return { names: readNames(name!), episodeTitle: title.join(' - ') || null }
}

/** "Имя (S2E1) / Name (S2E1)": each name has the numbers behind it. */
function inOtherScript({ text, numbering }: TitleParts): Names | null {
  const other = numbering.span === null ? undefined : /^[^/]{0,12}\) \/ ([^/()]{3,80}) \(s\d{1,2}e\d/iu.exec(text.slice(numbering.span.end))?.[1]
  return other === undefined || !/\p{Script=Latin}/u.test(other) ? null : { name: readNames(other).name, alternatives: [readNames(text.slice(0, numbering.span!.start)).name] }
}

/** "Film Part III": where no year is told, a catalogue may count the parts or name each by its number; both are tried. */
function withoutPart({ text, start, end, kind, year }: TitleParts): Names | null {
  const whole = kind === 'movie' && year === null ? cleanTitle(text.slice(start, end)) : ''
  const name = /^(.{3,}?)[ ](?:part|pt)[ ](?:\d{1,2}|[ivx]{1,4})(?![\p{L}\d])/iu.exec(whole)?.[1]
  return name === undefined ? null : { name, alternatives: [whole] }
}

/** Without the day it was on, as Asian stations write it before the name: "221208 Show ep34". */
function nameText({ text, start, end, kind, leading, numbering }: TitleParts): string {
  const own = text.slice(start, end)
  // "[Group] Show - NCED", "[Group] Show OVA - Title": a list of anime tells what kind of special it is behind the name.
  const special = kind === 'tv' && leading !== null && numbering.span === null ? SPECIAL.exec(own) : null
  if (special !== null && special.index > 1) return own.slice(0, special.index)
  return kind === 'tv' && numbering.span !== null ? own.replace(/^\d{6}[ .-]+(?=\p{L})/u, '') : own
}

/** What stands between the numbers and the description. */
function episodeTitleOf({ text, start, end, numbering, signs }: TitleParts): string | null {
  if (numbering.span === null || numbering.episodes.length === 0 && numbering.airDate === null) return null
  const from = numbering.span.end
  const to = endOfName(text, from - 2, signs, [])
  const told = text.slice(from, Math.max(from, to)).replace(/^v\d/, '').replace(/^[ ._)\]-]+/, '').replace(/^(?:of\d{1,2}[ ._])?\d{1,2}of\d{1,2}[ ._](?:ep[ ._])?|^(?:of|из)[ ._]?\d{1,3}(?!\d)/iu, '')
  // "Title (Part III)", "Title ( its translation )", "Title German Sub"
  const title = cleanTitle(told.replace(/(?<=\S)[ ._]*\([^()]{1,60}\)[ ._-]*$/u, ''))
  const own = title.replace(NO_TITLE, ' ').trim()
  if (own === '' || isLanguage(own)) return null
  const name = readNames(text.slice(start, end)).name
  return (name !== '' && title.startsWith(`${name} - `) ? title.slice(name.length + 3) : title) || null
}
