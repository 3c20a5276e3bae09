/**
 * One import of the catalogue: stream `sync-<runId>`. What it has done so far is the worker's to count; here is what was wished, how it ended, and
 * now and then how far it is.
 *
 *   running ◀─ resume ── paused        running, paused, failed ── cancel ──▶ cancelled
 *      │  └──── pause ────▲
 *      ├── all is done ──▶ completed ── retry of what failed ──▶ running
 *      └── it cannot go on ──▶ failed ── resume ──▶ running
 */

import type { Decider, Decision, Refusal } from './decider.ts'
import { refuse } from './decider.ts'
import type { Command, Issued } from './command.ts'
import type { Fact, Recorded, StreamName, Unrecorded } from './event.ts'
import { secondsBetween, utc } from './instant.ts'
import type { Infer, Schema } from './schema.ts'
import { boolean, integer, object, oneOf, optional, text, uuid } from './schema.ts'
import { MEDIA_TYPES, tmdbId } from './title.ts'

/** `refresh`: what is trending and what anyone keeps, those that were asked longest ago first. */
export const SYNC_SOURCES = ['title', 'ids', 'export', 'discover', 'library', 'refresh'] as const
export type SyncSourceKind = (typeof SYNC_SOURCES)[number]
/** Straight into the database, or into files first and then from them. */
export const SYNC_WAYS = ['database', 'files'] as const
export const SYNC_STATUSES = ['running', 'paused', 'completed', 'failed', 'cancelled'] as const
export type SyncStatus = (typeof SYNC_STATUSES)[number]
/** `listing`: which titles there are; `loading`: from files into the database. */
const SYNC_PHASES = ['listing', 'fetching', 'loading'] as const
export type SyncPhase = (typeof SYNC_PHASES)[number]

/**
 * What is imported. `mediaType` and `tmdbId` of one title; `mediaType` and `count` of a list of ids; `mediaType` and `date` (`YYYY-MM-DD`) or `file`
 * of TMDB's daily export, where `adult` takes adult titles along; `query`: the filters of a discover, as in an address.
 */
export const syncSource = object({
  kind: oneOf(SYNC_SOURCES),
  mediaType: optional(oneOf(MEDIA_TYPES)),
  tmdbId: optional(tmdbId),
  count: optional(integer({ minimum: 1, maximum: 10_000_000 })),
  date: optional({ type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' }),
  file: optional({ type: 'string', pattern: '^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$' }),
  adult: optional(boolean),
  query: optional(text(2_000)),
})
export type SyncSource = Infer<typeof syncSource>

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export interface SyncCounts {
  /** Null until all that there is has been listed. */
  readonly total: number | null
  readonly done: number
  /** Titles that the catalogue does not have. */
  readonly gone: number
  readonly failed: number
}
export type SyncEvent =
  | Fact<'SyncStarted', { readonly source: SyncSource; readonly way: (typeof SYNC_WAYS)[number] }>
  | Fact<'SyncProgressed', SyncCounts & { readonly phase: SyncPhase }>
  | Fact<'SyncPaused', Record<string, never>>
  | Fact<'SyncResumed', Record<string, never>>
  | Fact<'SyncCancelled', Record<string, never>>
  | Fact<'SyncFailuresRetried', Record<string, never>>
  | Fact<'SyncCompleted', SyncCounts>
  | Fact<'SyncFailed', { readonly code: string; readonly message: string }>

// Commands. Only the server itself sends them, in the name of who asked; from `ReportSync` on they are the worker's.
const run = { runId: uuid }
const count = integer({ minimum: 0, maximum: 10_000_000 })
const counts = { total: optional(count), done: count, gone: count, failed: count }
export const syncCommands = {
  StartSync: object({ ...run, source: syncSource, way: oneOf(SYNC_WAYS) }),
  PauseSync: object(run),
  ResumeSync: object(run),
  CancelSync: object(run),
  RetrySyncFailures: object(run),
  ReportSync: object({ ...run, phase: oneOf(SYNC_PHASES), ...counts }),
  CompleteSync: object({ ...run, ...counts }),
  FailSync: object({ ...run, code: text(100, 1), message: text(2_000, 1) }),
} as const satisfies Record<string, Schema>
export type SyncCommandData = { [T in keyof typeof syncCommands]: Infer<(typeof syncCommands)[T]> }
export type SyncCommand = { [T in keyof SyncCommandData]: { type: T; data: SyncCommandData[T] } }[keyof SyncCommandData]

export function syncStream(runId: string): StreamName {
  return `sync-${runId}` as StreamName
}

// State.
export interface SyncState {
  /** Null before it was started. */
  readonly status: SyncStatus | null
  readonly source: SyncSource | null
  readonly way: (typeof SYNC_WAYS)[number]
  /** How often somebody wished what failed to be tried again. */
  readonly retries: number
  readonly reported: { readonly at: string; readonly phase: SyncPhase; readonly counts: SyncCounts } | null
  readonly failed: number
}

const REPORT_SECONDS = 10
const REPORT_PART = 0.01

export const syncDecider: Decider<SyncState, SyncCommand, SyncEvent> = {
  category: 'sync',
  initial: { status: null, source: null, way: 'database', retries: 0, reported: null, failed: 0 },
  decide(command, state) {
    if (command.type === 'StartSync') return start(command.data, state)
    if (state.status === null) return refuse('NOT_FOUND', 'There is no such import.')
    switch (command.type) {
      case 'PauseSync': return from(state, 'paused', ['running'], [{ type: 'SyncPaused', data: {} }])
      case 'ResumeSync': return from(state, 'running', ['paused', 'failed'], [{ type: 'SyncResumed', data: {} }])
      case 'CancelSync': return from(state, 'cancelled', ['running', 'paused', 'failed'], [{ type: 'SyncCancelled', data: {} }])
      case 'RetrySyncFailures':
        if (state.status === 'completed' && state.failed === 0) return refuse('NOTHING_FAILED', 'No title of this import has failed.')
        return from(state, null, ['running', 'paused', 'completed'], [{ type: 'SyncFailuresRetried', data: {} }])
      case 'ReportSync': return report(command, state)
      case 'CompleteSync': return from(state, 'completed', ['running'], [{ type: 'SyncCompleted', data: countsOf(command.data) }])
      case 'FailSync': return from(state, 'failed', ['running'], [{ type: 'SyncFailed', data: { code: command.data.code, message: command.data.message } }])
    }
  },
  evolve(state, event) {
    return { ...state, ...changeOf(state, event) }
  },
}

function start({ source, way }: SyncCommandData['StartSync'], { status }: SyncState): Decision<SyncEvent> {
  if (status !== null) return refuse('SYNC_ID_USED', 'This import was started before. Start another one with a new id.')
  const missing = missingIn(source)
  return missing === undefined ? [{ type: 'SyncStarted', data: { source, way } }] : refuse('INVALID_INPUT', missing)
}

/** What a source lacks, in a sentence. */
function missingIn({ kind, mediaType, tmdbId, count, date, file }: SyncSource): string | undefined {
  switch (kind) {
    case 'title': return mediaType === undefined || tmdbId === undefined ? 'Say which title: its kind and its number at TMDB.' : undefined
    case 'ids': return mediaType === undefined || count === undefined ? 'Say of which kind the titles are, and their numbers at TMDB.' : undefined
    case 'export': return mediaType === undefined || (date === undefined) === (file === undefined) ? 'Say of which kind the titles are, and the day of the export or the file that it is in.' : undefined
    case 'discover': case 'library': case 'refresh': return undefined
  }
}

function from(state: SyncState, wanted: SyncStatus | null, allowed: readonly SyncStatus[], facts: readonly SyncEvent[]): Decision<SyncEvent> {
  if (state.status === wanted) return []
  return allowed.includes(state.status!) ? facts : notNow(state)
}

function notNow({ status }: SyncState): Refusal {
  return refuse('WRONG_SYNC_STATUS', `That cannot be done with an import that is ${status}.`, { status })
}

/** Recorded when a new part of the work begins, else seldom: a long import leaves about a hundred of these. */
function report({ data, issuedAt }: Issued<Command & Extract<SyncCommand, { type: 'ReportSync' }>>, { status, reported }: SyncState): Decision<SyncEvent> {
  if (status !== 'running') return []
  const now = countsOf(data)
  if (reported && reported.phase === data.phase) {
    const moved = now.done + now.gone + now.failed - reported.counts.done - reported.counts.gone - reported.counts.failed
    const due = secondsBetween(reported.at, issuedAt) >= REPORT_SECONDS && moved >= (now.total ?? 0) * REPORT_PART && moved > 0
    if (!due && (now.total === null) === (reported.counts.total === null)) return []
  }
  return [{ type: 'SyncProgressed', data: { phase: data.phase, ...now } }]
}

function countsOf({ total, done, gone, failed }: { total?: number; done: number; gone: number; failed: number }): SyncCounts {
  return { total: total ?? null, done, gone, failed }
}

function changeOf(state: SyncState, event: Recorded<SyncEvent> | Unrecorded<SyncEvent>): Partial<SyncState> {
  switch (event.type) {
    case 'SyncStarted': return { status: 'running', source: event.data.source, way: event.data.way }
    case 'SyncProgressed': {
      const { phase, ...counts } = event.data
      return { reported: { at: utc(event.meta.issuedAt), phase, counts }, failed: counts.failed }
    }
    case 'SyncPaused': return { status: 'paused' }
    case 'SyncResumed': return { status: 'running' }
    case 'SyncCancelled': return { status: 'cancelled' }
    case 'SyncFailuresRetried': return { status: state.status === 'completed' ? 'running' : state.status, retries: state.retries + 1, reported: null }
    case 'SyncCompleted': return { status: 'completed', failed: event.data.failed }
    case 'SyncFailed': return { status: 'failed' }
  }
}
