/** JSON that a person brought, read with an error that says what is wrong with it and where. */

import type { Said } from '../../../projections/said.ts'
import { sayOfQuality as say } from '../../../projections/said-of-quality.ts'

export class ProfileError extends Error {
  override readonly name = 'ProfileError'
  readonly code = 'INVALID_PROFILE'
  readonly said: Said
  constructor(said: Said, options?: ErrorOptions) {
    super(said.message, options)
    this.said = said
  }
}

export type Told = Readonly<Record<string, unknown>>

export function told(value: unknown, what: string): Told {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ProfileError(say('PROFILE_OBJECT', { what }))
  return value as Told
}

export function toldList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ProfileError(say('PROFILE_LIST', { what }))
  return value
}

export function toldText(value: unknown, what: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new ProfileError(say('PROFILE_TEXT', { what }))
  return value
}

export function toldNumber(value: unknown, what: string, otherwise?: number): number {
  if (value === undefined && otherwise !== undefined) return otherwise
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ProfileError(say('PROFILE_NUMBER', { what }))
  return value
}
