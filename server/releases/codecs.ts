/** What is inside a release: picture and sound as its title tells them. */

import { findAll, rulesOf, unique } from './find-tags.ts'
import type { Found } from './find-tags.ts'

const VIDEO_CODECS = rulesOf([
  ['h265', '[xh]~?265|hevc(?:~?10)?|h~265|hevc10'],
  ['h264', '[xh]~?264(?:~?hi10p)?|avc|h~264|avchd|h~?264hd'],
  ['h266', '[xh]~?266|vvc'],
  ['xvid', 'xvid(?:hd)?(?:~?\\d)?'], ['divx', 'divx\\d?'], ['mpeg2', 'mpe?g~?2(?:video)?|h~?262'], ['vc1', 'vc~?1'], ['av1', 'av1'],
  ['vp7', 'vp7'], ['vp8', 'vp8(?:0)?'], ['vp9', 'vp9'], ['h263', 'h~?263'],
])

const CHANNELS = '(?:~?[1-9][. ][0-2](?:x\\d)?)?'
const AUDIO_CODECS = rulesOf([
  ['eac3', `(?:dd~?p(?:lus)?|dd\\+|ddpa|e~?ac~?-?3|eac3d|dolby~?digital~?plus)(?:x\\d)?${CHANNELS}(?:~?atmos)?|dd\\+~?[1-9][. ]\\d`],
  ['truehd', `true~?hd${CHANNELS}`],
  ['dts-hd', `dtshd${CHANNELS}|dts~hd~hra${CHANNELS}|dts~?x?~?hd~?(?:ma|m~?a|master(?:~?audio)?)${CHANNELS}|dts~?ma${CHANNELS}|dts~hdma${CHANNELS}`],
  ['dts-x', `dts~?x${CHANNELS}`],
  ['dts', `dts(?:~?hd)?(?:~?(?:hra?|es))?(?:d)?${CHANNELS}`],
  ['ac3', `ac~?3d?(?:x\\d)?${CHANNELS}|dd~?[1-9][. ]?[0-2]|dd|dolby~?d(?:igital)?${CHANNELS}|[1-9]xac3`],
  ['aac', `(?:he~?|lc~?|q)?aac(?:~?lc)?(?:x?\\d)?${CHANNELS}|[1-9]xaac`],
  ['flac', `(?:[1-9]x)?flac(?:x?\\d)?${CHANNELS}`], ['opus', `opus${CHANNELS}`], ['mp3', `mp3${CHANNELS}`], ['pcm', `l?pcm${CHANNELS}`],
])
const ATMOS = rulesOf([['atmos', '(?:ddp~?[1-9]?[. ]?[01]?~?)?atmos(?:~?[1-9][. ][0-2])?|ddpa(?:~?[1-9][. ][0-2])?']])
const DYNAMIC_RANGES = rulesOf([
  ['DV', 'dv|dovi|dolby~?vision|dv(?=hdr)'], ['HDR10+', 'hdr~?10~?(?:\\+|plus|p)'], ['HDR', '(?:dv)?hdr(?:~?10)?'], ['SDR', 'sdr'],
])
const BIT_DEPTHS = rulesOf([
  [10, '10~?bits?|hi10p?|hevc~?10(?:~?bits?)?|hdr~?10(?:~?(?:\\+|plus|p))?|main10|x26[45]~?10~?bits?|yuv420p10'], [8, '8~?bits?'], [12, '12~?bits?|hi12p?'],
])
const THREE_D = rulesOf([
  ['3D HSBS', '(?:3d~)?(?:h|half)~?(?:sbs|side~?by~?side)'], ['3D HOU', '(?:3d~)?(?:h|half)~?(?:ou|over~?under|tab)'],
  ['3D SBS', '(?:3d~)?(?:f~?)?(?:sbs|side~?by~?side)'], ['3D OU', '(?:3d~)(?:f~?)?(?:ou|over~?under|tab)'], ['3D', '(?:bd)?3d(?:~?video)?'],
])

export const findVideoCodecs = (text: string): Found<string>[] => findAll(text, VIDEO_CODECS)
export const findAudioCodecs = (text: string): Found<string>[] => findAll(text, AUDIO_CODECS)

export function audioOf(text: string): string[] {
  return unique([...findAll(text, ATMOS), ...findAudioCodecs(text)].map(({ value }) => value)).sort()
}

export function channelsOf(text: string): string[] {
  const joined = /(?<![\p{L}\p{N}])ddp?([257])([01])(?!\d)/iu.exec(text)
  if (joined) return [`${joined[1]}.${joined[2]}`]
  const found = [...text.matchAll(/(?<!\d|(?<!ac|p)\d[.])([1-9])[. ]([0-2])(?:[ .]?ch)?(?:x\d)?(?!(?![.]\d{3,4}[pi])[\d.]*\d|[ ]?[gmt]b)/gi)]
    .filter((match) => isLayout(match[1]!, match[2]!))
    .map((match) => `${match[1]}.${match[2]}`)
  if (found.length > 0) return unique(found)
  const count = /(?<![\p{L}\p{N}])([268])[ ._-]?ch(?![\p{L}\p{N}])/iu.exec(text)?.[1]
  return count === undefined ? [] : [count === '2' ? '2.0' : count === '6' ? '5.1' : '7.1']
}

const isLayout = (main: string, low: string) => ['1.0', '2.0', '2.1', '3.0', '4.0', '5.0', '5.1', '6.0', '6.1', '7.0', '7.1', '7.2', '9.1'].includes(`${main}.${low}`)

export function hdrOf(text: string): string[] {
  return unique(findAll(text, DYNAMIC_RANGES).map(({ value }) => value)).filter((each, _, all) => each !== 'HDR' || !all.includes('HDR10+')).sort()
}

export const bitDepthOf = (text: string): number | null => findAll(text, BIT_DEPTHS)[0]?.value ?? null

/** A layout (side by side, over-under) tells more than the bare word does. */
export function threeDOf(text: string): string | null {
  const found = findAll(text, THREE_D).map(({ value }) => value)
  const layout = found.find((value) => value !== '3D')
  return layout ?? found[0] ?? null
}
