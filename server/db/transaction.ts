/** A transaction on a connection of one's own. */

import type pg from 'pg'

export async function transaction<Result>(client: pg.ClientBase, run: () => Promise<Result>): Promise<Result> {
  await client.query('begin')
  try {
    const result = await run()
    await client.query('commit')
    return result
  } catch (error) {
    // A connection that is gone has rolled back by itself.
    await client.query('rollback').catch(() => {})
    throw error
  }
}
