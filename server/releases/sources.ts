/** Where a release was taken from: the words that say it. Within overlapping words the earlier line wins. */

import type { Found } from './find-tags.ts'
import { findAll, rulesOf, wordPattern } from './find-tags.ts'

export type Source = 'cam' | 'telesync' | 'telecine' | 'workprint' | 'screener' | 'dvd' | 'hddvd' | 'tv' | 'vhs' | 'webdl' | 'webrip' |
  'bluray' | 'digital-master' | 'unknown'
export type Modifier = 'remux' | 'brdisk' | 'rawhd' | 'screener' | 'regional'
export interface SourceWord { readonly source: Source; readonly tag: string }

const word = (source: Source, tag: string, pattern: string) => [{ source, tag }, pattern] as const

const SOURCES = rulesOf<SourceWord>([
  word('telesync', 'TeleSync', 'ts~screener'),
  word('screener', 'SCR', 'pre~hd~rip|(?:dvd|br|bd|web|hd)?~(?:scr|screener)'),
  word('telesync', 'TeleSync', '(?:hd|hq|new)?~(?:telesynch?|ts~rip)|hd~?ts|p~?dvd~rip|pre~dvd(?:~rip)?|pdvd'),
  word('telecine', 'TeleCine', '(?:hd|hq)?~telecine|hd~?tc'),
  word('cam', 'CAM', '(?:hd|hq)~?cam(?:~rip)?|cam~rip|s[ ._-]print'),
  word('workprint', 'WORKPRINT', 'workprint'),
  word('hddvd', 'HDDVD', 'hd~dvd(?:~rip)?|hddvdrip'),
  word('bluray', 'BluRay REMUX', '(?:uhd~)?blu~ray~remux|(?:uhd~)?bd~?remux|uhd~?remux'),
  word('bluray', 'BRRip', 'br~rip|br~mux'),
  word('bluray', 'BDRip', '(?:uhd~)?bd~(?:light~)?rip|bd~?light|bd~mux|blu~ray~rip|bd\\d{3,4}p?'),
  word('bluray', 'BDRip', 'bd'),
  word('bluray', 'UHDRip', 'uhd~rip'),
  word('bluray', 'BluRay', 'm?blu~ray~?(?:mux|rip|disc|disk|hd|\\d{3,4}p)?|bd(?:25|50|66|100)|bdiso|uhd~?2?bd|m~?blu~?ray|bd~?(?:us|gb|jp|ntsc|pal)'),
  word('webrip', 'WEB-DLRip', 'web~dl~rip'),
  word('webrip', 'WEBMux', 'web~mux'),
  word('webrip', 'WEBRip', 'web~u?hd~?rip|webrip\\d{3,4}p|web~rip|web~cap|vod~?rip'),
  word('webdl', 'WEB-DL', 'web~dl|web~u?hd|itunes~?hd|webdl|web~?dl\\d{3,4}p|(?:netflix|amazon|itunes|hulu|hbo~?max|disney)~u?hd|(?:amzn|nf|dp)~(?:uhd~)?(?=(?:2160|1080|720)p)|(?:web~)?dl~?mux|vod'),
  word('tv', 'HDTVRip', 'u?hd~?tv~?(?:rip|mux)'),
  word('tv', 'HDTV', '[au]?hd~?tv(?:~\\d{3,4}[pi])?|htdv'),
  word('tv', 'PDTV', 'ws~pdtv|pdtv(?:~rip)?'),
  word('tv', 'SDTV', 'sd~?tv'),
  word('tv', 'SATRip', '(?:dvb~|d)?sat~rip|ds~?r(?:ip)?|dth~?rip'),
  word('tv', 'TVRip', '(?:d|i|hd|dv)?tv~rip|dvb~?(?:rip|t|c)?|dtt~?rip|tvmux'),
  word('tv', 'PPVRip', 'ppv~?(?:rip|hd)'),
  word('dvd', 'DVDRip', 'dvd~?mux|dvd~?rip|dvd~?rip~hd'),
  word('dvd', 'DVD', 'm?dvd~?r|(?:full~)?\\d?dvd~?[59]?|dvd~?r\\d?|(?:ntsc|pal)~dvd|xvidvd'),
  word('vhs', 'VHSRip', 'vhs~rip'),
  word('vhs', 'VHS', 'vhs'),
  word('digital-master', 'DigitalMaster', 'd~master|digital~master|dmrip|dm(?=[ .](?:aac|flac|dd))'),
  word('unknown', 'HDRip', '(?:u?hd|m~?hd)~rip|mhd|micro~?hd'),
  word('tv', 'TV', 'tv~?(?=(?:2160|1080|720|480)p)|(?<=(?:2160|1080|720|480)p~)tv'),
])

/** Plain words in a title, sources only behind it: CAM, TS, TC, WP, R5 and a bare WEB. */
const WEAK_SOURCES = rulesOf<SourceWord>([
  word('dvd', 'R5', 'r[56]'),
  word('webdl', 'WEB', 'web(?:~?(?:\\d{3,4}p))?'),
  word('cam', 'CAM', 'cam'),
  word('telesync', 'TeleSync', 'ts'),
  word('telecine', 'TeleCine', 'tc'),
  word('workprint', 'WORKPRINT', 'wp'),
])

const REMUX = wordPattern('(?:bd|uhd)?~?remux')
const RAW_HD = wordPattern('raw~?hd|hd~?raw|mpeg~?2|1080i~hdtv~h~?264')
const DVD_SCREENER = wordPattern('dvd~?scr(?:eener)?')
const REGION = wordPattern('r[3-9]')
const DISC = wordPattern('bd(?:25|50|66|100)|bdiso|complete~(?:uhd~)?blu~ray|(?:avc|vc~1|hevc)(?=.{0,60}blu~ray)')
const ENCODED = wordPattern('x~?26[45]|h~26[45]|xvid|divx|(?:bd|br|uhd|blu~ray)~rip|av1|bdmux|bluraymux')
const DISC_STREAM = wordPattern('avc|vc~1|hevc|mpeg~?2|iso|complete|untouched|bd(?:25|50|66|100)')

export const findSources = (text: string): Found<SourceWord>[] => findAll(text, SOURCES)

export function findWeakSources(text: string): Found<SourceWord>[] {
  return findAll(text, WEAK_SOURCES).filter(({ value, start, end }) => value.tag !== 'WEB' || standsAsTag(text, start, end))
}

/** A bare WEB is a source in capitals, between brackets, or next to a resolution or a codec: "The Web" is a title. */
function standsAsTag(text: string, start: number, end: number): boolean {
  if (/\d/.test(text.slice(start, end)) || text.slice(start, end) === 'WEB' || text[start - 1] === '[') return true
  return /^[ ._-]?(?:[xh][ .]?26|hevc|avc|\d{3,4}p|av1)/i.test(text.slice(end, end + 8)) || /\d{3,4}p[ ._-]?$/i.test(text.slice(Math.max(0, start - 6), start))
}

export function modifierOf(text: string, source: Source, afterName: number): Modifier | null {
  const tags = text.slice(afterName)
  if (source === 'screener' && text.search(DVD_SCREENER) >= 0) return 'screener'
  if (tags.search(REMUX) >= 0) return 'remux'
  if (source === 'dvd' && /(?<!\p{L})(?:m?dvd[ ._-]?r|\d?dvd[ ._-]?[59])(?!\p{L}|ip)/iu.test(tags)) return 'remux'
  if (source === 'dvd' && tags.search(REGION) >= 0) return 'regional'
  if (source === 'tv' && tags.search(RAW_HD) >= 0) return 'rawhd'
  const disc = source === 'bluray' || source === 'hddvd'
  if (disc && tags.search(ENCODED) < 0 && (tags.search(DISC_STREAM) >= 0 || tags.search(DISC) >= 0)) return 'brdisk'
  return null
}
