/** What admins did to a read model: stream `projection-<name>`, for the audit. What is under way is not in it. */

import type { Decider } from './decider.ts'
import type { Fact, StreamName } from './event.ts'
import type { Infer, Schema } from './schema.ts'
import { integer, object, text, uuid } from './schema.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type ProjectionEvent =
  | Fact<'RebuildRequested', { readonly version: number }>
  | Fact<'RebuildCompleted', { readonly version: number; readonly events: number; readonly rows: number; readonly durationMs: number }>
  | Fact<'RebuildFailed', { readonly version: number; readonly message: string }>
  | Fact<'RebuildCancelled', { readonly version: number }>
  | Fact<'ProjectionPaused', Record<string, never>>
  | Fact<'ProjectionResumed', Record<string, never>>
  | Fact<'EventSkipped', { readonly eventId: string; readonly reason: string }>

// Commands. Only the server itself sends them, in the name of who asked.
const name = text(50, 1)
const version = integer({ minimum: 1 })
const count = integer({ minimum: 0 })
export const projectionCommands = {
  RequestRebuild: object({ name, version }),
  CompleteRebuild: object({ name, version, events: count, rows: count, durationMs: count }),
  FailRebuild: object({ name, version, message: text(2_000) }),
  CancelRebuild: object({ name, version }),
  PauseProjection: object({ name }),
  ResumeProjection: object({ name }),
  SkipEvent: object({ name, eventId: uuid, reason: text(500, 1) }),
} as const satisfies Record<string, Schema>
export type ProjectionCommandData = { [T in keyof typeof projectionCommands]: Infer<(typeof projectionCommands)[T]> }
export type ProjectionCommand = { [T in keyof ProjectionCommandData]: { type: T; data: ProjectionCommandData[T] } }[keyof ProjectionCommandData]

export function projectionStream(name: string): StreamName {
  return `projection-${name}` as StreamName
}

export interface ProjectionState { readonly paused: boolean }

export const projectionDecider: Decider<ProjectionState, ProjectionCommand, ProjectionEvent> = {
  category: 'projection',
  initial: { paused: false },
  decide({ type, data }, { paused }) {
    switch (type) {
      case 'RequestRebuild': return [{ type: 'RebuildRequested', data: { version: data.version } }]
      case 'CompleteRebuild': return [{ type: 'RebuildCompleted', data: { version: data.version, events: data.events, rows: data.rows, durationMs: data.durationMs } }]
      case 'FailRebuild': return [{ type: 'RebuildFailed', data: { version: data.version, message: data.message } }]
      case 'CancelRebuild': return [{ type: 'RebuildCancelled', data: { version: data.version } }]
      case 'PauseProjection': return paused ? [] : [{ type: 'ProjectionPaused', data: {} }]
      case 'ResumeProjection': return paused ? [{ type: 'ProjectionResumed', data: {} }] : []
      case 'SkipEvent': return [{ type: 'EventSkipped', data: { eventId: data.eventId, reason: data.reason } }]
    }
  },
  evolve(state, { type }) {
    switch (type) {
      case 'ProjectionPaused': return { paused: true }
      case 'ProjectionResumed': return { paused: false }
      case 'RebuildRequested': case 'RebuildCompleted': case 'RebuildFailed': case 'RebuildCancelled': case 'EventSkipped': return state
    }
  },
}
