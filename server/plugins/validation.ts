/**
 * Input is refused, never mended: unknown fields, wrong types, all wrong fields at once. Only what comes in the address,
 * which is text by nature, is read as the number or boolean that the schema asks for.
 */

import type { FastifyInstance } from 'fastify'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { millisecondsOf } from '../../domain/instant.ts'
import { limits } from '../limits.ts'

const options = { strict: true, allErrors: true, removeAdditional: false, useDefaults: false } as const
// The package's own types say it has a default export inside its default export; what Deno loads is the function.
const addFormats = formats as unknown as typeof formats.default

/** RFC 3339, 5.6, without the freedoms that JavaScript's dates do not take: a space for the T, a zone of hours alone. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i
/** In lower case alone, because ids are compared as text. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const EARLIEST_MS = Date.UTC(limits.instantYearMin, 0)
const END_MS = Date.UTC(limits.instantYearMax + 1, 0)

const ofBodies = withFormats(new Ajv({ ...options, coerceTypes: false }))
const ofAddresses = withFormats(new Ajv({ ...options, coerceTypes: true }))

/** An instant is recorded for ever and then read into tables: one that PostgreSQL cannot hold would stop every read model. */
function withFormats(ajv: Ajv): Ajv {
  addFormats(ajv)
  const { validate: isDateTime } = ajv.formats['date-time'] as { validate(text: string): boolean }
  const isInstant = (text: string) => INSTANT.test(text) && isDateTime(text) && millisecondsOf(text) >= EARLIEST_MS && millisecondsOf(text) < END_MS
  return ajv.addFormat('date-time', { type: 'string', validate: isInstant }).addFormat('uuid', UUID)
}

export function validation(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema, httpPart }) => compiledWhenAsked(httpPart === 'body' ? ofBodies : ofAddresses, schema as object))
}

/** Compiling all schemas was a fifth of what a start asked of the processor; most of them are never asked for. */
function compiledWhenAsked(ajv: Ajv, schema: object): Validate {
  let compiled: ValidateFunction | undefined
  const validate: Validate = (value) => {
    compiled ??= ajv.compile(schema)
    const valid = compiled(value) as boolean
    validate.errors = compiled.errors ?? null
    return valid
  }
  return validate
}

interface Validate { (value: unknown): boolean; errors?: ErrorObject[] | null }

/** A check of our own code's, for what a route's body schema cannot say. Answers what is wrong; nothing when all is well. */
export function validatorOf(schema: object): (value: unknown) => readonly ErrorObject[] {
  const validate = compiledWhenAsked(ofBodies, schema)
  return (value) => validate(value) ? [] : validate.errors ?? []
}
