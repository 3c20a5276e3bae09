/** The registry: every decider, every event, every command. `test/tidy.test.ts` fails when one is missing. */

import type { AcquisitionCommandData, AcquisitionEvent } from './acquisition.ts'
import { acquisitionCommands, acquisitionDecider } from './acquisition.ts'
import type { BatchCommandData, BatchEvent } from './batch.ts'
import { batchCommands, batchDecider, batchStream } from './batch.ts'
import type { CatalogueTitleCommandData, CatalogueTitleEvent } from './catalogue-title.ts'
import { catalogueTitleCommands, catalogueTitleDecider, catalogueTitleStream } from './catalogue-title.ts'
import type { SyncCommandData, SyncEvent } from './catalogue-sync.ts'
import { syncCommands, syncDecider, syncStream } from './catalogue-sync.ts'
import type { Command, CommandId, Issued, Sender } from './command.ts'
import type { Decider } from './decider.ts'
import type { DeviceCommandData, DeviceEvent } from './devices.ts'
import { deviceCommands, devicesDecider, devicesStream } from './devices.ts'
import type { EmailAddressCommandData, EmailAddressEvent } from './email-address.ts'
import { emailAddressCommands, emailAddressDecider, emailAddressStream } from './email-address.ts'
import type { Actor, Fact, NewEvent, Recorded, StreamName, UserId } from './event.ts'
import { categoryOf, eventIdOf } from './event.ts'
import { eventSchemas, eventUpcasters, personalFields } from './event-shapes.ts'
import type { HealthCommandData, HealthEvent } from './health.ts'
import { healthCommands, healthDecider, healthStream } from './health.ts'
import type { InvitationCommandData, InvitationEvent } from './invitation.ts'
import { invitationCommands, invitationDecider, invitationStream } from './invitation.ts'
import type { LibraryCommandData, LibraryEvent } from './library-entry.ts'
import { libraryCommands, libraryDecider } from './library-entry.ts'
import type { ListCommandData, ListErasureData, ListEvent, WordsErased } from './list.ts'
import { listCommands, listDecider, listErasureCommands } from './list.ts'
import { listStream } from './list-stream.ts'
import type { NotificationCommandData, NotificationEvent } from './notifications.ts'
import { notificationCommands, notificationsDecider, notificationsStream } from './notifications.ts'
import type { PlayableRef } from './playable.ts'
import { acquisitionStream } from './playable.ts'
import type { PreferencesCommandData, PreferencesEvent } from './preferences.ts'
import { preferencesCommands, preferencesDecider, preferencesStream } from './preferences.ts'
import type { ProfileCommandData, ProfileEvent } from './profile.ts'
import { profileCommands, profileDecider, profileStream } from './profile.ts'
import type { ProjectionCommandData, ProjectionEvent } from './projection-admin.ts'
import { projectionCommands, projectionDecider, projectionStream } from './projection-admin.ts'
import type { Schema } from './schema.ts'
import type { ChangeSetting, SettingsEvent } from './settings.ts'
import { settingsDecider, settingsStream } from './settings.ts'
import type { DescribeTitle, TitleCardEvent } from './title-card.ts'
import type { DescribeFeatures } from './title-features.ts'
import { titleCardDecider } from './title-card.ts'
import type { TitleRef } from './title.ts'
import { libraryStream, titleStream } from './title.ts'
import type { UserCommandData, UserEvent } from './user.ts'
import { userCommands, userDecider } from './user.ts'
import { userStream } from './user-stream.ts'

export type DomainFact = LibraryEvent | ListEvent | WordsErased | ProjectionEvent | AcquisitionEvent | TitleCardEvent | UserEvent | NotificationEvent | BatchEvent | DeviceEvent | PreferencesEvent
  | ProfileEvent | SyncEvent | CatalogueTitleEvent | SettingsEvent | InvitationEvent | HealthEvent | EmailAddressEvent
export type DomainEvent = Recorded<DomainFact>
export type CommandData = LibraryCommandData & ListCommandData & ListErasureData & ProjectionCommandData & AcquisitionCommandData & UserCommandData & NotificationCommandData & BatchCommandData & DeviceCommandData & PreferencesCommandData & ProfileCommandData & SyncCommandData & CatalogueTitleCommandData & InvitationCommandData & HealthCommandData & EmailAddressCommandData & { DescribeTitle: DescribeTitle['data']; DescribeFeatures: DescribeFeatures['data']; ChangeSetting: ChangeSetting }
export type CommandType = keyof CommandData

export { eventSchemas, eventUpcasters, personalFields }

export interface CommandDefinition {
  /** Of the payload; null for commands that only our own code builds. */
  readonly schema: Schema | null
  /** The least role that may send it; `worker` for what no person may send. */
  readonly least: Sender
  readonly decider: Decider<unknown, { type: string; data: unknown }, Fact>
  readonly stream: (data: never, actor: Actor) => StreamName
}

function define<Data>(decider: unknown, least: Sender, stream: (data: Data, actor: Actor) => StreamName, schemas: Record<string, Schema | null>): Record<string, CommandDefinition> {
  return Object.fromEntries(Object.entries(schemas).map(([type, schema]) =>
    [type, { schema, least, decider: decider as CommandDefinition['decider'], stream: stream as CommandDefinition['stream'] }]))
}

const {
  RequestFetch, ApproveFetch, DeclineFetch, ReconsiderFetch, RetryFetch, CancelFetch, PrioritizeFetch, ChooseRelease, AllowReleases, RecordStream, KeepMovie, ReleaseMovie, SaveCopy, RemoveCopy, BinMovie, RestoreMovie, DeleteMovie,
  ...ofWorkers
} = acquisitionCommands
const { Notify, ...ofTheNotified } = notificationCommands
const { BeginBatch, BeginBatchFor } = batchCommands
const { UndoFor, ReceivePlay, ReturnPlay, ...ofTheOwner } = libraryCommands
const ofList = (data: { listId: string }) => listStream(data.listId)
const ofPlayable = (data: PlayableRef) => acquisitionStream(data)

export const commands: Readonly<Record<string, CommandDefinition>> = {
  ...define(libraryDecider, 'viewer', (data: { title: Parameters<typeof libraryStream>[1] }, actor) => libraryStream(actor as UserId, data.title), ofTheOwner),
  ...define(libraryDecider, 'worker', (data: { userId: string; title: Parameters<typeof libraryStream>[1] }) => libraryStream(data.userId as UserId, data.title), { UndoFor, ReceivePlay, ReturnPlay }),
  ...define(listDecider, 'viewer', ofList, listCommands),
  ...define(listDecider, 'worker', ofList, listErasureCommands),
  ...define(acquisitionDecider, 'viewer', ofPlayable, { RequestFetch, RetryFetch, CancelFetch, RestoreMovie, RecordStream, SaveCopy, RemoveCopy }),
  ...define(acquisitionDecider, 'member', ofPlayable, { PrioritizeFetch, ChooseRelease, KeepMovie, ReleaseMovie }),
  ...define(acquisitionDecider, 'admin', ofPlayable, { ApproveFetch, DeclineFetch, ReconsiderFetch, AllowReleases, BinMovie, DeleteMovie }),
  ...define(acquisitionDecider, 'worker', ofPlayable, ofWorkers),
  ...define(userDecider, 'worker', (data: { userId: string }) => userStream(data.userId as UserId), userCommands),
  ...define(notificationsDecider, 'guest', (_data, actor) => notificationsStream(actor as UserId), ofTheNotified),
  ...define(notificationsDecider, 'worker', (data: { userId: string }) => notificationsStream(data.userId as UserId), { Notify }),
  ...define(batchDecider, 'viewer', (data: { batchId: string }, actor) => batchStream(actor as UserId, data.batchId as CommandId), { BeginBatch }),
  ...define(batchDecider, 'worker', (data: { userId: string; batchId: string }) => batchStream(data.userId as UserId, data.batchId as CommandId), { BeginBatchFor }),
  ...define(devicesDecider, 'guest', (_data, actor) => devicesStream(actor as UserId), deviceCommands),
  ...define(preferencesDecider, 'guest', (_data, actor) => preferencesStream(actor as UserId), preferencesCommands),
  ...define(profileDecider, 'viewer', (_data, actor) => profileStream(actor as UserId), profileCommands),
  ...define(projectionDecider, 'worker', (data: { name: string }) => projectionStream(data.name), projectionCommands),
  ...define(syncDecider, 'worker', (data: { runId: string }) => syncStream(data.runId), syncCommands),
  ...define(catalogueTitleDecider, 'worker', (data: { title: TitleRef }) => catalogueTitleStream(data.title), catalogueTitleCommands),
  ...define(invitationDecider, 'worker', (data: { invitationId: string }) => invitationStream(data.invitationId), invitationCommands),
  ...define(settingsDecider, 'worker', (data: ChangeSetting) => settingsStream(data.scope), { ChangeSetting: null }),
  ...define(emailAddressDecider, 'worker', (data: { emailHash: string }) => emailAddressStream(data.emailHash), emailAddressCommands),
  ...define(healthDecider, 'worker', (data: { part: string }) => healthStream(data.part), healthCommands),
  ...define(titleCardDecider, 'worker', (data: DescribeTitle['data'] | DescribeFeatures['data']) => titleStream(data), { DescribeTitle: null, DescribeFeatures: null }),
}

/** Kinds of streams that are one person's own, `<category>-<userId>…`: their devices hold these logs. */
export const OWN_CATEGORIES = ['library', 'notifications', 'batch', 'devices', 'preferences', 'profile'] as const

/** Whose own stream it is; undefined for any other. */
export function ownerOf(stream: StreamName): UserId | undefined {
  return OWN_STREAM.exec(stream)?.groups?.owner as UserId | undefined
}
const OWN_STREAM = new RegExp(`^(?:${OWN_CATEGORIES.join('|')})-(?<owner>[0-9a-f-]{36})(?:_|$)`)

const deciders = new Map(Object.values(commands).map(({ decider }) => [decider.category, decider]))

/** Of any kind of stream there is. */
export function deciderOf(stream: StreamName): Decider<unknown, { type: string; data: unknown }, Fact> {
  return deciders.get(categoryOf(stream))!
}

/**
 * The events a command becomes: identity and envelope around the facts decided. The server appends them, a device guesses
 * with them; both give them the same ids.
 */
export function eventsOf(command: Issued<Command>, facts: readonly Fact[]): NewEvent[] {
  return facts.map(({ type, data, ...links }, index) => ({
    id: eventIdOf(command.id, index),
    type,
    schema: eventSchemas[type as DomainFact['type']],
    data,
    meta: {
      commandId: command.id,
      correlationId: command.cause?.correlationId ?? command.id,
      causationId: command.cause?.causationId ?? command.id,
      actor: command.actor,
      deviceId: command.deviceId,
      issuedAt: command.issuedAt,
      ...command.batchId === undefined ? {} : { batchId: command.batchId },
      ...links,
    },
  }))
}
