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

/** Blank lines before the declaration, which some servers send and XML forbids, do no harm. */
export function parseXml(sent: string): XmlElement {
  const text = sent.trimStart()
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

/** By the byte order mark, or how its first "<" is written (XML 1.0, appendix F); what is UTF-8 is read as that, whatever it declares, all else as declared, and as Latin-1 where that helps nothing. */
export function decodeXmlBytes(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xfe && second === 0xff || first === 0 && second === 0x3c) return new TextDecoder('utf-16be').decode(bytes)
  if (first === 0xff && second === 0xfe || first === 0x3c && second === 0) return new TextDecoder('utf-16le').decode(bytes)
  return decodeAs('utf-8', bytes) ?? decodeAs(declaredEncoding(bytes), bytes) ?? new TextDecoder('latin1').decode(bytes)
}

function declaredEncoding(bytes: Uint8Array): string {
  // What can be read so far is not in two bytes a letter, whatever it says.
  return /^\s*<\?xml[^>]*?encoding\s*=\s*["'](?!(?:utf|ucs)-?(?:16|2)|iso-10646|unicode)([\w.:-]{2,40})["']/i.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 200)))?.[1] ?? 'latin1'
}

/** Null where there is no such encoding, or this is not in it. */
function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
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
