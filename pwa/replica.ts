/** What the screens need of sync/: rows as they are on this device, and a way to act. sync/ implements it; screens never reach past it. */

import type { BatchKind } from '../domain/batch.ts'
import type { Decision } from '../domain/decider.ts'
import type { Fact } from '../domain/event.ts'
import type { CommandData, CommandType, DomainEvent } from '../domain/index.ts'
import type { Deed, TakingBack, Wish } from '../domain/take-back.ts'
import type { TitleRef } from '../domain/title.ts'
import type { List } from '../domain/list-fields.ts'
import type { CardRow } from '../projections/cards.ts'
import type { DeviceRow } from '../projections/devices.ts'
import type { JobRow } from '../projections/jobs.ts'
import type { LibraryRow } from '../projections/library.ts'
import type { ListItemRow } from '../projections/list-items.ts'
import type { ListRow } from '../projections/lists.ts'
import type { NotificationRow } from '../projections/notifications.ts'
import type { PreferencesRow } from '../projections/preferences.ts'
import type { ProfileRow } from '../projections/profiles.ts'
import type { TimelineRow } from '../projections/timeline.ts'
import type { Person, Session } from '../projections/wire.ts'
import type { KeptAnswers } from './sync/kept-answers.ts'

export interface LinkState {
  /** The server answers. */
  readonly online: boolean
  /** The person chose to work offline. */
  readonly manual: boolean
  readonly syncing: boolean
  /** The session has ended: what is done here is kept, and sent after signing in again. */
  readonly signedOut: boolean
  /** Commands that the server has not answered yet. */
  readonly unsent: number
  readonly lastSyncAt: string | null
  /** `full`: what the server sends finds no room here. `page`: this browser keeps nothing for us, and what is not sent is lost with the page. */
  readonly storage: 'kept' | 'full' | 'page'
}

/** A command of the outbox, as a person needs to see it. */
export interface Parcel {
  readonly id: string
  readonly type: string
  readonly data: unknown
  readonly issuedAt: string
  /** `parked`: the server does not know this command yet. */
  readonly state: 'waiting' | 'refused' | 'parked'
  readonly code: string | null
  readonly message: string | null
}

/** How a command was taken on this device: in force at once, or refused by the same rules that the server has. */
export type Taken =
  | { readonly status: 'taken'; readonly commandId: string; readonly changed: boolean }
  | { readonly status: 'refused'; readonly code: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> | undefined }

/** The code of the device's own no: there is no room left to keep a command. */
export const DEVICE_FULL = 'DEVICE_FULL'

export interface NewBatch {
  readonly kind: BatchKind
  readonly name: string
  readonly removes: number
  /** The batch that it takes back. */
  readonly undoes?: string
  /** The person was asked about all that goes. */
  readonly confirmed?: boolean
}
export interface BatchWish { readonly wish: Wish; readonly card?: Omit<CardRow, 'key'> }
/** The person's own past, as far as this device holds their log. A moment is RFC 3339 UTC; what happened at it is in the picture. */
export interface Past {
  /** Oldest first, with what was done here and not sent yet at its end. Another one after every change. */
  readonly log: readonly DomainEvent[]
  /** The rows of the library as they were. */
  library(at: string): ReadonlyMap<string, LibraryRow>
  /** The command that puts one field of a title (see domain/put-back.ts) back as it was; undefined when it is so already. */
  putBack(title: TitleRef, field: string, at: string): Wish | undefined
  /** A list as it was, however it is shared today; undefined before there was one. */
  list(listId: string, at: string): List | undefined
  /** The commands that put one thing of it (see domain/put-back-in-list.ts) back as it was. */
  putBackInList(listId: string, field: string, at: string): readonly Wish[]
}

export interface Replica {
  readonly session: Session
  readonly deviceId: string
  /** The rows are loaded from this device's storage. */
  readonly ready: boolean
  /** What the library's shelves begin with, and how many titles are on each: to draw until the rows are loaded, where that is known. */
  readonly opening: { readonly rows: readonly LibraryRow[]; readonly cards: readonly CardRow[]; readonly counts: Readonly<Record<string, number>> } | undefined
  readonly link: LinkState
  /** Raised by every change of anything below: what is computed from rows is computed anew. */
  readonly version: number
  /** Raised with it by changes of the library or of cards, which most are not: whoever goes through all titles looks at this one. */
  readonly shelfVersion: number
  /** Undefined until the log has been read, which takes longer than the rows. */
  readonly past: Past | undefined
  /** All that the server has confirmed of the person's own streams and their lists, oldest first; whole once there is a past. */
  events(): readonly DomainEvent[]
  /** By `<userId>_<mediaType>_<tmdbId>`. */
  readonly library: ReadonlyMap<string, LibraryRow>
  /** By `<mediaType>_<tmdbId>`. */
  readonly cards: ReadonlyMap<string, CardRow>
  /** By job id. */
  readonly jobs: ReadonlyMap<string, JobRow>
  /** By event id, guessed events included. */
  readonly timeline: ReadonlyMap<string, TimelineRow>
  /** Rows of the history that are about one thing, in the order in which they were recorded. */
  timelineOf(subject: string): readonly TimelineRow[]
  /** By the id of the event that told it. */
  readonly notifications: ReadonlyMap<string, NotificationRow>
  /** Every list this person belongs to, by its id; deleted ones too. */
  readonly lists: ReadonlyMap<string, ListRow>
  /** What is in them, by `<listId>_<mediaType>_<tmdbId>`. */
  readonly listItems: ReadonlyMap<string, ListItemRow>
  /** Everybody of the household, by their ids. */
  readonly people: ReadonlyMap<string, Person>
  /** By person and device. */
  readonly devices: ReadonlyMap<string, DeviceRow>
  /** By person: their own. */
  readonly preferences: ReadonlyMap<string, PreferencesRow>
  /** By person: their own; none while they have said nothing. */
  readonly profiles: ReadonlyMap<string, ProfileRow>
  /** In the order they were made. */
  readonly outbox: readonly Parcel[]
  /** What the catalogue said, for reading it offline; undefined when the person has gone. */
  readonly kept: Promise<KeptAnswers> | undefined
  /** Calls back after every change; returns what ends it. */
  subscribe(changed: () => void): () => void
  /** Resolves once the command is safe on this device. `card` is what the screen knows of a title new to the library. */
  send<Type extends CommandType>(type: Type, data: CommandData[Type], card?: Omit<CardRow, 'key'>): Promise<Taken>
  /** What each of these would come to now, on what the ones before it lead to. Nothing is kept of it. */
  foresee(wishes: readonly Wish[]): Promise<readonly Decision<Fact>[]>
  /** What taking these deeds back would do now, and what of it newer changes stand on; nothing before the log is read. */
  foreseeTakingBack(deeds: readonly Deed[]): TakingBack
  /** Many as one, in one transaction; each with its own outcome, in order. */
  sendBatch(batch: NewBatch, wishes: readonly BatchWish[]): Promise<{ readonly batchId: string; readonly taken: readonly Taken[] }>
  discard(commandId: string): Promise<void>
  workOffline(wanted: boolean): void
}
