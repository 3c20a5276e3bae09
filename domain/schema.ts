/**
 * The subset of JSON Schema that commands are described in: plain data, so that the server validates with it, OpenAPI
 * prints it, and TypeScript infers the payload's type from it, without a schema library in the app's bundle.
 */

import type { Told } from './said.ts'

export interface StringSchema { readonly type: 'string'; readonly minLength?: number; readonly maxLength?: number; readonly pattern?: string; readonly format?: 'date-time' | 'uuid' | 'uri' }
/** Text, or null for none. */
export interface NullableTextSchema extends StringSchema { readonly nullable: true }
export interface NumberSchema { readonly type: 'number' | 'integer'; readonly minimum?: number; readonly maximum?: number; readonly multipleOf?: number }
export interface BooleanSchema { readonly type: 'boolean' }
export interface EnumSchema<Values extends readonly string[] = readonly string[]> { readonly type: 'string'; readonly enum: Values }
/** `properties` says of each of those fields whether it may be there. */
export interface Alternative { readonly required: readonly string[]; readonly properties: Readonly<Record<string, object>> }
export interface ObjectSchema<Properties extends Record<string, Schema> = Record<string, Schema>, Required extends string = string> {
  readonly type: 'object'
  readonly properties: Properties
  readonly required: readonly Required[]
  readonly additionalProperties: false
  /** Of its optional fields, which go together: exactly one of these holds. */
  readonly oneOf?: readonly Alternative[]
}
/** Each value once. */
export interface ListSchema<Items extends Schema = StringSchema> { readonly type: 'array'; readonly items: Items; readonly maxItems: number; readonly uniqueItems: true }
/** What a code is filled with: texts, numbers, and what is said by codes itself. Only workers send such, and who reads it takes what it knows. */
export interface ValuesSchema { readonly type: 'object'; readonly maxProperties: number }
export type Schema = ValuesSchema | StringSchema | ListSchema | NullableTextSchema | NumberSchema | BooleanSchema | EnumSchema | ObjectSchema
export type Optional<S extends Schema = Schema> = { readonly optional: S }

/** The TypeScript type of a value that the schema accepts. */
export type Infer<S> = S extends EnumSchema<infer Values> ? Values[number]
  : S extends NullableTextSchema ? string | null
  : S extends StringSchema ? string
  : S extends NumberSchema ? number
  : S extends BooleanSchema ? boolean
  : S extends ListSchema<infer Items> ? readonly Infer<Items>[]
  : S extends ValuesSchema ? Told['values']
  : S extends ObjectSchema<infer Properties, infer Required>
    ? Simplify<{ readonly [K in keyof Properties as K extends Required ? K : never]: Infer<Properties[K]> }
      & { readonly [K in keyof Properties as K extends Required ? never : K]?: Infer<Properties[K]> }>
  : never
type Simplify<T> = { [K in keyof T]: T[K] }

type Unwrap<S> = S extends Optional<infer Inner> ? Inner : S
type Mandatory<P> = { [K in keyof P]: P[K] extends Optional ? never : K }[keyof P] & string

export function object<const P extends Record<string, Schema | Optional>>(properties: P): ObjectSchema<{ [K in keyof P]: Extract<Unwrap<P[K]>, Schema> }, Mandatory<P>> {
  const entries = Object.entries(properties)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, s]) => [name, 'optional' in s ? s.optional : s])) as never,
    required: entries.filter(([, s]) => !('optional' in s)).map(([name]) => name) as never,
    additionalProperties: false,
  }
}

/** Exactly one of `alternatives` holds of it besides. */
export const either = <S extends ObjectSchema>(schema: S, alternatives: readonly Alternative[]): S => ({ ...schema, oneOf: alternatives })
export const optional = <S extends Schema>(schema: S): Optional<S> => ({ optional: schema })
export const oneOf = <const Values extends readonly string[]>(values: Values): EnumSchema<Values> => ({ type: 'string', enum: values })
export const text = (maxLength: number, minLength = 0): StringSchema => ({ type: 'string', minLength, maxLength })
export const nullableText = (maxLength: number): NullableTextSchema => ({ type: 'string', nullable: true, maxLength })
export const integer = (limits: Omit<NumberSchema, 'type'> = {}): NumberSchema => ({ type: 'integer', ...limits })
export const number = (limits: Omit<NumberSchema, 'type'> = {}): NumberSchema => ({ type: 'number', ...limits })
export const listOf = <const Items extends StringSchema>(items: Items, maxItems: number): ListSchema<Items> => ({ type: 'array', items, maxItems, uniqueItems: true })
export const boolean: BooleanSchema = { type: 'boolean' }
/** What is said by a code; see said.ts. */
export const told = object({ code: text(100, 1), values: { type: 'object', maxProperties: 20 } as ValuesSchema })
/** RFC 3339 with a zone. */
export const instant: StringSchema = { type: 'string', format: 'date-time' }
export const uuid: StringSchema = { type: 'string', format: 'uuid' }
/** The library is somebody's browser's next click: only https. */
export const httpsLink: StringSchema = { type: 'string', format: 'uri', pattern: '^https://', maxLength: 2_000 }
