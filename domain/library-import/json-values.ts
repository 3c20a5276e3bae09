/** Fields of what somebody else wrote as JSON: nothing of its shape is believed. */

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What of it are objects; none for what is no list. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** The text or number under these names, one below the other, as text. Empty for what is neither. */
export function textIn(value: unknown, ...names: readonly string[]): string {
  let found = value
  for (const name of names) found = isObject(found) ? found[name] : undefined
  return typeof found === 'string' ? found.trim() : typeof found === 'number' && Number.isFinite(found) ? String(found) : ''
}
