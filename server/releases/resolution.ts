/** How many lines a picture has, by the title's own words. */

import { wordPattern } from './find-tags.ts'
import type { Span } from './find-tags.ts'

export interface ResolutionFound extends Span { readonly value: string }

const LINES = /(?<!\d)(4320|2160|1440|1080|1048|900|720|576|540|480|400|406|360)(0)?([pi])(?!\p{L}(?<!x))/giu
const FRAME = /(?<!\d)(\d{3,4})[ ]?[x*×][ ]?(\d{3,4})(p)?(?!\d)/giu
const WORDS: readonly (readonly [string, RegExp])[] = [
  ['2160p', wordPattern('4k(?!~?(?:re)?master)|uhd|4kuhd')], ['1080p', wordPattern('fhd|full~?hd|1080|bd1080')], ['720p', wordPattern('(?<=[\\[( ])720|720(?=~(?:[hp]dtv|web|blu~?ray|dvd|[bd]rrip|x26|h26))|hd720')], ['480p', wordPattern('(?<=[\\[(])480|(?<=bd)480')],
]
const STANDARD = [4320, 2160, 1440, 1080, 720, 576, 540, 480, 360]

export function findResolution(text: string): ResolutionFound | null {
  const lines = [...text.matchAll(LINES)].filter((match) => match[2] === undefined || match[1]!.length > 3 || match[1] === '720')
  const stated = lines[0]
  if (stated) {
    // Of a range the last: "720p-1080p".
    const ranged = lines[1] !== undefined && /^[-.]$/.test(text.slice(stated.index + stated[0].length, lines[1].index)) ? lines[1] : stated
    const first = lines.find((match) => /to$/i.test(text.slice(0, match.index))) ?? ranged
    return { value: `${first[1]}p`, start: stated.index, end: stated.index + stated[0].length }
  }
  for (const match of text.matchAll(FRAME)) {
    const value = linesOf(Number(match[1]), Number(match[2]))
    if (value !== null) return { value, start: match.index, end: match.index + match[0].length }
  }
  for (const [value, pattern] of WORDS) {
    for (const match of text.matchAll(pattern)) return { value, start: match.index, end: match.index + match[0].length }
  }
  return null
}

/** A cropped frame counts as what its width or height comes closest to from below. */
function linesOf(width: number, height: number): string | null {
  if (width < 300 || height < 200 || width < height) return null
  if (STANDARD.includes(height) && height !== 360) return `${height}p`
  if (width >= 3_200 || height > 1_500) return '2160p'
  if (width >= 1_880 || height >= 900) return '1080p'
  if (width >= 1_200 || height >= 650) return '720p'
  return '480p'
}
