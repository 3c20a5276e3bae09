/** Compares a live read model with one folded anew, at the same position: every row, in the order of their keys. */

import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Position } from '../domain/event.ts'
import { positionOf } from '../domain/event.ts'
import type { AnyProjection } from '../projections/index.ts'
import type { VerifyResult } from '../projections/wire.ts'
import type { Database } from '../server/db/database.ts'
import { canonicalRows } from '../server/db/canonical-rows.ts'
import { limits } from '../server/limits.ts'
import { positionIn } from './swap-tables.ts'

/**
 * The live checkpoint is locked only until a snapshot is taken in which both stand at the same position; the comparing then
 * holds nobody up.
 */
export async function verifyTables(client: pg.Client, live: AnyProjection, shadow: AnyProjection, { database }: { database: Database }, catchUpTo: (from: Position, to: Position) => Promise<unknown>): Promise<VerifyResult> {
  const [lock, reading] = [await database.connect(), await database.connect()]
  try {
    await lock.query('begin')
    const at = await positionIn(lock, live, 'for update')
    const own = await positionIn(client, shadow)
    if (own < at) await catchUpTo(positionOf(own), positionOf(at))
    await reading.query('begin isolation level repeatable read, read only')
    await reading.query('select 1 from checkpoints limit 1')
    await lock.query('rollback')
    return await compare(reading, live, shadow)
  } finally {
    await Promise.all([lock, reading].map((one) => one.end().catch(() => {})))
  }
}

async function compare(client: pg.Client, live: AnyProjection, shadow: AnyProjection): Promise<VerifyResult> {
  const [hashLive, hashRebuilt] = [createHash('sha256'), createHash('sha256')]
  const differing: string[] = []
  const [ours, theirs] = [canonicalRows(client, live), canonicalRows(client, shadow)]
  let rows = 0
  let [a, b] = [await ours.next(), await theirs.next()]
  while (!a.done || !b.done) {
    const [left, right] = [a.done ? undefined : a.value, b.done ? undefined : b.value]
    const key = left === undefined ? right!.key : right === undefined ? left.key : left.key < right.key ? left.key : right.key
    const [mine, other] = [left?.key === key ? left.line : undefined, right?.key === key ? right.line : undefined]
    if (mine !== other && differing.length < limits.verifyKeysMax) differing.push(key)
    if (mine !== undefined) {
      hashLive.update(mine)
      rows++
      a = await ours.next()
    }
    if (other !== undefined) {
      hashRebuilt.update(other)
      b = await theirs.next()
    }
  }
  const [sha256Live, sha256Rebuilt] = [hashLive.digest('hex'), hashRebuilt.digest('hex')]
  return { same: sha256Live === sha256Rebuilt, rows, differing, sha256Live, sha256Rebuilt }
}
