/** Schemas that several routes share. Those of rows follow from their projections' columns. */

import type { ObjectSchema, Schema } from '../../domain/schema.ts'
import { tmdbId } from '../../domain/title.ts'
import { cards } from '../../projections/cards.ts'
import { jobs } from '../../projections/jobs.ts'
import { library } from '../../projections/library.ts'
import { listItems } from '../../projections/list-items.ts'
import { lists } from '../../projections/lists.ts'
import type { ColumnType, Projection } from '../../projections/projection.ts'
import { timeline } from '../../projections/timeline.ts'
import { limits } from '../limits.ts'

/** Of an answer: an object with these properties, all of them there. */
export function answer<const Properties extends Record<string, object>>(properties: Properties) {
  return { type: 'object', properties, required: Object.keys(properties) } as const
}

export function listOf(items: object) {
  return { type: 'array', items } as const
}

export function nullable(schema: object) {
  return { ...schema, nullable: true } as const
}

const JSON_TYPES: Readonly<Record<ColumnType, object>> = {
  text: { type: 'string' }, timestamptz: { type: 'string' }, integer: { type: 'integer' }, bigint: { type: 'integer' }, double: { type: 'number' }, boolean: { type: 'boolean' }, json: {},
}

function rowOf<Row extends { readonly key: string }>({ name, columns }: Projection<Row>) {
  const properties = Object.entries<{ type: ColumnType; nullable?: true }>(columns).map(([column, { type, nullable: may }]) =>
    [column, may && type !== 'json' ? nullable(JSON_TYPES[type]) : JSON_TYPES[type]] as const)
  return { title: `${name} row`, ...answer(Object.fromEntries(properties)) }
}

export const libraryRow = rowOf(library)
export const timelineRow = rowOf(timeline)
export const jobRow = rowOf(jobs)
export const cardRow = rowOf(cards)
export const listRow = rowOf(lists)
export const listItemRow = rowOf(listItems)

export function listed(row: object) {
  return answer({ page: { type: 'integer' }, totalPages: { type: 'integer' }, totalResults: { type: 'integer' }, results: listOf(row), cards: listOf(cardRow) })
}

const acceptedEvent = answer({ id: { type: 'string' }, type: { type: 'string' }, stream: { type: 'string' }, version: { type: 'integer' }, position: { type: 'string' } })
export const outcome = {
  title: 'outcome of a command',
  type: 'object',
  properties: {
    id: { type: 'string' },
    status: { type: 'string', enum: ['accepted', 'rejected', 'unknown', 'failed'] },
    position: nullable({ type: 'string' }),
    events: listOf(acceptedEvent),
    code: { type: 'string' },
    message: { type: 'string' },
    details: {},
  },
  required: ['id', 'status'],
} as const

export const titleParams = {
  type: 'object',
  properties: { mediaType: { type: 'string', enum: ['movie', 'tv'] }, tmdbId },
  required: ['mediaType', 'tmdbId'],
  additionalProperties: false,
} as const

export function idParams(name: string, schema: object) {
  return { type: 'object', properties: { [name]: schema }, required: [name], additionalProperties: false } as const
}

export function bodyOf(properties: Readonly<Record<string, Schema>>, required: readonly string[]): ObjectSchema {
  return { type: 'object', properties, required, additionalProperties: false }
}

export function query<const Properties extends Record<string, object>>(properties: Properties) {
  return { type: 'object', properties, additionalProperties: false } as const
}

/** `page` is not refused when it makes no sense: it is 1 then. */
export const paging = {
  page: { type: 'string', maxLength: 20, description: 'From 1; anything else is 1.' },
  limit: { type: 'string', maxLength: 20, description: `From 1 to ${limits.pageSizeMax}; anything else is ${limits.pageSizeDefault}.` },
} as const

/** A position that an earlier answer named: the read waits until what it stands for is to be seen. */
export const after = { type: 'string', pattern: '^\\d{20}$', description: 'Wait until what this position stands for is to be seen.' } as const

/** A sentence in English, and what it is made of: projections/said.ts. */
export const saidProperties = { code: { type: 'string' }, values: { type: 'object', additionalProperties: true }, message: { type: 'string' } } as const
const said = answer(saidProperties)
/** What is recorded beside a sentence; null where the sentence is all there is. */
export const told = nullable(answer({ code: { type: 'string' }, values: { type: 'object', additionalProperties: true } }))

export const connectionTest = {
  title: 'test of a connection',
  ...answer({
    ok: { type: 'boolean' }, tookMs: { type: 'integer' }, ...saidProperties, advice: nullable(said),
    steps: listOf(answer({ name: said, ok: { type: 'boolean' }, detail: said })),
  }),
}

/** Of a setting. */
export const version = { type: 'integer', minimum: 0, description: 'Of the answer that the change was made from.' } as const
