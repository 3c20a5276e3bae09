/** Filters of the history, the same on a device and on the server. */

import type { TimelineRow } from './timeline.ts'

/** Sorts of acts a person asks for, and the events that are of that sort. */
export const ACTIVITY_KINDS = {
  rating: ['TitleRated', 'RatingCleared'],
  watchlist: ['AddedToWatchlist', 'WatchlistPriorityChanged', 'RemovedFromWatchlist'],
  watched: ['TitleWatched', 'WatchRemoved', 'PlayGivenAway', 'PlayReceived', 'WatchedTogether', 'WatchedApart'],
  favourite: ['FavouriteAdded', 'FavouriteRemoved'],
  review: ['ReviewWritten', 'ReviewDeleted'],
  tag: ['TitleTagged', 'TitleUntagged'],
  dismissal: ['NotInterested', 'InterestRestored'],
  list: [
    'ListCreated', 'ListRenamed', 'ListDescribed', 'ListVisibilityChanged', 'ListDeleted', 'ListRestored', 'AddedToList', 'RemovedFromList', 'ListItemNoted', 'ListItemMoved',
    'ListShared', 'ListUnshared',
  ],
  profile: ['ProfileNamed', 'BioWritten', 'ProfileVisibilityChanged', 'ProfilePartsShown', 'AvatarChanged'],
  request: [
    'FetchRequested', 'FetchApproved', 'FetchDeclined', 'FetchReconsidered', 'FetchRetried', 'FetchCancelled', 'FetchPrioritized', 'ReleaseChosen', 'ReleasesAllowed',
    'MovieKept', 'MovieReleased', 'MovieBinned', 'MovieRestored', 'DeletionStarted', 'MovieDeleted',
  ],
} as const satisfies Record<string, readonly TimelineRow['type'][]>
export type ActivityKind = keyof typeof ACTIVITY_KINDS

export interface ActivityFilter {
  readonly kind?: ActivityKind
  /** `movie_653`, `list_<id>`. */
  readonly subject?: string
  readonly deviceId?: string
  readonly batchId?: string
  /** Done on the device at or after this, and before that. */
  readonly from?: string
  readonly to?: string
  /** Done without a network. */
  readonly offline?: boolean
  /** Taken back, and not done again. */
  readonly undone?: boolean
}

/** What a device tells later than this was done without a network. What no device tells, such as an import, may well be of years ago. */
export const OFFLINE_MS = 120_000

export function wasOffline({ deviceId, issuedAt, recordedAt }: Pick<TimelineRow, 'deviceId' | 'issuedAt' | 'recordedAt'>): boolean {
  return deviceId !== null && Date.parse(recordedAt) - Date.parse(issuedAt) > OFFLINE_MS
}

export function passes(row: TimelineRow, { kind, subject, deviceId, batchId, from, to, offline, undone }: ActivityFilter): boolean {
  return (kind === undefined || (ACTIVITY_KINDS[kind] as readonly string[]).includes(row.type))
    && (subject === undefined || row.subject === subject)
    && (deviceId === undefined || row.deviceId === deviceId)
    && (batchId === undefined || row.batchId === batchId)
    && (from === undefined || row.issuedAt >= from)
    && (to === undefined || row.issuedAt < to)
    && (offline === undefined || wasOffline(row) === offline)
    && (undone === undefined || (row.undoneBy !== null) === undone)
}
