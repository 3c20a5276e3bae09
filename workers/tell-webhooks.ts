/** Policy: what happened, and what is wrong with Rewind, is told to the webhooks that want to hear of it. */

import type { AcquisitionEvent } from '../domain/acquisition-events.ts'
import type { Recorded, RecordedEvent } from '../domain/event.ts'
import type { HealthEvent } from '../domain/health.ts'
import { parseAcquisitionStream } from '../domain/playable.ts'
import type { WebhookKind } from '../projections/wire-webhooks.ts'
import type { EventStore } from '../server/event-store/event-store.ts'
import { WEBHOOK } from '../server/webhooks/attempts.ts'
import type { HookFacts, HookOrder } from '../server/webhooks/hook-message.ts'
import type { Webhooks } from '../server/webhooks/webhooks.ts'
import type { Policy } from './policy.ts'

type Told = Extract<AcquisitionEvent | HealthEvent, { type: keyof typeof KINDS }>
const KINDS = {
  FetchRequested: 'request.pending', FetchReconsidered: 'request.pending', FetchApproved: 'request.approved', FetchDeclined: 'request.declined', MovieReady: 'request.available', FetchFailed: 'request.failed',
  ReleaseSelected: 'grab', MovieStored: 'download', MovieDeleted: 'deleted', LeavingSoon: 'leaving.soon', HealthFailed: 'health', HealthRestored: 'health.restored',
} as const satisfies Partial<Record<(AcquisitionEvent | HealthEvent)['type'], WebhookKind>>

interface Found { readonly hooks: readonly string[]; readonly job: HookFacts }

export function tellWebhooks({ store, webhooks }: { readonly store: Pick<EventStore, 'readStream'>; readonly webhooks: Pick<Webhooks, 'wanting'> }): Policy<Found> {
  return {
    name: 'tell-webhooks', version: 1, categories: ['acquisition', 'health'], types: Object.keys(KINDS),
    async lookup(event) {
      const hooks = webhooks.wanting(kindOf(event as Recorded<Told>)).map(({ id }) => id)
      return { hooks, job: hooks.length === 0 || event.type === 'HealthFailed' || event.type === 'HealthRestored' ? {} : await jobOf(store, event) }
    },
    messages(event, { hooks, job }) {
      const kind = kindOf(event as Recorded<Told>)
      const order: Omit<HookOrder, 'hook'> = { kind, at: event.recordedAt, position: event.position, facts: { ...job, ...factsOf(event as Recorded<Told>) } }
      return hooks.map((hook) => ({ kind: WEBHOOK, part: hook, lane: hook, payload: { hook, ...order } satisfies HookOrder }))
    },
  }
}

function kindOf(event: Recorded<Told>): WebhookKind {
  return event.type === 'FetchRequested' && !event.data.needsApproval ? 'request.approved' : KINDS[event.type]
}

/** What its stream says of the job up to this event: a read model may be behind, or ahead. */
async function jobOf(store: Pick<EventStore, 'readStream'>, { stream, version, data }: RecordedEvent): Promise<HookFacts> {
  const { jobId } = data as { readonly jobId: string }
  const subject = parseAcquisitionStream(stream)
  let facts: HookFacts = { jobId, ...subject === undefined ? {} : { subject } }
  for await (const event of store.readStream(stream) as AsyncIterable<Recorded<AcquisitionEvent>>) {
    if (event.version > version) break
    if (event.data.jobId !== jobId) continue
    if (event.type === 'FetchRequested') facts = { ...facts, requestedBy: event.data.requestedBy, quality: event.data.quality }
    if (event.type === 'ReleaseSelected') facts = { ...facts, release: { title: event.data.title, indexer: event.data.indexer, sizeBytes: event.data.sizeBytes } }
    if (event.type === 'MovieStored') facts = { ...facts, file: { sizeBytes: event.data.sizeBytes, contentType: event.data.contentType } }
  }
  return facts
}

function factsOf(event: Recorded<Told>): HookFacts {
  switch (event.type) {
    case 'FetchRequested': return event.data.needsApproval ? {} : { automatic: true }
    case 'FetchDeclined': return event.data.reason === '' ? {} : { reason: event.data.reason }
    case 'ReleaseSelected': case 'MovieDeleted': return { reason: event.data.reason }
    case 'FetchFailed': return { failure: { code: event.data.code, message: event.data.message, retryable: event.data.retryable } }
    case 'LeavingSoon': return { leaving: { at: event.data.leavesAt, why: event.data.why, lastCall: event.data.call === 'last' } }
    case 'HealthFailed': case 'HealthRestored': return { health: { check: event.data.part, message: event.data.message } }
    case 'FetchReconsidered': case 'FetchApproved': case 'MovieReady': case 'MovieStored': return {}
  }
}
