/** What only admins may see, asked over HTTP: it is never kept on a device. */

import type { EventAnswer, EventPage, HistoryPage, ProjectionInfo, ProjectionsAnswer, Verification } from '../projections/wire.ts'
import type { RequestRules } from '../domain/request-rules.ts'
import type { RetentionRules } from '../domain/retention.ts'
import type { GIVEN_ROLES, Role } from '../domain/command.ts'
import type { TitleRef } from '../domain/title.ts'
import type { Orphans, PastUnderRules, StorageAnswer } from '../projections/wire-storage.ts'
import type { ImportedTitle, SyncDetail, SyncInfo, SyncsAnswer } from '../projections/wire-syncs.ts'
import type { QualityAnswer, QualityImportAnswer } from '../projections/wire-quality.ts'
import type { DownloadSettings } from '../domain/download-settings.ts'
import type { AccountChanged, HouseholdAnswer, InvitationChanged, InvitationMade, InvitationsAnswer, RegistrationRules, ResetLinkMade } from '../projections/wire-people.ts'
import type { ConnectionsAnswer, ConnectionTest, DownloadsAnswer, IndexerWish, NewsServerWish, MailAnswer, SmsAnswer } from '../projections/wire-connections.ts'
import type { WebhookAttempt, WebhookLettersAnswer, WebhooksAnswer, WebhookWish } from '../projections/wire-webhooks.ts'
import { ask } from './catalogue.ts'
import { sent } from './sent.ts'
import type { FeedPorts } from './elements/live-feed.ts'

export const EVENT_FILTERS = ['type', 'category', 'stream', 'actor', 'deviceId', 'commandId', 'correlationId', 'from', 'to'] as const
export type ProjectionAct = 'rebuild' | 'verify' | 'pause' | 'resume' | 'cancel' | 'skip'
export type ImportAct = 'pause' | 'resume' | 'cancel' | 'retry'
export interface QualityFile { readonly name: string; readonly text: string }
export type ConnectionKind = 'indexers' | 'newsServers'
export type ConnectionWish<K extends ConnectionKind = ConnectionKind> = K extends 'indexers' ? IndexerWish : NewsServerWish
export interface InvitationWish { readonly role: Role; readonly usesMax: number; readonly hours: number; readonly note: string | null }
export type EventFilterName = (typeof EVENT_FILTERS)[number]

export const admin = {
  events: (filter: URLSearchParams, before: string | null, signal?: AbortSignal) => ask<EventPage>(`/api/admin/events?${withValues(filter, { before })}`, signal),
  event: (id: string, signal?: AbortSignal) => ask<EventAnswer>(`/api/admin/events/${encodeURIComponent(id)}`, signal),
  history: (person: string, filter: URLSearchParams, page: number, signal?: AbortSignal) =>
    ask<HistoryPage>(`/api/history?${withValues(filter, { person, limit: '100', page: String(page) })}`, signal),
  verify: (stream: string | undefined, after: string | null, signal?: AbortSignal) =>
    ask<Verification>(`/api/admin/events/verification?${withValues(new URLSearchParams(), { stream, after })}`, signal),
  projections: (signal?: AbortSignal) => ask<ProjectionsAnswer>('/api/admin/projections', signal),
  projectionAct: (name: string, act: ProjectionAct, body: object = {}) => ask<ProjectionInfo>(`/api/admin/projections/${encodeURIComponent(name)}/${act}`, undefined, sent('POST', body)),
  followProjections: followed<ProjectionsAnswer>('/api/admin/projections/live'),
  imports: (signal?: AbortSignal) => ask<SyncsAnswer>('/api/admin/sync', signal),
  import: (runId: string, signal?: AbortSignal) => ask<SyncDetail>(`/api/admin/sync/${runId}`, signal),
  startImport: (wish: { readonly source: object; readonly way: string }) => ask<SyncInfo>('/api/admin/sync', undefined, sent('POST', wish)),
  importAct: (runId: string, act: ImportAct) => ask<SyncInfo>(`/api/admin/sync/${runId}/${act}`, undefined, sent('POST', {})),
  followImports: followed<SyncsAnswer>('/api/admin/sync/live'),
  importedTitle: (title: TitleRef, signal?: AbortSignal) => ask<ImportedTitle>(importedPath(title), signal),
  importTitle: (title: TitleRef) => ask<ImportedTitle>(importedPath(title), undefined, sent('PUT', {})),
  deleteImported: (title: TitleRef) => ask<undefined>(importedPath(title), undefined, sent('DELETE', {})),
  quality: (signal?: AbortSignal) => ask<QualityAnswer>('/api/admin/quality', signal),
  serveQuality: (wish: Pick<QualityAnswer, 'version' | 'serves'>) => ask<QualityAnswer>('/api/admin/quality/serves', undefined, sent('PUT', wish)),
  importQuality: (wish: { readonly version: number; readonly files: readonly QualityFile[]; readonly dryRun: boolean }) => ask<QualityImportAnswer>('/api/admin/quality/import', undefined, sent('POST', wish)),
  removeQualityProfile: (name: string) => ask<QualityAnswer>(`/api/admin/quality/profiles/${encodeURIComponent(name)}`, undefined, sent('DELETE', {})),
  removeQualitySizes: () => ask<QualityAnswer>('/api/admin/quality/sizes', undefined, sent('DELETE', {})),
  connections: (signal?: AbortSignal) => ask<ConnectionsAnswer>('/api/admin/connections', signal),
  /** `id`: null for a new one. */
  saveConnection: (kind: ConnectionKind, id: string | null, version: number, wish: ConnectionWish) =>
    ask<ConnectionsAnswer>(`${connectionPath[kind]}${id === null ? '' : `/${id}`}`, undefined, sent(id === null ? 'POST' : 'PUT', { version, ...wishOf(kind, wish) })),
  removeConnection: (kind: ConnectionKind, id: string, version: number) => ask<ConnectionsAnswer>(`${connectionPath[kind]}/${id}`, undefined, sent('DELETE', { version })),
  orderConnections: (kind: ConnectionKind, ids: readonly string[], version: number) => ask<ConnectionsAnswer>(`${connectionPath[kind]}/order`, undefined, sent('PUT', { version, ids })),
  /** Takes back the change that led to this version. */
  undoConnections: (version: number) => ask<ConnectionsAnswer>('/api/admin/connections/undo', undefined, sent('POST', { version })),
  testConnection: (kind: ConnectionKind, id: string) => ask<ConnectionTest>(`${connectionPath[kind]}/${id}/test`, undefined, sent('POST', {})),
  testWish: (kind: ConnectionKind, id: string | null, wish: ConnectionWish) => ask<ConnectionTest>(`${connectionPath[kind]}/test`, undefined, sent('POST', { ...id === null ? {} : { id }, ...wishOf(kind, wish) })),
  testObjectStore: () => ask<ConnectionTest>('/api/admin/object-store/test', undefined, sent('POST', {})),
  mail: (signal?: AbortSignal) => ask<MailAnswer>('/api/admin/mail', signal),
  sms: (signal?: AbortSignal) => ask<SmsAnswer>('/api/admin/sms', signal),
  testSms: (number: string) => ask<ConnectionTest>('/api/admin/sms/test', undefined, sent('POST', { number })),
  testMail: () => ask<ConnectionTest>('/api/admin/mail/test', undefined, sent('POST', {})),
  webhooks: (signal?: AbortSignal) => ask<WebhooksAnswer>(WEBHOOKS, signal),
  /** `id`: null for a new one. */
  saveWebhook: (id: string | null, version: number, hook: WebhookWish) => ask<WebhooksAnswer>(id === null ? WEBHOOKS : `${WEBHOOKS}/${id}`, undefined, sent(id === null ? 'POST' : 'PUT', { version, hook })),
  removeWebhook: (id: string, version: number) => ask<WebhooksAnswer>(`${WEBHOOKS}/${id}`, undefined, sent('DELETE', { version })),
  undoWebhooks: (version: number) => ask<WebhooksAnswer>(`${WEBHOOKS}/undo`, undefined, sent('POST', { version })),
  testWebhook: (id: string) => ask<ConnectionTest>(`${WEBHOOKS}/${id}/test`, undefined, sent('POST', {})),
  testWebhookWish: (id: string | null, hook: WebhookWish) => ask<ConnectionTest>(`${WEBHOOKS}/test`, undefined, sent('POST', { ...id === null ? {} : { id }, hook })),
  webhookAttempts: (id: string, signal?: AbortSignal) => ask<{ readonly attempts: readonly WebhookAttempt[] }>(`${WEBHOOKS}/${id}/attempts`, signal),
  webhookLetters: (signal?: AbortSignal) => ask<WebhookLettersAnswer>(`${WEBHOOKS}/letters`, signal),
  /** `ids`: null for all. */
  webhookLettersAct: (act: 'retry' | 'drop', ids: readonly string[] | null) => ask<WebhookLettersAnswer>(`${WEBHOOKS}/letters/${act}`, undefined, sent('POST', ids === null ? {} : { ids })),
  downloads: (signal?: AbortSignal) => ask<DownloadsAnswer>('/api/admin/downloads', signal),
  changeDownloads: (version: number, settings: DownloadSettings) => ask<DownloadsAnswer>('/api/admin/downloads', undefined, sent('PUT', { version, settings })),
  storage: (signal?: AbortSignal) => ask<StorageAnswer>('/api/admin/storage', signal),
  setRetention: (made: { readonly from: number; readonly value: RetentionRules }) => ask<StorageAnswer>('/api/admin/storage/retention', undefined, sent('PUT', made)),
  setRequests: (made: { readonly from: number; readonly value: RequestRules }) => ask<StorageAnswer>('/api/admin/storage/requests', undefined, sent('PUT', made)),
  keepHouse: () => ask<StorageAnswer>('/api/admin/storage/run', undefined, sent('POST', {})),
  pastUnder: (rules: RetentionRules, signal?: AbortSignal) => ask<PastUnderRules>('/api/admin/storage/what-if', signal, sent('POST', rules)),
  orphans: (signal?: AbortSignal) => ask<Orphans>('/api/admin/storage/orphans', signal),
  removeOrphans: (folders: readonly string[]) => ask<Orphans>('/api/admin/storage/orphans/remove', undefined, sent('POST', { folders })),
  people: (signal?: AbortSignal) => ask<HouseholdAnswer>('/api/admin/users', signal),
  setRole: (userId: string, role: (typeof GIVEN_ROLES)[number]) => changed(userId, 'role', { role }),
  disable: (userId: string) => changed(userId, 'disable'),
  enable: (userId: string) => changed(userId, 'enable'),
  undoAccess: (userId: string, commandId: string) => changed(userId, 'undo', { commandId }),
  resetLink: (userId: string, secondFactor: boolean) => ask<ResetLinkMade>(`/api/admin/users/${userId}/reset`, undefined, sent('POST', { secondFactor })),
  withdrawReset: (userId: string, linkId: string) => ask<undefined>(`/api/admin/users/${userId}/reset`, undefined, sent('DELETE', { linkId })),
  invitations: (signal?: AbortSignal) => ask<InvitationsAnswer>('/api/admin/invitations', signal),
  setRegistration: (made: { readonly from: number; readonly value: RegistrationRules }) => ask<InvitationsAnswer>('/api/admin/registration', undefined, sent('PUT', made)),
  invite: (wish: InvitationWish) => ask<InvitationMade>('/api/admin/invitations', undefined, sent('POST', wish)),
  revokeInvitation: (id: string) => ask<InvitationChanged>(`/api/admin/invitations/${id}/revoke`, undefined, sent('POST', {})),
  undoInvitation: (id: string, commandId: string) => ask<InvitationChanged>(`/api/admin/invitations/${id}/undo`, undefined, sent('POST', { commandId })),
  exportPath: (filter: URLSearchParams) => `/api/admin/events/export?${filter}`,
} as const

function changed(userId: string, what: string, body: object = {}): Promise<AccountChanged> {
  return ask(`/api/admin/users/${userId}/${what}`, undefined, sent('POST', body))
}

const WEBHOOKS = '/api/admin/webhooks'
const connectionPath: Readonly<Record<ConnectionKind, string>> = { indexers: '/api/admin/indexers', newsServers: '/api/admin/usenet-servers' }
const wishOf = (kind: ConnectionKind, wish: ConnectionWish) => kind === 'indexers' ? { indexer: wish } : { newsServer: wish }

function withValues(query: URLSearchParams, values: Readonly<Record<string, string | null | undefined>>): URLSearchParams {
  return new URLSearchParams([...query, ...Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string')])
}

function importedPath({ mediaType, tmdbId }: TitleRef): string {
  return `/api/admin/sync/titles/${mediaType}/${tmdbId}`
}

/** Server-sent events, see `LiveFeed`. */
function followed<Answer>(path: string): FeedPorts<Answer>['follow'] {
  return (hear, lost) => {
    const source = new EventSource(path)
    source.onmessage = ({ data }) => hear(JSON.parse(String(data)) as Answer)
    source.onerror = () => lost(source.readyState === EventSource.CLOSED)
    return () => source.close()
  }
}
