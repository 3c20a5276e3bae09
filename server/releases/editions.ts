/** Which cut of a film a release is, and what was said about the release itself: proper, repack, real, dubbed, subtitled. */

import type { Found } from './find-tags.ts'
import { findAll, rulesOf, unique, wordPattern } from './find-tags.ts'

const EDITIONS = rulesOf([
  ['Anniversary Edition', '(?:\\d{1,3}(?:th|st|nd|rd)~)?anniversary(?:~edition)?'],
  ['Director\'s Cut', 'extended~director\'?s~cut|director\'?s?~cut|(?<=\\) ?\\.?)dc|dc(?= ?\\()|(?<=unrated[. ])dc|(?<=(?:19|20)\\d\\d[. ])dc'],
  ['Extended Edition', '(?:super~)?extended(?:~(?:editions?|cut|version))?|exte'], ['Theatrical', 'theatrical(?:~(?:cut|edition|version|release))?'],
  ['Ultimate', 'ultimate(?:~(?:cut|edition|extended))?(?=~?(?:hunter|edition|cut|collector|extended|\\W))'], ['Collector', 'collector\'?s?(?:~edition)?'],
  ['Special Edition', 'special~(?:edition|cut)(?:~remastered)?'], ['Remastered', '(?:4k~)?(?:digitally~)?remaster(?:ed)?'], ['Uncut', 'uncut(?:~edition)?'],
  ['Unrated', 'unrated(?:~(?:cut|edition))?'], ['Uncensored', 'uncensored'], ['IMAX', 'imax(?:~(?:edition|enhanced))?'], ['Criterion', '(?:the~)?criterion(?:~(?:collection|edition))?|cc(?=~(?:1080|720|blu))'],
  ['Restored', '(?:4k~)?restor(?:ed|ation)'], ['Limited', 'limited(?:~edition)?'], ['Final Cut', 'final~cut'], ['Imperial Edition', 'imperial~edition'], ['Rekall Edition', 'rekall~(?:edition|cut)'], ['Hunter Edition', 'hunter~(?:edition|cut)'], ['Recut', 'recut'], ['Alternative Cut', 'alternat(?:iv)?e~(?:cut|edition|version)|alternat(?:iv)?e'],
  ['Festival', 'festival(?:~cut)?'], ['Open Matte', 'open~matte'], ['Despecialized', 'despeciali[sz]ed'], ['Fan Edit', 'fan~?edit(?:ion)?'], ['Rogue Cut', 'rogue~cut|rouge~cut'],
  ['Deluxe Edition', 'deluxe~edition'], ['Assembly Cut', 'assembly~cut'], ['Redux', 'redux'], ['Color Corrected', 'colou?r~corrected'], ['Dragon Box', 'd(?:ragon)?~?box'],
  ['Diamond Edition', 'diamond~edition'], ['Signature Edition', 'signature~edition'], ['Hybrid', '(?<=2in1.{0,3})hybrid'], ['2in1', '\\din1'], ['4in1', '4in1'],
])
const PROPER = wordPattern('(?:real~)*proper')
const REPACK = wordPattern('(?:repack|rerip)\\d?')

export const findEditions = (text: string): Found<string>[] => findAll(text, EDITIONS)

/** The words themselves, where several stand together: "Extended Directors Cut". */
export function editionText(text: string): string | null {
  const found = findEditions(text).filter(({ value }) => !['Limited', 'Festival'].includes(value))
  const first = found[0]
  if (!first) return null
  let end = first.end
  for (const each of found.slice(1)) if (/^[ ._-]*$/.test(text.slice(end, each.start))) end = each.end
  return text.slice(first.start, end).replace(/[._]/g, ' ').trim()
}

export const editionTags = (text: string): string[] => unique(findEditions(text).map(({ value }) => value)).sort()

export interface Revision { readonly version: number; readonly real: number; readonly proper: boolean; readonly repack: boolean; readonly properCount: number | null }

/** A second issue of the same release: PROPER, REPACK, RERIP, REAL and v2. */
export function revisionOf(text: string): Revision {
  const proper = text.search(PROPER) >= 0
  const repack = text.search(REPACK) >= 0
  const stated = /(?<![\p{L}])(?:\d{1,4}|[([ ._-])v([0-9])(?![\p{L}\p{N}]|\.\d?(?![\p{L}\d]))/iu.exec(text)?.[1]
  const times = /(?:repack|proper|rerip)([2-9])/i.exec(text)?.[1]
  const version = stated !== undefined ? Number(stated) : times !== undefined ? Number(times) + 1 : proper || repack ? 2 : 1
  const real = [...text.matchAll(/(?<![\p{L}\p{N}])REAL(?![\p{L}\p{N}])/gu)].length
  const fixes = !proper && !repack && real > 0 ? 2 : [...text.matchAll(wordPattern('proper|repack|rerip|real(?=~(?:proper|repack|rerip|real|720p|1080p|hdtv))|(?:nfo|dir|sample|sub)?~?fix'))].length
  return { version, real, proper: proper || repack || real > 0, repack, properCount: proper || repack || real > 0 ? Math.max(1, fixes) : null }
}
