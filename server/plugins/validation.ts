/**
 * Input is refused, never mended: unknown fields, wrong types, all wrong fields at once. Only what comes in the address,
 * which is text by nature, is read as the number or boolean that the schema asks for.
 */

import type { FastifyInstance } from 'fastify'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'

const options = { strict: true, allErrors: true, removeAdditional: false, useDefaults: false } as const
// The package's own types say it has a default export inside its default export; what Deno loads is the function.
const addFormats = formats as unknown as typeof formats.default
const ofBodies = addFormats(new Ajv({ ...options, coerceTypes: false }))
const ofAddresses = addFormats(new Ajv({ ...options, coerceTypes: true }))

export function validation(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? ofBodies : ofAddresses).compile(schema as object))
}

/** A check of our own code's, for what a route's body schema cannot say. Answers what is wrong; nothing when all is well. */
export function validatorOf(schema: object): (value: unknown) => readonly ErrorObject[] {
  const validate: ValidateFunction = ofBodies.compile(schema)
  return (value) => validate(value) ? [] : validate.errors ?? []
}
