/** Reads fields of JSON that may hold anything: what is not of the wanted kind is as good as absent. */

export type Fields = Readonly<Record<string, unknown>>

export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : {}
}

export function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fields) : []
}

/** Trimmed and cut to `charactersMax`, without what no event may hold: U+0000 and lone surrogates. Empty when it is no string. */
export function text(value: unknown, charactersMax: number): string {
  return typeof value === 'string' ? value.slice(0, charactersMax).toWellFormed().replaceAll('\0', '').trim() : ''
}

export function texts(value: unknown, charactersMax: number): readonly string[] {
  return Array.isArray(value) ? value.map((item) => text(item, charactersMax)).filter(Boolean) : []
}

export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** A whole number from 1 to 2^31 - 1: an id, a page, a count. */
export function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value : null
}

/** A whole number from 0 that a double holds exactly: a count, an amount of money. */
export function whole(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
