/** Which command takes back what another one did, in whatever kind of stream; and what the undo of many at once would do. */

import type { JobPriority } from './acquisition-events.ts'
import type { CommandId } from './command.ts'
import type { Refusal } from './decider.ts'
import type { Fact, StreamName } from './event.ts'
import { categoryOf } from './event.ts'
import type { CommandData, CommandType } from './index.ts'
import { parseListStream } from './list-stream.ts'
import { parseAcquisitionStream, playableRef } from './playable.ts'
import { parseLibraryStream } from './title.ts'

/** All that one command did in one stream. */
export interface Deed {
  readonly stream: StreamName
  readonly commandId: CommandId
  /** Of its first event. */
  readonly type: string
  readonly data: unknown
}

export type Wish = { [T in CommandType]: { readonly type: T; readonly data: CommandData[T] } }[CommandType]

/** Undefined where nothing can take it back. An undo of an undo does again what was undone. */
export function takeBack({ stream, commandId, type, data }: Deed): Wish | undefined {
  const entry = parseLibraryStream(stream)
  if (entry) return { type: 'Undo', data: { title: entry.title, commandId } }
  const listId = parseListStream(stream)
  if (listId !== undefined) return { type: 'UndoListChange', data: { listId, commandId } }
  if (categoryOf(stream) === 'profile') return { type: 'UndoProfileChange', data: { commandId } }
  const playable = parseAcquisitionStream(stream)
  if (!playable) return undefined
  const { jobId } = data as { readonly jobId: string }
  const job: OfJob = { ...playableRef(playable), jobId }
  switch (type) {
    case 'FetchRequested': case 'FetchRetried': return { type: 'CancelFetch', data: job }
    case 'FetchCancelled': return { type: 'RetryFetch', data: job }
    case 'FetchApproved': case 'FetchDeclined': return { type: 'ReconsiderFetch', data: job }
    case 'FetchReconsidered': return reconsidered(job, (data as { readonly was: 'approved' | 'declined' | 'cancelled' }).was)
    case 'FetchPrioritized': return { type: 'PrioritizeFetch', data: { ...job, priority: (data as { readonly former: JobPriority }).former } }
    case 'MovieBinned': return { type: 'RestoreMovie', data: job }
    case 'MovieRestored': return { type: 'BinMovie', data: job }
    case 'MovieKept': return { type: 'ReleaseMovie', data: job }
    case 'MovieReleased': return { type: 'KeepMovie', data: job }
  }
  return undefined
}

type OfJob = CommandData['CancelFetch']

function reconsidered(job: OfJob, was: 'approved' | 'declined' | 'cancelled'): Wish {
  return { type: was === 'approved' ? 'ApproveFetch' : was === 'declined' ? 'DeclineFetch' : 'CancelFetch', data: job }
}

/** What the undo `deed` took back is done again. */
export function putBack({ stream, commandId }: Pick<Deed, 'stream' | 'commandId'>): Wish | undefined {
  const entry = parseLibraryStream(stream)
  if (entry) return { type: 'Redo', data: { title: entry.title, commandId } }
  if (categoryOf(stream) === 'profile') return { type: 'RedoProfileChange', data: { commandId } }
  const listId = parseListStream(stream)
  return listId === undefined ? undefined : { type: 'RedoListChange', data: { listId, commandId } }
}

interface Told { readonly stream: StreamName; readonly type: string; readonly data: unknown; readonly meta: { readonly commandId: CommandId } }

/** What these events did, in the order in which it has to be taken back: the last of them first. */
export function deedsOf(events: readonly Told[]): readonly Deed[] {
  const deeds = new Map<string, Deed>()
  for (const { stream, type, data, meta: { commandId } } of events) {
    const key = `${commandId} ${stream}`
    if (!deeds.has(key)) deeds.set(key, { stream, commandId, type, data })
  }
  return [...deeds.values()].reverse()
}

export interface Taking { readonly deed: Deed; readonly wish: Wish; readonly facts: readonly Fact[] }
/** Stays as it is: something newer stands on it, or nothing can take it back. */
export interface Keeping { readonly deed: Deed; readonly refusal: Refusal }
/** As much of it as a person is shown before they say yes. */
export interface ForeseenTaking {
  readonly taken: readonly Pick<Taking, 'deed' | 'facts'>[]
  readonly kept: readonly Keeping[]
  /** Facts that go on balance, see batch.ts. */
  readonly removes: number
}
export interface TakingBack extends ForeseenTaking { readonly taken: readonly Taking[] }
