/**
 * Properties with fast-check. `FC_RUNS` sets the number of cases, `FC_SEED` the seed (`random` for a new one); both are printed, and a failure
 * prints the smallest case found.
 */

import process from 'node:process'
import fc from 'fast-check'
import type { Schema } from '../../domain/schema.ts'
import type { Test } from './tap.ts'

const runs = Number(process.env.FC_RUNS ?? 0)
const seed = process.env.FC_SEED === 'random' ? Math.trunc(performance.timeOrigin) | 0 : Number(process.env.FC_SEED ?? 1895)

/** What `predicate` throws is a counterexample. */
export async function holds<Case extends unknown[]>(t: Test, name: string, defaultRuns: number, arbitraries: { [I in keyof Case]: fc.Arbitrary<Case[I]> }, predicate: (...found: Case) => void | Promise<void>): Promise<void> {
  const numRuns = runs > 0 ? runs : defaultRuns
  const result = await fc.check(fc.asyncProperty(fc.tuple(...arbitraries), async (found) => await predicate(...found as unknown as Case)), { numRuns, seed })
  const how = `seed ${result.seed}, ${result.numRuns} cases`
  if (result.failed) t.fail(`${name} (${how}, FC_SEED=${result.seed} runs it again)\n${fc.defaultReportMessage(result)}`)
  else t.equal(result.numRuns, numRuns, `${name} (${how})`)
}

/** Any value a schema accepts. */
export function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.type === 'object') {
    if (!('properties' in schema)) return fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }).filter((name) => name !== '__proto__'), fc.oneof(fc.string({ maxLength: 20 }), fc.integer()), { maxKeys: 3, noNullPrototype: true })
    const { properties, required, oneOf = [] } = schema
    const choice = new Set<string>(oneOf.flatMap((each) => each.required))
    const ways: readonly (readonly string[])[] = oneOf.length === 0 ? [[]] : oneOf.map((each) => each.required)
    return fc.oneof(...ways.map((way) => {
      const names = Object.keys(properties).filter((name) => !choice.has(name) || way.includes(name))
      return fc.record(Object.fromEntries(names.map((name) => [name, arbitraryOf(properties[name]!)])), { requiredKeys: [...required, ...way], noNullPrototype: true })
    }))
  }
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'array') return fc.uniqueArray(arbitraryOf(schema.items), { maxLength: Math.min(schema.maxItems, 3) })
  if (schema.type === 'string') return 'nullable' in schema ? fc.option(arbitraryText(schema)) : arbitraryText(schema)
  if (schema.type === 'integer') return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000_000 })
  return arbitraryNumber(schema.minimum ?? 0, schema.maximum ?? 1_000_000, schema.multipleOf)
}

function arbitraryText(schema: Extract<Schema, { type: 'string' }>): fc.Arbitrary<string> {
  if ('enum' in schema) return fc.constantFrom(...schema.enum)
  if (schema.format === 'date-time') return fc.date({ min: new Date('1850-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString())
  if (schema.format === 'uuid') return fc.uuid()
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern)).filter((text) => text.length <= (schema.maxLength ?? Infinity))
  return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 20, 20), unit: 'grapheme' })
}

function arbitraryNumber(min: number, max: number, step: number | undefined): fc.Arbitrary<number> {
  if (step === undefined) return fc.double({ min, max, noNaN: true })
  return fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) }).map((steps) => steps * step)
}
