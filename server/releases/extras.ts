/** Seldom told: volumes, a disc's region, what kind of programme, and catalogue numbers written into the title. */

import { range, wordPattern } from './find-tags.ts'

export interface Extras {
  readonly volumes: readonly number[]
  readonly region: string | null
  readonly tmdbId: number | null
  readonly imdbId: string | null
  readonly documentary: boolean
  readonly ppv: boolean
  readonly special: boolean
  readonly partialSeason: boolean
}

const VOLUMES = /(?<!\p{L})vol(?:ume)?s?[ .]{0,2}(\d{1,3})(?:[ ]?[&-][ ]?(\d{1,3}))?(?!\d)/iu
const REGION = /(?<!\p{L})(?:dvd)?(R[0-9]J?)(?![\p{L}\d])/iu
const TMDB = /tmdb(?:id)?[-=: ]{1,2}(\d{1,9})/i
const IMDB = /(?<![a-z\d])tt\d{7,9}(?!\d)/i
const DOCUMENTARY = wordPattern('documentary|docu|doku')
const PPV = wordPattern('ppv')
const SPECIAL = wordPattern('ova|ovd|oad|nced\\d?|ncop\\d?|specials?')
const PARTIAL = /(?<!\p{L})(?:vol|part|p)[ .]?\d{1,2}(?!\d)/iu

/** A volume that is part of the film's own name has the year behind it; `tags` is what follows name and year. */
export function readExtras(text: string, tags: string, year: number | null, wholeSeason: boolean): Extras {
  const volumes = year === null ? VOLUMES.exec(text) : null
  const tmdb = TMDB.exec(text)?.[1]
  return {
    volumes: volumes ? range(Number(volumes[1]), Number(volumes[2] ?? volumes[1])) : [], region: REGION.exec(tags)?.[1]?.toUpperCase() ?? null,
    tmdbId: tmdb === undefined ? null : Number(tmdb), imdbId: IMDB.exec(text)?.[0].toLowerCase() ?? null, documentary: tags.search(DOCUMENTARY) >= 0, ppv: text.search(PPV) >= 0,
    special: text.search(SPECIAL) >= 0, partialSeason: wholeSeason && PARTIAL.test(tags),
  }
}
