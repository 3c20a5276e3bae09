/**
 * XML from strangers (NZB files, indexer answers) as plain objects: attributes as `@name`, text as `#text`.
 * A document type with an internal subset is refused, no entity is ever defined or expanded; only XML's own five
 * (XML 1.0, 4.6) and character references are read.
 */

import { XMLParser, XMLValidator } from 'fast-xml-parser'

export interface XmlElement { readonly [name: string]: unknown }

export class XmlError extends Error {
  override readonly name = 'XmlError'
  readonly code: 'MALFORMED' | 'DTD_FORBIDDEN'
  constructor(code: XmlError['code'], message: string) {
    super(message)
    this.code = code
  }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  cdataPropName: '#cdata',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
})

export function parseXml(text: string): XmlElement {
  if (/<!DOCTYPE[^>]*\[|<!ENTITY/i.test(text)) throw new XmlError('DTD_FORBIDDEN', 'The document defines its own entities or types')
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new XmlError('MALFORMED', `Line ${valid.err.line}: ${valid.err.msg}`)
  try {
    return parser.parse(text) as XmlElement
  } catch (error) {
    // Too deep, reserved names: the parser has its own words for them.
    throw new XmlError('MALFORMED', error instanceof Error ? error.message : String(error))
  }
}

/** By the byte order mark or the declared encoding; UTF-8 where that is unknown, Latin-1 where it is wrong. */
export function decodeXmlBytes(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}

/** The child elements of that name: none, one or many. */
export function children(element: XmlElement, name: string): readonly XmlElement[] {
  const found = element[name]
  if (found === undefined) return []
  return (Array.isArray(found) ? found : [found]).map((child) => typeof child === 'object' && child !== null ? child as XmlElement : { '#text': child })
}

export function child(element: XmlElement, name: string): XmlElement | undefined {
  return children(element, name)[0]
}

/** Text of the child of that name; undefined without one. */
export function childText(element: XmlElement, name: string): string | undefined {
  const found = child(element, name)
  return found && textOf(found)
}

export function textOf(element: XmlElement): string {
  const cdata = element['#cdata']
  return (unescape(String(element['#text'] ?? '')) + (Array.isArray(cdata) ? cdata.join('') : String(cdata ?? ''))).trim()
}

export function attribute(element: XmlElement, name: string): string | undefined {
  const value = element[`@${name}`]
  return typeof value === 'string' ? unescape(value) : undefined
}

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescape(text: string): string {
  return text.includes('&') ? text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return predefined[name.toLowerCase()]!
    const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole
  }) : text
}
