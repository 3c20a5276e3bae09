/** What of a whole season's release is of one episode, by the names its NZB tells: only that is fetched, so that a season of jobs fetches the release once between them. Pure. */

import type { Playable } from '../domain/playable.ts'
import { parseRelease } from '../server/releases/parse-release.ts'
import { isBeside } from './is-beside.ts'

/** `S01E02` and `1x02`: anything less may be the number of a volume. */
const CODE = /(?<![a-z\d])(?:s\d{1,4}[ ._-]?e\d{1,4}|\d{1,2}x\d{2,4})(?!\d)/i
/** What archives, recovery data and slices have behind the name that they share. */
const OF_A_SET = /(?:\.part\d+\.rar|\.vol\d+[+-]\d+\.par2|\.(?:rar|[r-z]\d\d|par2|sfv|nfo|7z|zip|(?:7z\.)?\d{3}))$/i
const PAR2 = /\.par2$/i

/**
 * Undefined where the names do not tell it apart: they name no other episode, or not this one, or are hidden. Recovery data of all together
 * is left out: it mends nothing where most of what it is of is not there.
 */
export function partOfPack<File extends { readonly name: string | null }>(files: readonly File[], wanted: Playable): readonly File[] | undefined {
  if (wanted.mediaType === 'movie') return undefined
  const parsed = new Map<string, ReturnType<typeof numberingOf>>()
  const numbered = files.flatMap((file) => {
    const name = file.name ?? ''
    const stem = name.replace(OF_A_SET, '')
    if (!parsed.has(stem)) parsed.set(stem, numberingOf(stem))
    const numbering = parsed.get(stem)
    return numbering ? [{ file, name, ...numbering }] : []
  })
  const isIts = ({ seasons, episodes }: (typeof numbered)[number]) => seasons.includes(wanted.season) && episodes.includes(wanted.episode)
  const own = numbered.filter((each) => isIts(each) && each.seasons.length === 1 && each.episodes.length === 1)
  const hasFilm = own.some(({ name }) => !PAR2.test(name) && !isBeside(name))
  return hasFilm && numbered.some((each) => !isIts(each)) ? own.map(({ file }) => file) : undefined
}

function numberingOf(stem: string): { readonly seasons: readonly number[]; readonly episodes: readonly number[] } | undefined {
  if (!CODE.test(stem)) return undefined
  const { seasons, episodes } = parseRelease(stem, { kind: 'tv' }).numbering
  return seasons.length > 0 && episodes.length > 0 ? { seasons, episodes } : undefined
}
