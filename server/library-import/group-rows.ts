/** The rows of an export by the title they speak of: what is looked for once, and fixed by hand once. */

import type { ImportedIds, ImportedRow } from '../../domain/library-import/imported-row.ts'
import type { MediaType } from '../../domain/title.ts'

/** A title as the export names it. */
export interface GivenTitle {
  readonly ids: ImportedIds
  readonly mediaType: MediaType | null
  readonly title: string | null
  readonly year: number | null
  /** It is an episode whose series is not named. */
  readonly episode: boolean
}

export interface TitleGroup { readonly given: GivenTitle; readonly rows: readonly ImportedRow[]; readonly lists: readonly string[] }

/**
 * In the order in which they come first. One file names a title by number, the next one by name and year: rows are of one title where
 * they share a number of it, or else kind, name and year.
 */
export function groupRows(rows: readonly ImportedRow[]): readonly TitleGroup[] {
  const groups: { given: GivenTitle; readonly rows: ImportedRow[] }[] = []
  const found = new Map<string, number>()
  for (const row of rows) {
    const keys = keysOf(row)
    const at = keys.map((key) => found.get(key)).find((index) => index !== undefined) ?? groups.length
    const group = groups[at]
    if (group) {
      group.given = merged(group.given, row)
      group.rows.push(row)
    } else {
      groups.push({ given: givenBy(row), rows: [row] })
    }
    for (const key of keys) if (!found.has(key)) found.set(key, at)
  }
  return groups.map(({ given, rows }) => ({ given, rows, lists: [...new Set(rows.flatMap(({ facts }) => facts.flatMap((fact) => fact.kind === 'listed' ? fact.list : [])))] }))
}

function givenBy(row: ImportedRow): GivenTitle {
  const { ids, mediaType, title, year } = row
  return { ids, mediaType, title, year, episode: isLoneEpisode(row) }
}

function merged(given: GivenTitle, row: ImportedRow): GivenTitle {
  return {
    ids: { ...row.ids, ...given.ids }, mediaType: given.mediaType ?? row.mediaType, title: given.title ?? row.title, year: given.year ?? row.year,
    episode: given.episode && isLoneEpisode(row),
  }
}

const isLoneEpisode = ({ ids, title, episodeIds }: ImportedRow): boolean => episodeIds !== null && title === null && Object.keys(ids).length === 0

/** TMDB numbers films and series apart; a row without its kind is one of its own. */
function keysOf(row: ImportedRow): readonly string[] {
  const { ids: { tmdb, imdb, tvdb }, mediaType, title, year, episodeIds } = row
  return [
    ...tmdb === undefined || mediaType === null ? [] : [`tmdb ${mediaType} ${tmdb}`],
    ...imdb === undefined ? [] : [`imdb ${imdb}`],
    ...tvdb === undefined ? [] : [`tvdb ${mediaType} ${tvdb}`],
    ...title === null ? [] : [`name ${mediaType} ${year} ${title.toLowerCase()}`],
    ...isLoneEpisode(row) ? [`episode ${episodeIds!.tmdb} ${episodeIds!.imdb} ${episodeIds!.tvdb}`] : [],
  ]
}
