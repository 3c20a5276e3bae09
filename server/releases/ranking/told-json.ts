/** JSON that a person brought, read with an error that says what is wrong with it and where. */

export class ProfileError extends Error {
  override readonly name = 'ProfileError'
  readonly code = 'INVALID_PROFILE'
}

export type Told = Readonly<Record<string, unknown>>

export function told(value: unknown, what: string): Told {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ProfileError(`${what} must be an object`)
  return value as Told
}

export function toldList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ProfileError(`${what} must be a list`)
  return value
}

export function toldText(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new ProfileError(`${what} must be a text`)
  return value
}

export function toldNumber(value: unknown, what: string, otherwise?: number): number {
  if (value === undefined && otherwise !== undefined) return otherwise
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ProfileError(`${what} must be a number`)
  return value
}
