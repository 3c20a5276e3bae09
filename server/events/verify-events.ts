/**
 * Whether history is as it was recorded (ES7): every event against its own hash and the one before it in its stream, then the
 * store's books against its events. One pass in the global order, in flat memory whatever the length of the log: of streams
 * that are not among those seen last, the event before is looked up.
 */

import type { Position, StreamName } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { ChainFinding, Verification } from '../../projections/wire.ts'
import type { Contradiction, EventStore, RawEvent } from '../event-store/event-store.ts'
import { chainHash } from '../event-store/hash-chain.ts'
import { recent } from '../event-store/recent.ts'
import { atMost } from '../images/at-most.ts'
import { limits } from '../limits.ts'

type Store = Pick<EventStore, 'readRaw' | 'contradictions'>
/** Of the event before: where it stands, and what its hash is. */
type Before = Pick<RawEvent, 'version' | 'position' | 'hash'>

export interface VerifiedPart {
  /** Events looked at since the part before. */
  readonly checked: number
  readonly upTo: Position
  readonly findings: readonly ChainFinding[]
}

/** In parts of `limits.verifyPartEvents`; the last one has what the store's books say. Of one stream when it is named. */
export async function* verifyEvents(store: Store, { stream, after = START }: { readonly stream?: StreamName; readonly after?: Position } = {}): AsyncGenerator<VerifiedPart> {
  const seen = recent<StreamName, Before>(limits.verifyStreamsMax)
  let part: Placed[] = []
  let upTo = after
  for await (const event of store.readRaw(stream === undefined ? { after } : { stream })) {
    if (event.position <= after) continue  // of a stream, which is read from its beginning
    const last = seen.get(event.stream)
    part.push({ event, previous: event.version === 0 ? null : last?.version === event.version - 1 ? last : 'unknown' })
    seen.set(event.stream, { version: event.version, position: event.position, hash: event.hash })
    upTo = event.position
    if (part.length < limits.verifyPartEvents) continue
    yield { checked: part.length, upTo, findings: await findingsIn(store, part) }
    part = []
  }
  const findings = await findingsIn(store, part)
  for await (const contradiction of store.contradictions(stream)) findings.push(ofBooks(contradiction))
  yield { checked: part.length, upTo, findings }
}

/** `previous` is null for a stream's first event. */
interface Placed { readonly event: RawEvent; readonly previous: Before | null | 'unknown' }

async function findingsIn(store: Store, part: readonly Placed[]): Promise<ChainFinding[]> {
  const lookUp = atMost(limits.verifyLookUpsAtOnce, part.length)
  const found = await Promise.all(part.map(async ({ event, previous }) => findingOf(event, previous === 'unknown' ? await lookUp.run(() => before(store, event)) : previous)))
  return found.filter((finding) => finding !== undefined)
}

/** Undefined when the event that should be there is not. */
async function before(store: Store, { stream, version }: RawEvent): Promise<Before | undefined> {
  for await (const event of store.readRaw({ stream, fromVersion: version - 1, toVersion: version - 1 })) return event
  return undefined
}

function findingOf(event: RawEvent, previous: Before | null | undefined): ChainFinding | undefined {
  const { stream, version, position, id } = event
  const found = (code: ChainFinding['code'], message: string): ChainFinding => ({ code, stream, version, position, eventId: id, message })
  if (previous === undefined) return found('MISSING', `Version ${version - 1} of ${stream} is missing: version ${version} comes without it.`)
  if (previous && previous.position > position) return found('REORDERED', `Version ${version} of ${stream} stands before version ${previous.version} in the global order.`)
  if (event.hash === chainHash(previous?.hash ?? null, event)) return undefined
  return found('CHANGED', `Version ${version} of ${stream} is not what was recorded, or does not follow what stands before it.`)
}

function ofBooks({ code, stream, message }: Contradiction): ChainFinding {
  return { code, stream, version: null, position: null, eventId: null, message: stream === null ? message : `${stream}: ${message}` }
}

/** As much as one answer may look at: ends early when it has found enough. */
export async function verification(store: Store, asked: { readonly stream?: StreamName; readonly after?: Position }): Promise<Verification> {
  const findings: ChainFinding[] = []
  let checked = 0
  for await (const part of verifyEvents(store, asked)) {
    checked += part.checked
    findings.push(...part.findings)
    if (part.checked === limits.verifyPartEvents && (checked >= limits.verifyAnswerEvents || findings.length >= limits.verifyAnswerFindings)) return { checked, findings, next: part.upTo }
  }
  return { checked, findings, next: null }
}
