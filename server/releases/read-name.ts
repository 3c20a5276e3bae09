/** The film's or series' own name: what stands before the first thing that is not part of it. */

export interface Names { readonly name: string; readonly alternatives: readonly string[] }

/** "James_Bond-f21-Casino_Royale" names the film behind its number. */
const SERIES_OF_FILMS = /^[^-]{2,60}-f\d{1,2}-/u
/** "Film-x02-Stunts" is an extra of the film. */
const EXTRA_OF_DISC = /-x\d{2}-.*$/u
const CYRILLIC = /[\u0400-\u04ff]/
const LATIN = /\p{Script=Latin}/u
const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/

/** "A.Name" to "A Name"; single letters keep their dots: S.W.A.T., V.H.S. 2. */
export function cleanTitle(raw: string): string {
  const dotted = !/[^ ] [^ ]/.test(raw.trim())
  const acronyms = dotted ? raw.replace(/(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])\.?/gu, (match) => `${match.replaceAll('.', '\u0001')}${match.endsWith('.') ? ' ' : ''}`).replace(/(?<=\D\.\d)\.0(?=\.?$)/, '\u00010') : raw
  const spaced = (dotted ? acronyms.replaceAll('.', ' ') : raw.replace(/\.(?=\S)(?<=[^\s.]{3,}\.)(?=\p{L}{3,}\.)/gu, ' ')).replaceAll('\u0001', '.')
  return trimmed(spaced.replace(/[\[(【{][^\])】}]*$/u, '').replace(/(?:\s*\[[^\]]*\]|\s*\(complete[^)]*\)|\sv\d)+\s*$/iu, '').replace(/\(\s*\)/g, ''))
}

/** The name of a film or series: without the words that count its seasons. */
function cleanName(raw: string): string {
  return trimmed(cleanTitle(raw).replace(/[ ]*\((?:US|UK|AU|NZ|CA|IE)\)$/u, '').replace(/[ .](?:\d(?:st|nd|rd|th)[ .]?)?(?:ep|season|seasons|full series|(?:the )?complete(?: series)?|(?:\d)(?:st|nd|rd|th))[ .]*$/iu, ''))
}

const trimmed = (text: string) => text.replace(/^\(\d\)(?=\p{Lu})|[<>]/gu, '').replace(/^[\s\-–—_,:;|/\])}]+|[\s\-–—_,:;|/\[({~*★]+$/gu, '').replace(/\s*[★☆]\s*/g, ' ').replace(/\s+/g, ' ').replace(/(?<!(?<![\p{L}\p{N}])\p{L})(?<![.])\.$/u, '').trim()

export function readNames(given: string, film = false): Names {
  const whole = given.replace(SERIES_OF_FILMS, '').replace(EXTRA_OF_DISC, '')
  const framed = /^[ .]*[\[【★]/u.test(whole) ? bracketedName(whole) : whole
  const raw = CYRILLIC.test(framed) ? withoutPeople(framed) : framed
  const parts = raw.split(/ \/ |(?<=\))\/| \| |\/(?=[ ]?\p{Lu})(?<=\p{L}\/)/u).map((part) => cleanName(withoutForeignBrackets(part))).filter((part) => part !== '')
  const latin = parts.filter((part) => LATIN.test(part) && !CYRILLIC.test(part) && !CJK.test(part))
  const fitting = latin.length > 0 && latin.length < parts.length ? latin : parts
  // Behind an upright stroke stands who shows it, or the name in another language.
  const kept = raw.includes(' | ') ? fitting.slice(0, 1) : fitting
  const aka = kept.join(' / ').split(/ a\.?k\.?a\.? /i)
  const name = withoutOtherScripts(aka[0]!.trim())
  const other = film ? /^(.*\p{L}.*?)[ ]\((\p{Lu}[^()]{5,80})\)$/u.exec(name) : null
  // "Nom (Its Other Name)"
  if (other) return { name: other[1]!, alternatives: [other[2]!, ...aka.slice(1).map((each) => each.trim())] }
  return { name: name || aka[0]!.trim(), alternatives: aka.slice(1).map((each) => each.trim()) }
}

/** "Бастер / Buster (Дэвид Грин / David Green)": behind the names stands who made it. Alone in brackets, a Latin name is the original one. */
function withoutPeople(text: string): string {
  // "Имя (Режиссёр / Director)"
  const named = text.replace(/\([^()/]*\p{Script=Cyrillic}[^()/]* \/ [^()/]*\)?[ .[]*$/u, ' ')
  if (named !== text && !LATIN.test(named)) return named
  if (/ \/ .*\(/u.test(text)) return text.replace(/\([^()]*(?:\([^()]*\)[^()]*)*\)?/gu, ' ')
  const original = /\(([^()]*)\)[ .]*$/u.exec(text)?.[1]
  return original !== undefined && LATIN.test(original) && !CYRILLIC.test(original) && !LATIN.test(text.slice(0, text.lastIndexOf('('))) ? original : text
}

/** "[影][Name][2019]": of the brackets, the first that holds a Latin name; else the first that is not a tag. */
function bracketedName(whole: string): string {
  // "[Group] [Tag] Name": a name that stands open needs no brackets.
  const open = /^(?:[ ._]*\[[^\]]{1,40}\])+[ ._]*(?=[\p{L}\d])([^\[\]【】]{4,})$/u.exec(whole)?.[1]
  if (open !== undefined && LATIN.test(open)) return open
  const parts = whole.split(/[\[\]【】]+/u).map((part) => part.trim()).filter((part) => part.length > 1 && !/^(?:国漫|\d+|\d{3,4}p|★.*|\d{1,2}月新番)$/iu.test(part))
  const latin = parts.filter((part) => LATIN.test(part))
  // The Latin name stands behind the Chinese one; what stands before both names another group.
  return latin.find((part) => CJK.test(parts[parts.indexOf(part) - 1] ?? '') && !CJK.test(part)) ?? latin.find((part) => !CJK.test(part)) ?? latin[0] ?? parts[0] ?? whole
}

const withoutForeignBrackets = (part: string) => part.replace(/[\[【](?:国漫|[^\]】]{0,20}字幕[^\]】]{0,20}|\d{1,2}月[^\]】]{0,12})[\]】]/gu, ' ')

/** A name given in two scripts without a sign between them: the Latin one is what catalogues are asked for. */
function withoutOtherScripts(name: string): string {
  if (!CJK.test(name) || !LATIN.test(name)) return name
  const latin = name.replace(/^[^\p{Script=Latin}]*[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^\p{Script=Latin}]*[ .]+/u, '').trim()
  if (/\p{Script=Latin}{3,}/u.test(latin) && !CJK.test(latin)) return latin.replace(/^[.\s]+/, '')
  // "Anime Series 海賊王"
  return /^(\p{Script=Latin}[^\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{4,}?)[ ]+[\u3040-\u30ff\u3400-\u9fff]+$/u.exec(name)?.[1] ?? name
}
