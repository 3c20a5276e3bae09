/** What a webhook tells, before it takes the shape that a receiver wants. */

import type { Playable } from '../../domain/playable.ts'
import { episodeCode } from '../../domain/playable.ts'
import type { WebhookKind } from '../../projections/wire-webhooks.ts'

/** Put into the outbox by the policy, once per event and hook; ids of people, never their names. Plain JSON. */
export interface HookOrder {
  readonly hook: string
  readonly kind: WebhookKind
  /** When it happened: RFC 3339, UTC. */
  readonly at: string
  /** Of the event in the order of all: two of them compare as texts. */
  readonly position: string
  readonly facts: HookFacts
}

/** What is known of it; what does not belong to its kind is left out. */
export interface HookFacts {
  readonly subject?: Playable
  readonly jobId?: string
  readonly requestedBy?: string
  readonly quality?: string
  /** Approved without anybody's word, because the role needs none. */
  readonly automatic?: boolean
  readonly reason?: string
  readonly release?: { readonly title: string; readonly indexer: string; readonly sizeBytes: number }
  readonly file?: { readonly sizeBytes: number; readonly contentType: string }
  readonly failure?: { readonly code: string; readonly message: string; readonly retryable: boolean }
  readonly leaving?: { readonly at: string; readonly why: string; readonly lastCall: boolean }
  /** Of a part of Rewind. */
  readonly health?: { readonly check: string; readonly message: string }
}

/** With what is looked up when it is sent. */
export interface HookMessage extends Omit<HookOrder, 'hook' | 'kind' | 'position'> {
  readonly id: string
  readonly kind: WebhookKind | 'test'
  /** Null of a test. */
  readonly position: string | null
  readonly title: HookTitle | null
  readonly requester: string | null
  /** A page of Rewind on it; null where nobody has said at which address browsers find it. */
  readonly link: string | null
}
export interface HookTitle { readonly title: string; readonly year: number | null; readonly overview: string; readonly genres: readonly string[]; /** Whole, and for anybody; null where there is none. */ readonly poster: string | null }

/** `Nosferatu (1922)`, `Heidi (1978), S01E02`; null of what is about no title. */
export function aboutOf({ facts: { subject }, title }: Pick<HookMessage, 'facts' | 'title'>): string | null {
  if (!subject) return null
  const name = title === null ? `TMDB ${subject.mediaType} ${subject.tmdbId}` : title.year === null ? title.title : `${title.title} (${title.year})`
  return subject.mediaType === 'tv' ? `${name}, ${episodeCode(subject)}` : name
}

const HEADLINES: Readonly<Record<HookMessage['kind'], string>> = {
  'request.pending': 'Waits for approval', 'request.approved': 'Request approved', 'request.declined': 'Request declined', 'request.available': 'Ready to watch', 'request.failed': 'Could not be fetched',
  'grab': 'Release chosen', 'download': 'Download finished', 'deleted': 'Deleted', 'leaving.soon': 'Leaves soon', 'health': 'Rewind needs a look', 'health.restored': 'Rewind is well again', 'test': 'A test from Rewind',
}

/** For people, in English, in plain text: a headline and what there is to say besides. */
export function wordsOf(message: HookMessage): { readonly headline: string; readonly text: string; readonly fields: readonly (readonly [name: string, value: string])[] } {
  const { kind, requester, facts: { automatic, reason, release, file, failure, leaving, health } } = message
  const fields: (readonly [string, string | null | undefined])[] = [
    ['Requested by', requester], ['Reason', reason], ['Release', release?.title], ['Indexer', release?.indexer], ['Size', sizeInWords(file?.sizeBytes ?? release?.sizeBytes)],
    ['Error', failure && `${failure.message} (${failure.code})`], ['Leaves at', leaving?.at],
  ]
  const about = kind === 'test' ? 'This webhook works.' : health ? `${health.check}: ${health.message}` : aboutOf(message) ?? ''
  return { headline: automatic ? 'Requested' : HEADLINES[kind], text: about, fields: fields.filter((field): field is [string, string] => typeof field[1] === 'string' && field[1] !== '') }
}

function sizeInWords(bytes: number | undefined): string | null {
  return bytes === undefined ? null : bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`
}

/** As one text. */
export function plainText(message: HookMessage): string {
  const { text, fields } = wordsOf(message)
  return [text, ...fields.map(([name, value]) => `${name}: ${value}`)].filter((line) => line !== '').join('\n')
}

/** At most so many characters, whole ones. */
export function cut(text: string, most: number): string {
  const characters = Array.from(text)
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}
