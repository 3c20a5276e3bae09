/** What somebody wished for and has not happened yet, in words: for what waits on a device. Pure. */

import type { TimelineRow } from '../../projections/timeline.ts'
import { t } from './t.ts'
import { tellFact } from './told.ts'
import type { Names } from './told-list.ts'

/** What a command wants, for one that has not become an event: waiting, parked or refused. */
export function tellCommand(type: string, data: unknown, issuedAt: string, names: Names): string {
  const given = data as TimelineRow['data']
  switch (type) {
    case 'RateMovie': case 'RateSeries': return tellFact({ type: 'TitleRated', data: given, issuedAt }, names)
    case 'AddToWatchlist': return tellFact({ type: 'AddedToWatchlist', data: { priority: 'MEDIUM', ...given }, issuedAt }, names)
    case 'IntroduceDevice': case 'NameDevice': return t('told.DeviceNamed')
    case 'UpdateProfile': return t('told.profile')
    case 'UpdatePreferences': return t('told.PreferencesUpdated')
    case 'MarkNotificationRead': return t('told.NotificationRead')
    case 'MarkAllNotificationsRead': return t('told.AllNotificationsRead')
    case 'MarkWatched': return tellFact({ type: 'TitleWatched', data: given, issuedAt }, names)
  }
  return tellFact({ type: commandEvents[type] ?? type, data: given, issuedAt }, names)
}

/** The event that a command for a list becomes, for one that has not become any. */
export const listCommandEvents: Readonly<Record<string, string>> = {
  CreateList: 'ListCreated', RenameList: 'ListRenamed', DescribeList: 'ListDescribed', ChangeListVisibility: 'ListVisibilityChanged',
  AddToList: 'AddedToList', RemoveFromList: 'RemovedFromList', NoteListItem: 'ListItemNoted', MoveInList: 'ListItemMoved',
  ShareList: 'ListShared', UnshareList: 'ListUnshared', DeleteList: 'ListDeleted', UndoListChange: 'Undo', RedoListChange: 'Redo',
}

/** The event that a command becomes. */
const commandEvents: Readonly<Record<string, string>> = {
  ClearRating: 'RatingCleared', SetWatchlistPriority: 'WatchlistPriorityChanged', GivePlayAway: 'PlayGivenAway', RemoveFromWatchlist: 'RemovedFromWatchlist', UnmarkWatched: 'WatchRemoved',
  AddFavourite: 'FavouriteAdded', RemoveFavourite: 'FavouriteRemoved', WriteReview: 'ReviewWritten', DeleteReview: 'ReviewDeleted',
  RecordProgress: 'ProgressRecorded', ContinueOn: 'WatchingContinuedElsewhere', ViewTitle: 'TitleViewed', TagTitle: 'TitleTagged', UntagTitle: 'TitleUntagged', DismissTitle: 'NotInterested', RestoreInterest: 'InterestRestored',
  RequestFetch: 'FetchRequested', ApproveFetch: 'FetchApproved', DeclineFetch: 'FetchDeclined', RetryFetch: 'FetchRetried', CancelFetch: 'FetchCancelled',
  ReconsiderFetch: 'FetchReconsidered', PrioritizeFetch: 'FetchPrioritized', ChooseRelease: 'ReleaseChosen', AllowReleases: 'ReleasesAllowed',
  RecordStream: 'MovieStreamed', KeepMovie: 'MovieKept', SaveCopy: 'CopySaved', RemoveCopy: 'CopyRemoved', ReleaseMovie: 'MovieReleased', BinMovie: 'MovieBinned', RestoreMovie: 'MovieRestored', DeleteMovie: 'DeletionStarted', BeginBatch: 'BatchBegun',
  UndoProfileChange: 'Undo', RedoProfileChange: 'Redo',
  ...listCommandEvents,
}
