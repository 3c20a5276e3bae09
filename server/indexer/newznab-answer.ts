/** Newznab answers (https://newznab.readthedocs.io/en/latest/misc/api.html), XML and JSON, as plain objects. Pure. */

import { createHash } from 'node:crypto'
import { limits } from '../limits.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, child, children, childText, decodeXmlBytes, parseXml, textOf, XmlError } from '../xml.ts'
import { IndexerError } from './fetch-limited.ts'
import { readOtherAnswer } from './other-answers.ts'

export interface IndexerItem {
  /** The indexer's own id of the release; never a URL. */
  readonly guid: string
  readonly title: string
  /** Where its NZB is; holds the API key, so never to be logged, stored or shown. */
  readonly nzbUrl: string | null
  readonly sizeBytes: number | null
  readonly categories: readonly number[]
  readonly publishedAt: string | null
  /** `tt0013442`. */
  readonly imdbId: string | null
  /** Of the series, where it is an episode. */
  readonly tvdbId: number | null
  readonly passworded: boolean
  readonly poster: string | null
  readonly grabs: number | null
  /** Of no use to a downloader of Usenet. */
  readonly torrent: boolean
  /** Where this indexer asks others: whose release it is. */
  readonly via: string | null
}

/** As it tells them itself: of its own day, which need not be ours. */
export interface IndexerLimits {
  readonly apiLeft: number | null
  readonly grabsLeft: number | null
  /** When the first of what is counted is a day old. */
  readonly apiFreeAtMs: number | null
  readonly grabsFreeAtMs: number | null
}

export interface Caps {
  /** What the server calls itself. */
  readonly title: string | null
  readonly pageSizeMax: number | null
  readonly pageSizeDefault: number | null
  readonly categories: readonly { readonly id: number; readonly name: string; readonly subcategories: readonly { readonly id: number; readonly name: string }[] }[]
  /** By kind of search (`search`, `movie-search`, …): parameters that may be used; empty when only availability is told. */
  readonly searches: ReadonlyMap<string, { readonly available: boolean; readonly parameters: readonly string[] }>
}

/** `read`: items as they were sent, those included that are of no use here. */
export interface Feed { readonly items: readonly IndexerItem[]; readonly read: number; readonly total: number | null; readonly limits: IndexerLimits | null }

export function parseFeed(bytes: Uint8Array, who: string): Feed {
  const other = readOtherAnswer(jsonOf(decodeXmlBytes(bytes).trim()))
  if (other) return { items: other.items.slice(0, limits.indexerItemsMax), read: other.items.length, total: other.total, limits: null }
  const document = parseAnswer(bytes, who)
  const rss = child(document, 'rss') ?? document
  const channel = child(rss, 'channel') ?? (rss['item'] === undefined ? undefined : rss)
  if (!channel) throw new IndexerError('BAD_ANSWER', `${who} sent no list of releases`)
  const response = child(channel, 'response')
  const items = children(channel, 'item')
  return {
    items: items.slice(0, limits.indexerItemsMax).map(itemOf),
    read: items.length,
    total: response ? integer(attribute(response, 'total')) : null,
    limits: limitsOf(child(channel, 'apilimits') ?? child(rss, 'apilimits') ?? child(channel, 'limits')),
  }
}

/** `apicurrent` and `apimax`, `api_current`, `apiMax`: every program writes them its own way. */
function limitsOf(element: XmlElement | undefined): IndexerLimits | null {
  if (!element) return null
  const named = new Map(Object.keys(element).map((key) => [key.toLowerCase().replace(/[^a-z]/g, ''), attribute(element, key.replace(/^@/, ''))]))
  const left = (kind: string) => {
    const [current, max] = [integer(named.get(`${kind}current`)), integer(named.get(`${kind}max`))]
    return current === null || max === null || max === 0 ? null : Math.max(0, max - current)
  }
  const freeAt = (kind: string) => {
    const oldest = Date.parse(named.get(`${kind}oldesttime`) ?? '')
    return Number.isNaN(oldest) ? null : oldest + 86_400_000
  }
  const told = { apiLeft: left('api'), grabsLeft: left('grab'), apiFreeAtMs: freeAt('api'), grabsFreeAtMs: freeAt('grab') }
  return told.apiLeft === null && told.grabsLeft === null ? null : told
}

export function parseCaps(bytes: Uint8Array, who: string): Caps {
  const caps = child(parseAnswer(bytes, who), 'caps')
  if (!caps) throw new IndexerError('BAD_ANSWER', `${who} sent no capabilities`)
  const pages = child(caps, 'limits') ?? {}
  const searching = child(caps, 'searching') ?? {}
  const named = (element: XmlElement) => ({ id: integer(attribute(element, 'id')) ?? 0, name: attribute(element, 'name') ?? '' })
  return {
    title: attribute(child(caps, 'server') ?? {}, 'title')?.slice(0, 200) || null,
    pageSizeMax: integer(attribute(pages, 'max')),
    pageSizeDefault: integer(attribute(pages, 'default')),
    categories: children(child(caps, 'categories') ?? {}, 'category').map((element) => ({ ...named(element), subcategories: children(element, 'subcat').map(named) })),
    searches: new Map(Object.keys(searching).map((kind) => {
      const element = child(searching, kind)!
      const parameters = attribute(element, 'supportedParams')?.split(',').map((name) => name.trim()).filter((name) => name !== '') ?? []
      return [kind, { available: attribute(element, 'available') === 'yes', parameters }]
    })),
  }
}

/** The document, unless it is an error: those come with status 200 too. */
function parseAnswer(bytes: Uint8Array, who: string): XmlElement {
  const text = decodeXmlBytes(bytes).trim()
  let document: XmlElement
  try {
    document = text.startsWith('{') ? fromJson(jsonOf(text) ?? {}, 0) as XmlElement : parseXml(text)
  } catch (error) {
    if (error instanceof XmlError || error instanceof TooDeep) throw new IndexerError('BAD_ANSWER', `${who} sent something that is not Newznab`)
    throw error
  }
  const error = child(document, 'error')
  if (!error) return document
  const code = integer(attribute(error, 'code') ?? childText(error, 'code')) ?? 900
  throw errorOf(code, attribute(error, 'description') ?? childText(error, 'description') ?? textOf(error), who)
}

/** Undefined for what is no JSON object. */
function jsonOf(text: string): unknown {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Newznab's own numbers: 1xx account, 2xx request, 3xx item, 5xx limits, 9xx the indexer. */
function errorOf(code: number, description: string, who: string): IndexerError {
  const words = `${who} answered: ${description.slice(0, 200) || 'an error'} (${code})`
  const plain = `${who} answered with the error ${code}`
  if (code >= 100 && code < 200) return new IndexerError('CREDENTIALS', words, { plain })
  if (code >= 300 && code < 400) return new IndexerError('NOT_FOUND', words, { plain })
  if (code >= 500 && code < 600) return new IndexerError('LIMIT', words, { plain })
  return new IndexerError('REFUSED', words, { plain, retryable: code >= 900 })
}

function itemOf(element: XmlElement): IndexerItem {
  const attributes = new Map<string, string[]>()
  for (const attr of children(element, 'attr')) {
    const name = attribute(attr, 'name')?.toLowerCase()
    if (name !== undefined) attributes.set(name, [...attributes.get(name) ?? [], attribute(attr, 'value') ?? ''])
  }
  const first = (name: string) => attributes.get(name)?.[0]
  const enclosures = children(element, 'enclosure')
  const enclosure = enclosures.find((each) => attribute(each, 'type') === 'application/x-nzb') ?? enclosures.at(-1) ?? {}
  const title = (childText(element, 'title') ?? '').slice(0, limits.indexerTitleCharacters)
  const categories = [...attributes.get('category') ?? [], ...children(element, 'category').map(textOf)].map(integer).filter((id) => id !== null)
  const sizes = [first('size'), attribute(enclosure, 'length'), childText(element, 'size')].map(integer)
  const published = momentOf(first('usenetdate')) ?? momentOf(childText(element, 'pubDate'))
  const imdb = /^(?:tt)?0*([1-9]\d{0,9})$/.exec(first('imdb') ?? first('imdbid') ?? '')?.[1]
  return {
    guid: guidOf(first('guid'), childText(element, 'guid') ?? childText(element, 'link') ?? title),
    title,
    nzbUrl: attribute(enclosure, 'url') ?? childText(element, 'link') ?? null,
    // Zero is what those write who do not know.
    sizeBytes: sizes.find((size) => size !== null && size > 0) ?? sizes.find((size) => size !== null) ?? null,
    categories: [...new Set(categories)],
    publishedAt: published,
    imdbId: imdb === undefined ? null : `tt${imdb.padStart(7, '0')}`,
    tvdbId: integer(first('tvdbid')) || null,
    // Below zero it has not been looked into.
    passworded: !/^(?:-\d+|0|no|false|)$/i.test(first('password') ?? ''),
    torrent: attribute(enclosure, 'type') === 'application/x-bittorrent' || /^magnet:|\.torrent$/i.test(attribute(enclosure, 'url') ?? childText(element, 'link') ?? ''),
    poster: first('poster')?.slice(0, 200) || null,
    grabs: integer(first('grabs')),
    via: (first('hydraindexername') ?? (childText(element, 'prowlarrindexer') || undefined))?.slice(0, 100) || null,
  }
}

/** Many indexers make the guid a URL, some with the key in it: then its last part if that is an id, else a digest. */
function guidOf(attribute: string | undefined, text: string): string {
  const plain = /^[A-Za-z0-9._~-]{1,100}$/
  if (attribute !== undefined && plain.test(attribute)) return attribute
  if (plain.test(text)) return text
  const last = /^https?:\/\/[^?#]*\/([A-Za-z0-9_-]{16,100})\/?$/.exec(text)?.[1]
  return last ?? createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** RFC 822, ISO 8601 or seconds since the Unix epoch; where no zone is told, UTC. */
function momentOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const zoned = /^\d{4}-\d\d-\d\d[T ][\d:.]+$| \d\d?:\d\d(?::\d\d)?$/.test(text) ? `${text.replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ')} UTC` : text
  const parsed = /^\d{9,10}$/.test(text) ? Number(text) * 1_000 : Date.parse(zoned)
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString()
}

function integer(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null
}

class TooDeep extends Error {}

/** JSON answers are the XML ones with attributes under `@attributes` or with a leading underscore. */
function fromJson(value: unknown, depth: number): unknown {
  if (depth > limits.indexerAnswerDepthMax) throw new TooDeep()
  if (Array.isArray(value)) return value.map((each) => fromJson(each, depth + 1))
  if (typeof value !== 'object' || value === null) return value === null ? '' : String(value)
  // No prototype: a key may be called anything.
  const element = Object.create(null) as Record<string, unknown>
  for (const [told, inner] of Object.entries(value)) {
    const key = told.replace(/^\w+:/, '')
    if (key === '@attributes' && typeof inner === 'object' && inner !== null) {
      for (const [name, text] of Object.entries(inner)) element[`@${name}`] = plainText(text)
    } else if (key.startsWith('_')) element[`@${key.slice(1)}`] = plainText(inner)
    else if (key === 'text' || key.startsWith('#')) element['#text'] = plainText(inner)
    else element[key] = fromJson(inner, depth + 1)
  }
  return element
}

const plainText = (value: unknown) => typeof value === 'object' ? '' : String(value)
