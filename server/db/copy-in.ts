/** Rows into an empty table by COPY in PostgreSQL's text format (its documentation, "COPY, Text Format"). */

import type pg from 'pg'
import type { ColumnType } from '../../projections/projection.ts'
import { limits } from '../limits.ts'

export interface CopyColumn { readonly name: string; readonly type: ColumnType }

export async function copyIn(client: pg.ClientBase, table: string, columns: readonly CopyColumn[], rows: Iterable<readonly unknown[]>): Promise<void> {
  const query = `copy ${table} (${columns.map(({ name }) => name).join(', ')}) from stdin`
  let lines: string[] = []
  for (const row of rows) {
    lines.push(row.map((value, i) => cell(value, columns[i]!.type)).join('\t') + '\n')
    if (lines.length === limits.copyInRows) await send(client, query, lines.splice(0))
  }
  if (lines.length > 0) await send(client, query, lines)
}

function cell(value: unknown, type: ColumnType): string {
  if (value === null || value === undefined) return '\\N'
  const text = type === 'json' ? JSON.stringify(value) : String(value)
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (special) => ESCAPES[special]!) : text
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

interface CopyConnection extends pg.Connection { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

/** One COPY: a query as the driver wants it, which is asked for its data when the server is ready for them. */
async function send(client: pg.ClientBase, query: string, lines: readonly string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let fault: unknown
    client.query({
      submit: (connection: pg.Connection) => connection.query(query),
      handleCopyInResponse(connection: CopyConnection) {
        connection.sendCopyFromChunk(Buffer.from(lines.join('')))
        connection.endCopyFrom()
      },
      handleCommandComplete() {},
      handleError(error: unknown) {
        fault = error
        reject(error)
      },
      handleReadyForQuery() { if (fault === undefined) resolve() },
    } as unknown as pg.Submittable)
  })
}
