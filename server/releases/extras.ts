/** Seldom told: volumes, a disc's region, what kind of programme, and catalogue numbers written into the title. */

import { range, unique, wordPattern } from './find-tags.ts'

export interface Extras {
  readonly volumes: readonly number[]
  readonly region: string | null
  readonly tmdbId: number | null
  readonly imdbId: string | null
  readonly documentary: boolean
  readonly ppv: boolean
  readonly special: boolean
  readonly partialSeason: boolean
  /** Of a season that comes in two or more: "S07.Vol.1". */
  readonly seasonPart: number | null
  /** What comes beside a season: extras, subtitles alone. */
  readonly seasonExtra: boolean
  /** A season's special, which has no number of its own. */
  readonly possibleSpecial: boolean
  /** "Part III", "Part 1 and Part 2". */
  readonly parts: readonly number[]
  readonly discs: readonly number[]
  readonly cd: number | null
  /** "-x02-": the second extra of a disc; "-f21-": the twenty-first film of a series. */
  readonly bonus: number | null
  readonly film: number | null
  /** ISO 3166-1 alpha-2, of the names that tell a remake from what it was made after: "The Office (US)". */
  readonly country: string | null
  /** "1984-2021". */
  readonly years: string | null
  readonly converted: boolean
  readonly retail: boolean
}

const VOLUMES = /(?<!\p{L})vol(?:ume)?s?[ .]{0,2}(\d{1,3})(?:[ ]?[&-][ ]?(\d{1,3}))?(?!\d)/iu
const REGION = /(?<!\p{L})(?:dvd)?(R[0-9]J?)(?![\p{L}\d])/iu
const TMDB = /tmdb(?:id)?[-=: ]{1,2}(\d{1,9})/i
const IMDB = /(?<![a-z\d])tt\d{7,9}(?!\d)/i
const DOCUMENTARY = wordPattern('documentary|docu|doku')
const PPV = wordPattern('ppv|ufc~fight~night')
const SPECIAL = wordPattern('ova|ovd|oad|nced\\d?|ncop\\d?|specials?|(?<=\\[)sp(?=\\])')
const PARTIAL = /(?<!\p{L})(?:vol(?:ume)?|part|p)[ .]?\d{1,2}(?!\d)/iu

const NUMERALS = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii', 'xiv', 'xv']
const PART = /(?<![\p{L}\d])(?:part|pt|parte|teil)[ .]?(\d{1,2}|[ivx]{1,4})(?![\p{L}\d]|[ .]?of[ .]?\d)/giu
const DISCS = /(?<=s\d{1,2}[ .]?|season[ .]\d{1,2}[ .]|(?<!\p{L})dis[ck][ .]?)d?(\d{1,2})(?:-(\d{1,2}))?((?:&\d{1,2}){0,9})(?![\p{L}\d])(?<=d[\d&-]+|dis[ck][ .]?[\d&-]+)/iu
const CD = /(?<![\p{L}\d])cd[ .]?(\d)(?![\p{L}\d])/iu
const BONUS = /-x(\d{2})(?=-|$)/iu
const FILM = /-f(\d{1,2})(?=-|$)/iu
const COUNTRY = /(?<=[ .(])(US|UK|AU|NZ|CA|IE)(?=\)|[ .](?:[sS]\d|\d{1,2}x\d|(?:19|20)\d\d))/u
const YEARS = /(?<!\d)((?:19|20)\d\d-(?:19|20)\d\d)(?!\d)/u
const SEASON_PART = /(?<!\p{L})(?:vol(?:ume)?|part|p)[ .]?(\d{1,2})(?!\d)/iu
const SEASON_EXTRA = wordPattern('extras|subpack|bonus(?:~disc)?')
const CONVERTED = wordPattern('convert')
const RETAIL = wordPattern('retail')

/** A volume that is part of the film's own name has the year behind it; `tags` is what follows name and year. */
export function readExtras(text: string, tags: string, year: number | null, wholeSeason: boolean): Extras {
  const volumes = year === null ? VOLUMES.exec(text) : null
  const tmdb = TMDB.exec(text)?.[1]
  return {
    volumes: volumes ? range(Number(volumes[1]), Number(volumes[2] ?? volumes[1])) : [], region: REGION.exec(tags)?.[1]?.toUpperCase() ?? null,
    tmdbId: tmdb === undefined ? null : Number(tmdb), imdbId: IMDB.exec(text)?.[0].toLowerCase() ?? null, documentary: tags.search(DOCUMENTARY) >= 0, ppv: text.search(PPV) >= 0,
    special: text.search(SPECIAL) >= 0, partialSeason: wholeSeason && PARTIAL.test(tags), seasonPart: wholeSeason ? numberOf(SEASON_PART, tags) : null, seasonExtra: wholeSeason && tags.search(SEASON_EXTRA) >= 0,
    possibleSpecial: wholeSeason && tags.search(SPECIAL) >= 0, parts: unique([...text.matchAll(PART)].map(([, part]) => NUMERALS.indexOf(part!.toLowerCase()) + 1 || Number(part))).filter(Boolean),
    discs: discsOf(text), cd: numberOf(CD, text), bonus: numberOf(BONUS, text), film: numberOf(FILM, text), country: COUNTRY.exec(text)?.[1] ?? null, years: YEARS.exec(text)?.[1] ?? null,
    converted: tags.search(CONVERTED) >= 0, retail: tags.search(RETAIL) >= 0,
  }
}

function numberOf(pattern: RegExp, text: string): number | null {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? null : Number(found)
}

function discsOf(text: string): readonly number[] {
  const [, first, last, others = ''] = DISCS.exec(text) ?? []
  return first === undefined ? [] : [...range(Number(first), Number(last ?? first)), ...others.split('&').filter(Boolean).map(Number)]
}
