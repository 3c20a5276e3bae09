/** What a setting's text may be, and what it means. A reader answers `{ value }`, or `{ problem }`: what is wrong and what to do. */

export type Reading<T> = { readonly value: T } | { readonly problem: string }
export type Reader<T> = (text: string) => Reading<T>

export interface Setting<T = unknown> {
  readonly name: string
  /** One sentence for the README's table. */
  readonly description: string
  /** Taken when the setting is absent or empty. */
  readonly fallback: T
  /** How the table shows the fallback. */
  readonly shown: string
  /** Its value never appears in a message, and it may come from the file that `<NAME>_FILE` names. */
  readonly secret: boolean
  /** Shares the table's row of the setting before it. */
  readonly beside: boolean
  readonly read: Reader<T>
}

export const integerBetween = (minimum: number, maximum: number): Reader<number> => (text) => {
  const value = Number(text)
  return /^\d+$/.test(text) && value >= minimum && value <= maximum ? { value } : { problem: `must be a whole number from ${minimum} to ${maximum}` }
}

export const yesOrNo: Reader<boolean> = (text) => {
  switch (text.toLowerCase()) {
    case 'true': case 'yes': case 'on': case '1': return { value: true }
    case 'false': case 'no': case 'off': case '0': return { value: false }
  }
  return { problem: 'must be true or false' }
}

/** How many stand in front; `yes` is one. */
export const proxies: Reader<number> = (text) => {
  const number = integerBetween(0, 9)(text)
  if ('value' in number) return number
  const told = yesOrNo(text)
  return 'value' in told ? { value: told.value ? 1 : 0 } : { problem: 'must be yes, no, or how many reverse proxies stand in a row' }
}

export const oneOf = <const Values extends readonly string[]>(values: Values): Reader<Values[number]> => (text) =>
  values.includes(text) ? { value: text as Values[number] } : { problem: `must be one of ${values.join(', ')}` }

export const anyText: Reader<string> = (text) => ({ value: text })

/** A path; Deno's permissions are lists with commas. */
export const folder: Reader<string> = (text) => text.includes(',') ? { problem: 'must not hold a comma' } : { value: text }

/** A host name or an address, without a scheme or a port. */
export const hostName: Reader<string> = (text) =>
  /^[\w.:-]+$/.test(text) ? { value: text } : { problem: 'must be a host name or an address alone, such as 127.0.0.1 or news.example.org' }

/** ISO 3166-1 alpha-2, in whichever case. */
export const countryCode: Reader<string> = (text) => /^[a-z]{2}$/i.test(text) ? { value: text.toUpperCase() } : { problem: 'must be a country\'s two letters, such as US or DE' }

/** An http or https address; without a trailing slash, so that paths can be added. */
export const httpUrl: Reader<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) return { problem: 'must be an address that starts with http:// or https://' }
  if (url.username || url.password) return { problem: 'must not hold a user name or a password: there are settings of their own for them' }
  return { value: text.replace(/\/+$/, '') }
}

export const postgresUrl: Reader<string> = (text) =>
  URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol)
    ? { value: text }
    : { problem: 'must be an address that starts with postgres://, such as postgres://user:password@host:5432/rewind' }
