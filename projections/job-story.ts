/** The story of a fetch: the events of one job as lines for a person, and the releases of its film that were no good. Pure. */

import type { AcquisitionEvent } from '../domain/acquisition-events.ts'
import type { Copy } from '../domain/copies.ts'
import { copyOf, withCopy, withoutCopy } from '../domain/copies.ts'
import type { Recorded } from '../domain/event.ts'
import { secondsBetween, utc } from '../domain/instant.ts'
import type { Told } from '../domain/said.ts'

type JobEvent = Recorded<AcquisitionEvent>

export interface StoryLine {
  /** Of the event, or of the first of those that are told as one. */
  readonly key: string
  readonly at: string
  readonly type: AcquisitionEvent['type']
  /** The event's own, without ids that say nothing; see `progressTold` for a download's way. */
  readonly data: Readonly<Record<string, unknown>>
  /** A person's id, `system` or a worker's. */
  readonly actor: string
}

/** What a stretch of a download came to, in the data of its line. */
export interface ProgressTold {
  readonly bytes: number
  readonly totalBytes: number
  readonly missing: number
  readonly seconds: number
  /** Over the stretch, and between two reports at best; null where it was too short to tell. */
  readonly bytesPerSecond: number | null
  readonly fastestBytesPerSecond: number | null
}

export interface BlockedRelease { readonly releaseId: string; readonly title: string | null; readonly indexer: string | null; readonly code: string; readonly message: string; readonly told: Told | null; readonly at: string }

/** `events` of the film's stream, in their order. */
export function storyOf(events: Iterable<JobEvent>, jobId: string): readonly StoryLine[] {
  const lines: StoryLine[] = []
  let release: { readonly title: string } | null = null
  let holder: string | null = null
  let copies: readonly Copy[] = []
  for (const event of events) {
    if (event.data.jobId !== jobId) continue
    const last = lines.at(-1)
    if (event.type === 'ReleaseSelected') release = event.data
    // Who has it with them already renews the lease.
    if (event.type === 'CopySaved' && copyOf(copies, event.data)) continue
    if (event.type === 'CopySaved') copies = withCopy(copies, event.data)
    if (event.type === 'CopyRemoved') copies = withoutCopy(copies, event.data)
    if (event.type === 'DownloadProgressed' && last?.type === 'DownloadProgressed') lines[lines.length - 1] = goneOn(last, event)
    // Who has it already renews its claim.
    else if (event.type !== 'JobClaimed' || event.data.workerId !== holder) lines.push(lineOf(event, release, lines.findLast(({ type }) => type === 'DownloadStarted')?.at))
    holder = event.type === 'JobClaimed' ? event.data.workerId : FREES.has(event.type) ? null : holder
  }
  return lines
}

const FREES: ReadonlySet<string> = new Set(['FetchFailed', 'FetchCancelled', 'FetchReconsidered', 'ReleaseChosen', 'MovieReady'])

function lineOf({ id, type, data, meta }: JobEvent, release: { readonly title: string } | null, startedAt: string | undefined): StoryLine {
  const { jobId: _jobId, ...rest } = data as Readonly<Record<string, unknown>>
  const at = utc(meta.issuedAt)
  const line = { key: id, at, type, actor: meta.actor }
  switch (type) {
    case 'DownloadProgressed': {
      const told: ProgressTold = { bytes: data.bytes, totalBytes: data.totalBytes, missing: data.missing, ...ratesOf(0, data.bytes, startedAt === undefined ? 0 : secondsBetween(startedAt, at), null) }
      return { ...line, data: { ...told, from: startedAt ?? at, until: at } }
    }
    case 'ReleaseRejected': return { ...line, data: { ...rest, title: release?.title ?? null } }
  }
  return { ...line, data: rest }
}

function goneOn(line: StoryLine, event: Extract<JobEvent, { type: 'DownloadProgressed' }>): StoryLine {
  const { bytes, totalBytes, missing } = event.data
  const before = line.data as unknown as ProgressTold & { readonly from: string; readonly until: string }
  const at = utc(event.meta.issuedAt)
  const step = ratesOf(before.bytes, bytes, secondsBetween(before.until, at), before.fastestBytesPerSecond)
  const all = ratesOf(0, bytes, secondsBetween(before.from, at), step.fastestBytesPerSecond)
  return { ...line, data: { bytes, totalBytes, missing, ...all, from: before.from, until: at } }
}

function ratesOf(from: number, to: number, seconds: number, fastest: number | null): Pick<ProgressTold, 'seconds' | 'bytesPerSecond' | 'fastestBytesPerSecond'> {
  const rate = seconds < 1 || to < from ? null : Math.round((to - from) / seconds)
  return { seconds, bytesPerSecond: rate, fastestBytesPerSecond: rate === null ? fastest : Math.max(rate, fastest ?? 0) }
}

/** Newest first. */
export function blocklistOf(events: Iterable<JobEvent>): readonly BlockedRelease[] {
  const blocked = new Map<string, BlockedRelease>()
  let chosen: { readonly releaseId: string; readonly title: string | null; readonly indexer: string | null } | null = null
  for (const event of events) {
    const at = utc(event.meta.issuedAt)
    switch (event.type) {
      case 'ReleaseSelected': chosen = event.data; break
      case 'ReleaseRejected': {
        const { releaseId, code, message, told } = event.data
        const { title, indexer } = chosen?.releaseId === releaseId ? chosen : { title: null, indexer: null }
        blocked.set(releaseId, { releaseId, title, indexer, code, message, told, at })
        chosen = null
        break
      }
      case 'FetchFailed': {
        const { code, message, told, retryable } = event.data
        if (!retryable && chosen !== null) blocked.set(chosen.releaseId, { releaseId: chosen.releaseId, title: chosen.title, indexer: chosen.indexer, code, message, told, at })
        break
      }
      case 'FetchRequested': chosen = null; break
      case 'ReleasesAllowed': for (const releaseId of event.data.releaseIds) blocked.delete(releaseId)
    }
  }
  return [...blocked.values()].reverse()
}
