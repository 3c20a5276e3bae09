/**
 * What is known of every event without its decider: the number of its present shape, how former shapes become it, and what in it is
 * a person's own words. Apart from the deciders, so that an app reads and draws before it loads what it decides with.
 */

import type { AcquisitionEvent } from './acquisition-events.ts'
import type { BatchEvent } from './batch.ts'
import type { CatalogueTitleEvent } from './catalogue-title.ts'
import type { SyncEvent } from './catalogue-sync.ts'
import type { SettingsEvent } from './settings.ts'
import { whyDeleted } from './deletion-reasons.ts'
import type { DeviceEvent } from './devices.ts'
import type { EmailAddressEvent } from './email-address.ts'
import type { Fact } from './event.ts'
import type { HealthEvent } from './health.ts'
import type { DomainFact } from './index.ts'
import type { InvitationEvent } from './invitation.ts'
import type { LibraryEvent } from './library-entry.ts'
import type { ListEvent, WordsErased } from './list.ts'
import type { NotificationEvent } from './notifications.ts'
import type { PersonalFields } from './personal.ts'
import type { PreferencesEvent } from './preferences.ts'
import type { ProfileEvent } from './profile.ts'
import type { ProjectionEvent } from './projection-admin.ts'
import type { TitleCardEvent } from './title-card.ts'
import type { Upcasters } from './upcast.ts'
import type { UserEvent } from './user.ts'

export const librarySchemas: Readonly<Record<LibraryEvent['type'], number>> = {
  TitleRated: 1, RatingCleared: 1, AddedToWatchlist: 2, WatchlistPriorityChanged: 1, RemovedFromWatchlist: 1, TitleWatched: 1, WatchRemoved: 1,
  PlayGivenAway: 1, PlayReceived: 1, WatchedTogether: 1, WatchedApart: 1,
  FavouriteAdded: 1, FavouriteRemoved: 1, ReviewWritten: 1, ReviewDeleted: 1, ProgressRecorded: 1, ProgressCleared: 1,
  WatchingContinuedElsewhere: 1, WatchingElsewhereForgotten: 1, TitleViewed: 1, ViewForgotten: 1, TitleTagged: 1, TitleUntagged: 1, NotInterested: 1, InterestRestored: 1,
}

export const listSchemas: Readonly<Record<(ListEvent | WordsErased)['type'], number>> = {
  ListCreated: 1, ListRenamed: 1, ListDescribed: 1, ListVisibilityChanged: 1, AddedToList: 1, RemovedFromList: 1, ListItemNoted: 1, ListItemMoved: 1,
  ListShared: 1, ListUnshared: 1, ListDeleted: 1, ListRestored: 1, WordsErased: 1,
}

const acquisitionSchemas: Readonly<Record<AcquisitionEvent['type'], number>> = {
  FetchRequested: 1, FetchApproved: 1, FetchDeclined: 1, JobClaimed: 1, ReleaseSelected: 2, ReleaseMapped: 2, ReleaseRejected: 2, DownloadStarted: 1, DownloadProgressed: 1, DownloadCompleted: 1,
  PreparationStarted: 1, MovieStored: 1, MovieReady: 1, MovieStreamed: 1, FetchFailed: 2, FetchRetried: 1, FetchCancelled: 1, MovieKept: 1, MovieReleased: 1, CopySaved: 1, CopyRemoved: 1,
  MovieDeleted: 2, FetchReconsidered: 1, FetchPrioritized: 1, ReleaseChosen: 1, ReleasesAllowed: 1, LeavingSoon: 1, LeavingCalledOff: 1, MovieBinned: 1, MovieRestored: 1, DeletionStarted: 1,
}

const projectionSchemas: Readonly<Record<ProjectionEvent['type'], number>> = {
  RebuildRequested: 1, RebuildCompleted: 1, RebuildFailed: 1, RebuildCancelled: 1, ProjectionPaused: 1, ProjectionResumed: 1, EventSkipped: 1,
}

const batchSchemas: Readonly<Record<BatchEvent['type'], number>> = { BatchBegun: 1 }

const deviceSchemas: Readonly<Record<DeviceEvent['type'], number>> = { DeviceNamed: 1 }

const preferencesSchemas: Readonly<Record<PreferencesEvent['type'], number>> = { PreferencesUpdated: 1 }

const profileSchemas: Readonly<Record<ProfileEvent['type'], number>> = { ProfileNamed: 1, BioWritten: 1, ProfileVisibilityChanged: 1, ProfilePartsShown: 1, AvatarChanged: 1 }

const notificationSchemas: Readonly<Record<NotificationEvent['type'], number>> = { Notified: 1, NotificationRead: 1, AllNotificationsRead: 1 }

const userSchemas: Readonly<Record<UserEvent['type'], number>> = { UserRegistered: 1, UserSignedIn: 1, SignInFailed: 1, UserSignedOut: 1, PasswordChanged: 1, PasskeyAdded: 1, PasskeyRemoved: 1, SecondFactorTurnedOn: 1, SecondFactorTurnedOff: 1, SentCodesTurnedOn: 1, SentCodesTurnedOff: 1, RecoveryCodesMade: 1, RecoveryCodeUsed: 1, AccountErased: 1, ErasureCompleted: 1,
  RoleGranted: 1, RoleRevoked: 1, UserDisabled: 1, UserEnabled: 1, ResetOffered: 1, ResetWithdrawn: 1, AccountReset: 1, EmailVerified: 1, EmailRemoved: 1 }

const emailAddressSchemas: Readonly<Record<EmailAddressEvent['type'], number>> = { EmailReserved: 1, EmailReleased: 1 }

const invitationSchemas: Readonly<Record<InvitationEvent['type'], number>> = { InvitationMade: 1, InvitationRevoked: 1, InvitationRestored: 1, InvitationUsed: 1 }

const titleCardSchemas: Readonly<Record<TitleCardEvent['type'], number>> = { TitleDescribed: 2, FeaturesDescribed: 1 }

const healthSchemas: Readonly<Record<HealthEvent['type'], number>> = { HealthFailed: 1, HealthRestored: 1 }
const settingsSchemas: Readonly<Record<SettingsEvent['type'], number>> = { SettingChanged: 1 }
const syncSchemas: Readonly<Record<(SyncEvent | CatalogueTitleEvent)['type'], number>> = {
  SyncStarted: 1, SyncProgressed: 1, SyncPaused: 1, SyncResumed: 1, SyncCancelled: 1, SyncFailuresRetried: 1, SyncCompleted: 1, SyncFailed: 1,
  TitleImported: 1, ImportedTitleDeleted: 1,
}

const libraryUpcasters: Upcasters<LibraryEvent> = {
  // 2: an entry without a note says so, where it used to leave the note out.
  AddedToWatchlist: [({ note, ...entry }: { readonly note?: string }) => ({ ...entry, note: note ?? null })],
}

/** 2: what was a sentence in English alone has a code with values beside it, by which it is said in any language. */
const untold = <Data extends object>(data: Data) => ({ ...data, told: null })

const acquisitionUpcasters: Upcasters<AcquisitionEvent> = {
  ReleaseSelected: [untold], ReleaseMapped: [untold], ReleaseRejected: [untold], FetchFailed: [untold],
  MovieDeleted: [(deleted: { readonly reason: string }) => ({ ...deleted, why: whyDeleted(deleted.reason) })],
}

const titleCardUpcasters: Upcasters<TitleCardEvent> = {
  // 2: has the outline of a series, which was not recorded before.
  TitleDescribed: [(card: object) => ({ ...card, outline: null })],
}

/** Whoever says it: the owner names a list, editors write notes. */
const listPersonal: PersonalFields<ListEvent> = {
  ListCreated: ['name', 'description'], ListRenamed: ['name'], ListDescribed: ['description'], AddedToList: ['note'], ListItemNoted: ['note'],
}

const batchPersonal: PersonalFields<BatchEvent> = { BatchBegun: ['name', 'reason'] }

const devicePersonal: PersonalFields<DeviceEvent> = { DeviceNamed: ['name'] }

/** A link may name its visitor. */
const libraryPersonal: PersonalFields<LibraryEvent> = {
  AddedToWatchlist: ['note'], ReviewWritten: ['text'], TitleTagged: ['tag'], TitleUntagged: ['tag'], WatchingContinuedElsewhere: ['watchLink'],
}

const profilePersonal: PersonalFields<ProfileEvent> = { ProfileNamed: ['name'], BioWritten: ['bio'] }

const projectionPersonal: PersonalFields<ProjectionEvent> = { EventSkipped: ['reason'] }

/** Every event type there is, with the number of its present shape. */
export const eventSchemas: Readonly<Record<DomainFact['type'], number>> = { ...librarySchemas, ...listSchemas, ...acquisitionSchemas, ...titleCardSchemas, ...projectionSchemas, ...userSchemas, ...notificationSchemas, ...batchSchemas, ...deviceSchemas, ...preferencesSchemas, ...profileSchemas, ...syncSchemas, ...settingsSchemas, ...invitationSchemas, ...healthSchemas, ...emailAddressSchemas }

/** How events of former shapes become those of the present one; see `upcast.ts`. */
export const eventUpcasters: Upcasters<Fact> = { ...libraryUpcasters, ...acquisitionUpcasters, ...titleCardUpcasters }

/** Texts that people wrote, which are recorded sealed; see `personal.ts`. */
export const personalFields: Readonly<Record<string, readonly string[]>> = { ...libraryPersonal, ...listPersonal, ...batchPersonal, ...devicePersonal, ...profilePersonal, ...projectionPersonal }
