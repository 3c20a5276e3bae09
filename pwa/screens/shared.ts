/** What somebody shared with the app, from a browser, a shop or a friend's message: a title, or words to search for. Pure. */

import type { MediaType } from '../../domain/title.ts'

/** As the manifest's `share_target` hands it over; which app fills which field is anybody's guess. */
export interface Shared { readonly title: string | null; readonly text: string | null; readonly url: string | null }
export type Meant =
  | { readonly kind: 'title'; readonly mediaType: MediaType; readonly tmdbId: number }
  /** `words`: what to search for where nobody knows that id. */
  | { readonly kind: 'imdb'; readonly imdbId: string; readonly words: string }
  | { readonly kind: 'search'; readonly words: string }

const QUERY_CHARACTERS = 200
const address = /(?:https?:\/\/|web\+rewind:)[^\s<>"]+/gi

/** Undefined when nothing was said. */
export function meantBy(shared: Shared): Meant | undefined {
  const fields = [shared.url, shared.text, shared.title].filter((field) => field !== null)
  const addresses = fields.flatMap((field) => field.match(address) ?? [])
  const said = [shared.title, shared.text].map((field) => wordsOf(field ?? '')).find((text) => text !== '') ?? ''
  for (const each of addresses) {
    const found = titleAt(each)
    if (found?.kind === 'imdb') return { ...found, words: said }
    if (found) return found
  }
  const words = said || (addresses.map(slugOf).find((text) => text !== '') ?? '')
  return words === '' ? undefined : { kind: 'search', words: words.slice(0, QUERY_CHARACTERS) }
}

function titleAt(text: string): Extract<Meant, { kind: 'title' }> | { readonly kind: 'imdb'; readonly imdbId: string } | undefined {
  const ours = /^web\+rewind:(?:\/\/)?(movie|tv)\/([1-9]\d{0,9})$/i.exec(text)
  if (ours) return { kind: 'title', mediaType: ours[1]!.toLowerCase() as MediaType, tmdbId: Number(ours[2]) }
  const url = URL.parse(text)
  if (!url) return undefined
  const tmdb = isOf(url, 'themoviedb.org') && /^(?:\/[a-z]{2}(?:-[A-Z]{2})?)?\/(movie|tv)\/([1-9]\d{0,9})(?![\d])/.exec(url.pathname)
  if (tmdb) return { kind: 'title', mediaType: tmdb[1] as MediaType, tmdbId: Number(tmdb[2]) }
  const imdb = isOf(url, 'imdb.com') && /\/title\/(tt\d{7,10})(?!\d)/.exec(url.pathname)
  return imdb ? { kind: 'imdb', imdbId: imdb[1]! } : undefined
}

const isOf = ({ hostname }: URL, domain: string) => hostname === domain || hostname.endsWith(`.${domain}`)

/** The name in an address of Letterboxd or Trakt: `/film/the-general-1926/`. A year at its end tells namesakes apart there, and would find nothing here. */
function slugOf(text: string): string {
  const url = URL.parse(text)
  const known = url && (isOf(url, 'letterboxd.com') || isOf(url, 'trakt.tv'))
  const slug = known ? /\/(?:film|movies|shows)\/([a-z0-9-]+)/i.exec(url.pathname)?.[1] : undefined
  return slug?.replace(/-(?:18|19|20)\d\d(?:-\d)?$/, '').replaceAll('-', ' ') ?? ''
}

/** What shops, catalogues and channels put around a title. */
const around = [
  /^(?:check out|watch|have a look at|i(?:'m| am) watching)\s+/i,
  /\s*[|·–-]\s*(?:IMDb|The Movie Database.*|TMDB|Letterboxd|Trakt.*|YouTube|Netflix|Prime Video|Disney\+|Apple TV\+?)\s*$/i,
  /\s+on\s+(?:IMDb|Letterboxd|Trakt|Netflix|Prime Video|Disney\+|Apple TV\+?)[\s!.]*$/i,
  /\s*[|·–:-]?\s*\(?\b(?:official\s+)?(?:teaser|trailer|clip|full movie)\b.*$/i,
  /\s*⭐.*$/u,
  /,?\s+directed by\s.*$/i,
  /\s*[([](?:TV (?:Mini )?Series\s+)?(?:18|19|20)\d\d(?:[–-](?:\d{4})?\s*)?[)\]]\s*$/i,
]

/** The first line of a text without addresses, and without what stands around a title. */
function wordsOf(text: string): string {
  const [line = ''] = text.replace(address, ' ').split('\n').map((each) => each.trim()).filter((each) => each !== '')
  const bare = around.reduce((words, pattern) => words.replace(pattern, ''), line)
  return bare.replace(/^["“”'‘’«»\s]+|["“”'‘’«»\s:–-]+$/g, '').replace(/\s+/g, ' ')
}
