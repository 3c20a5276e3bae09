/** What the folders above a file say where its own name says nothing: libraries keep name and year, season, or the whole release's title there. */

import type { ParsedRelease } from './parse-release.ts'

const SEASON_FOLDER = /^(?:seasons?|saison|staffel|temporada|stagione|s)[ ._]{0,2}(\d{1,2})(?!\d)/iu
const SPECIALS_FOLDER = /^specials?$/iu
/** Where films and series lie in general. */
const SHELF = /^(?:movies?|films?|series|tv|tv[ _]?(?:shows?|series|drop)|shows?|videos?|anime|media|downloads?|unsorted|test|completed?|temp|mnt|volumes?|folder|[a-z]:?|season)$/iu
const LEADING_EPISODE = /^(?:e|ep|eps|episode|folge)?[ ._]{0,2}(\d{1,3})(?:-(?:e)?(\d{1,3}))?(?![\d\p{L}]|[ ._]?of)/iu
const WITHIN_EPISODE = /\[(\d{1,2})(\d{2})\]/u

/** `folders` from the nearest on; `parse` reads one of them. */
export function withFolders(own: ParsedRelease, file: string, folders: readonly string[], parse: (folder: string) => ParsedRelease): ParsedRelease {
  const season = seasonOf(folders[0])
  const telling = folders.slice(season === null ? 0 : 1).filter((folder) => !SHELF.test(folder.trim()))[0]
  const above = telling === undefined ? null : parse(telling)
  const numbered = season === null ? own : inSeason(own, file, season)
  const nameless = own.name === '' || season !== null && own.numbering.seasons.length === 0
  return above === null ? numbered : filledFrom(numbered, above, nameless && above.name !== '')
}

function seasonOf(folder: string | undefined): number | null {
  if (folder === undefined) return null
  if (SPECIALS_FOLDER.test(folder)) return 0
  const stated = SEASON_FOLDER.exec(folder)?.[1]
  return stated === undefined ? null : Number(stated)
}

function inSeason(own: ParsedRelease, file: string, season: number): ParsedRelease {
  if (own.numbering.seasons.length > 0) return own
  const within = WITHIN_EPISODE.exec(file)
  const leading = LEADING_EPISODE.exec(file)
  const episodes = within !== null && Number(within[1]) === season ? [Number(within[2])]
    : own.numbering.episodes.length > 0 && !/^\d/.test(file) ? own.numbering.episodes
    : leading === null ? own.numbering.episodes
    : Array.from({ length: Math.max(1, Number(leading[2] ?? leading[1]) - Number(leading[1]) + 1) }, (_, step) => Number(leading[1]) + step)
  return { ...own, numbering: { ...own.numbering, seasons: [season], episodes, absolute: [] }, fullSeason: false }
}

/** A file's own word counts; a folder's fills the blanks. */
function filledFrom(own: ParsedRelease, above: ParsedRelease, named: boolean): ParsedRelease {
  return {
    ...own, name: named ? above.name : own.name, year: own.year ?? above.year, resolution: own.resolution ?? above.resolution,
    source: own.source === 'unknown' ? above.source : own.source, sourceTag: own.sourceTag ?? above.sourceTag, videoCodec: own.videoCodec ?? above.videoCodec,
    bitDepth: own.bitDepth ?? above.bitDepth, audio: own.audio.length > 0 ? own.audio : above.audio, channels: own.channels.length > 0 ? own.channels : above.channels,
    languages: own.languages.audio.length > 0 || own.languages.subtitles.length > 0 ? own.languages : above.languages,
    network: own.network ?? above.network, complete: own.complete || above.complete,
  }
}
