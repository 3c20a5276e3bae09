/** Imports of the catalogue as admins see them: one row per run. What a run that goes on has done by now is counted by its worker. */

import type { SyncCounts, SyncEvent, SyncPhase, SyncSource, SyncStatus } from '../domain/catalogue-sync.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { utc } from '../domain/instant.ts'
import type { Handler, Projection } from './projection.ts'

export interface SyncRow extends SyncCounts {
  /** The run's id. */
  readonly key: string
  readonly source: SyncSource
  readonly way: 'database' | 'files'
  readonly status: SyncStatus
  readonly phase: SyncPhase
  /** A person's id, or `system`. */
  readonly startedBy: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly errorCode: string | null
  readonly errorMessage: string | null
  readonly changedAt: string
}

export const syncs: Projection<SyncRow> = {
  name: 'syncs',
  version: 1,
  categories: ['sync'],
  columns: {
    key: { type: 'text' },
    source: { type: 'json' },
    way: { type: 'text' },
    status: { type: 'text' },
    phase: { type: 'text' },
    total: { type: 'integer', nullable: true },
    done: { type: 'integer' },
    gone: { type: 'integer' },
    failed: { type: 'integer' },
    startedBy: { type: 'text' },
    startedAt: { type: 'timestamptz' },
    endedAt: { type: 'timestamptz', nullable: true },
    errorCode: { type: 'text', nullable: true },
    errorMessage: { type: 'text', nullable: true },
    changedAt: { type: 'timestamptz' },
  },
  indexes: [['startedAt']],
  audience: 'admins',
  on: {
    SyncStarted: {
      keys: ({ stream }) => [runOf(stream)],
      fold: (_row, { data, meta: { actor, issuedAt } }, key) => ({
        key, source: data.source, way: data.way, status: 'running', phase: 'listing', total: null, done: 0, gone: 0, failed: 0,
        startedBy: actor, startedAt: utc(issuedAt), endedAt: null, errorCode: null, errorMessage: null, changedAt: utc(issuedAt),
      }),
    },
    SyncProgressed: changes(({ data }) => data),
    SyncPaused: changes(() => ({ status: 'paused' })),
    SyncResumed: changes(() => ({ status: 'running', errorCode: null, errorMessage: null })),
    SyncCancelled: changes((_event, at) => ({ status: 'cancelled', endedAt: at })),
    SyncFailuresRetried: changes((_event, _at, { status }) => status === 'completed' ? { status: 'running', phase: 'fetching', endedAt: null } : {}),
    SyncCompleted: changes(({ data }, at) => ({ ...data, status: 'completed', endedAt: at })),
    SyncFailed: changes(({ data }) => ({ status: 'failed', errorCode: data.code, errorMessage: data.message })),
  },
}

type EventOf<Type extends SyncEvent['type']> = RecordedEvent<Type, Extract<SyncEvent, { type: Type }>['data']>

function changes<Type extends SyncEvent['type']>(change: (event: EventOf<Type>, at: string, row: SyncRow) => Partial<SyncRow>): Handler<SyncRow, EventOf<Type>> {
  return {
    keys: ({ stream }) => [runOf(stream)],
    fold: (row, event) => row && { ...row, ...change(event, utc(event.meta.issuedAt), row), changedAt: utc(event.meta.issuedAt) },
  }
}

function runOf(stream: string): string {
  return stream.slice('sync-'.length)
}
