/** Rows into a table by COPY in PostgreSQL's text format (its documentation, "COPY, Text Format"). */

import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type pg from 'pg'
import type { ColumnType } from '../../projections/projection.ts'
import { limits } from '../limits.ts'

export interface CopyColumn { readonly name: string; readonly type: ColumnType }

/** The rows are asked for as PostgreSQL takes them. */
export async function copyIn(client: pg.ClientBase, table: string, columns: readonly CopyColumn[], rows: Iterable<readonly unknown[]>): Promise<void> {
  const cells = columns.map(({ type }) => CELLS[type])
  await send(client, `copy ${table} (${columns.map(({ name }) => name).join(', ')}) from stdin`, chunks(cells, rows))
}

function* chunks(cells: readonly Cell[], rows: Iterable<readonly unknown[]>): Generator<Buffer> {
  let text = ''
  for (const row of rows) {
    for (let i = 0; i < cells.length; i++) {
      const value = row[i]
      text += (i === 0 ? '' : '\t') + (value === null || value === undefined ? '\\N' : cells[i]!(value))
    }
    text += '\n'
    if (text.length < limits.copyInCharacters) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

type Cell = (value: unknown) => string

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escaped = (text: string) => SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (special) => ESCAPES[special]!) : text

const CELLS: Readonly<Record<ColumnType, Cell>> = {
  text: (value) => escaped(String(value)), json: (value) => escaped(JSON.stringify(value)), timestamptz: (value) => escaped(String(value)),
  integer: String, bigint: String, double: String, boolean: String,
}

interface CopyConnection extends pg.Connection { readonly stream: Writable & pg.Connection['stream']; sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void; sendCopyFail(reason: string): void }

/** The other listener goes too: a stream warns of many. */
async function taken(stream: Writable): Promise<void> {
  const over = new AbortController()
  await Promise.race([once(stream, 'drain', over), once(stream, 'close', over)]).finally(() => over.abort())
}

/** A query as the driver wants it, which is asked for its data when the server is ready for them. */
async function send(client: pg.ClientBase, query: string, data: Iterable<Buffer>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let fault: { readonly error: unknown } | undefined
    const failed = (error: unknown) => {
      fault ??= { error }
      reject(error)
    }
    const pump = async (connection: CopyConnection) => {
      for (const chunk of data) {
        // The server has refused a row, or is gone.
        if (fault || connection.stream.destroyed) return
        connection.sendCopyFromChunk(chunk)
        await (connection.stream.writableNeedDrain ? taken(connection.stream) : setImmediate())
      }
      if (!fault) connection.endCopyFrom()
    }
    client.query({
      submit: (connection: pg.Connection) => connection.query(query),
      handleCopyInResponse(connection: CopyConnection) {
        pump(connection).catch((error: unknown) => {
          failed(error)
          connection.sendCopyFail('the rows could not be made')
        })
      },
      handleCommandComplete() {},
      handleError: failed,
      handleReadyForQuery() { if (!fault) resolve() },
    } as unknown as pg.Submittable)
  })
}
