/** What uploaders, sites and file systems put around a release's title: folders, extensions, site names, re-posters' marks. */

export interface Framed {
  readonly text: string
  /** The file's own name, where `text` is that of its folder. */
  readonly file: string
  readonly container: string | null
  readonly site: string | null
  /** Above it, from the nearest on; none where the text is itself that of a folder, since the file's own name says nothing. */
  readonly folders: readonly string[]
}

const MOST_CHARACTERS = 600
const EXTENSION = /\.(mkv|mp4|avi|m4v|mov|wmv|mpe?g|ts|m2ts|webm|flv|ogm|divx|iso|img|vob|rmvb|3gp|strm|srt|sub|ass|ssa|idx|nfo|nzb|torrent|rar|zip|par2|7z)'?$/iu
const LAST_WORD = /[ ._\[(](mkv|mp4|avi|webm)(?=[\])]|$|\.[a-z\d])/iu
const SITE = '(?:w{2,3}[. ][\\w-]{2,40}(?:[. ][\\w-]{2,20}){0,2}[. ][a-z]{2,8}|(?:[\\w-]{2,40}\\.){1,3}(?:com|org|net|info|cz|my|to|ru|io|re|me|tv|cc|hu|tel|in|xyz|pro|ca|de|se))'
const SITE_BEFORE = new RegExp(`^[\\[({【][\\s.]?(${SITE})[\\s.]?[\\])}】][ ._-]*|^(w{2,3}\\.[\\w.-]{4,60}?\\.[a-z]{2,8}|w{3} [\\w-]{3,30} [a-z]{2,6})\\s*-+\\s*`, 'iu')
/** Without brackets, before a dash. */
const SITE_DASHED = /^((?:[\w-]{3,40}\.)(?:(?:com|org|net|co)\.(?:au|uk|za|nz)|com|org|net|ca))[ ]+-[ ]+/iu
const SITE_BEHIND = new RegExp(`[ ._-]*[\\[({]\\s?(${SITE})\\s?[\\])}]$`, 'iu')
const REPOSTED = /(?:[ ._]*(?<!-)\[(?:rartv|eztv|eztvx?[^\]]{0,8}|ettv|tgx|utr|rarbg|publichd|ethd|vtv|uploader|orarbg|\d{1,6})\]|[-.](?:obfuscated|obfuscation|scrambled|postbot|xpost|buymore|asrequested|alternativetorequested|altezachen|gerov|chamele0n|z0ids3n|repackpost|rakuv\w{0,10}|whiterev|pre|4p|4planet)|-rp(?:-rp)?|(?<=-\w{2,20})-nzbgeek|(?<=-[a-z\d]{2,20})-\d|[ ._]eztv)$/iu

export function stripFrame(input: string, isPath: boolean): Framed {
  const path = input.slice(-4 * MOST_CHARACTERS).trim()
  const asPath = isPath || /^(?:[a-z]:[\\/]|\/)/i.test(path) || /[^ (]\/[^ ]/.test(path) && !/ \/ /.test(path) && EXTENSION.test(path)
  const segments = asPath ? path.split(/[\\/]/).filter((each) => each.trim() !== '') : [path]
  const own = stripped(segments.at(-1) ?? '')
  const folder = segments.at(-2)
  const folders = segments.slice(0, -1).reverse()
  if (folder === undefined || isDescriptive(own.text) && !isScene(own.text, folder) || !isDescriptive(folder) && (!saysNothing(own.text) || saysNothing(folder))) return { ...own, folders }
  return { ...stripped(folder), file: own.text, container: own.container, folders: folders.slice(1) }
}

const isDescriptive = (text: string) => /(?<![a-z\d])(?:\d{3,4}[pi]|[xh][. ]?26[45]|xvid|[hps]dtv|dvd-?rip|web-?(?:dl|rip)|blu-?ray|bdrip|brrip)(?![a-z\d])/i.test(text)

/** Scene groups write files short and in small letters, and the release's title on the folder: "arw-greenberg" in "Greenberg.DVDRip.XviD-ARROW". */
function isScene(text: string, folder: string): boolean {
  return /^[a-z\d]{2,8}-/.test(text) && text === text.toLowerCase() && isDescriptive(folder) && /[A-Z].*-[\w]{2,}$/.test(folder)
}

/** An obfuscated or scrambled file name; the folder it lies in may tell more. */
function saysNothing(text: string): boolean {
  if (/\b(?:19|20)\d\d\b|s\d+[ ._-]?e\d+|\d{3,4}p|\d{1,2}x\d{1,2}/i.test(text)) return false
  return !/[ ]/.test(text) && (/^[\w-]{8,}$/.test(text) || /^(?:[a-z]{1,5}[._-])?[\w.-]*\d[\w.-]*$/i.test(text)) || /[pi]\d{3,4}(?![\p{L}\d])|462[.]?[hx]/iu.test(text)
}

/** Some posters write names backwards. */
function unreversed(text: string): string {
  if (!/(?<!\d)p0(?:801|27|84)(?!\d)|\d{2}e\d{2}s(?![a-z])/i.test(text)) return text
  const extension = EXTENSION.exec(text)?.[0] ?? ''
  return [...text.slice(0, text.length - extension.length)].reverse().join('') + extension
}

/** The subject of an article: what stands between its quotes is the file, where that has words in it. */
function posted(text: string): string {
  return /"([^"]*[a-z]{2}[ ._][a-z\d][^"]*)"[^"]{0,40}\byenc\b/i.exec(text)?.[1] ?? text
}

function stripped(segment: string): Framed {
  let text = unreversed(posted(segment.slice(0, MOST_CHARACTERS))).replace(/[０-９]/gu, (digit) => String(digit.codePointAt(0)! - 0xff10)).replaceAll(' _ ', ' | ').replaceAll('_', ' ').replace(/(tv|dl|rip)(?=[xh]\.?26[45])/gi, '$1 ').trim()
  // "Film.2019.TS" tells the source.
  const extension = text.endsWith('.TS') ? null : EXTENSION.exec(text)
  if (extension) text = text.slice(0, extension.index)
  const container = (extension?.[1] ?? LAST_WORD.exec(text)?.[1] ?? null)?.toLowerCase() ?? null
  let site: string | null = null
  for (let round = 0; round < 4; round++) {
    const before = SITE_BEFORE.exec(text) ?? SITE_DASHED.exec(text)
    const behind = before ? null : SITE_BEHIND.exec(text)
    site ??= before?.[1] ?? before?.[2] ?? behind?.[1] ?? null
    if (before) text = text.slice(before[0].length)
    else if (behind) text = text.slice(0, behind.index)
    else if (REPOSTED.test(text)) {
      if (/eztv/i.test(REPOSTED.exec(text)![0])) site ??= 'eztv.re'
      text = text.replace(REPOSTED, '')
    } else break
  }
  return { text: text.trim(), file: text.trim(), container, site, folders: [] }
}

/** Names made by machines: hashes, random letters, a mail's subject around nothing. */
export function isObfuscated(text: string): boolean {
  const words = text.split(/[ ._]+/)
  if (/\byenc\b/i.test(text) && /[0-9a-f]{8}-[0-9a-f]{4}-/i.test(text)) return true
  const last = words.at(-1)!
  if (/^(?:[0-9a-f]{24,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(last)) return true
  const mixed = (word: string) => /^[a-z0-9]{20,}$/i.test(word) && /\d/.test(word)
  return words.length <= 2 && (mixed(last) || words.length === 1 && /^[a-z0-9]{11,}$/i.test(text) && /[a-z]\d{3,}[a-z]/i.test(text))
}
