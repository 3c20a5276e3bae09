/** What travels of connections and of how downloads go on, to admins. Secrets travel one way alone. See wire.ts for the rest. */

import type { DownloadSettings, LimitNow } from '../domain/download-settings.ts'
import type { Said } from './said.ts'

/** `environment`, `demo`: not to be changed here. */
export type ConnectionSource = 'environment' | 'demo' | 'here'
export type IndexerKind = 'newznab' | 'prowlarr' | 'nzbhydra2'

export interface IndexerFields {
  readonly name: string
  readonly kind: IndexerKind
  readonly url: string
  readonly apiPerDay: number | null
  readonly grabsPerDay: number | null
  readonly categories: readonly number[]
  readonly enabled: boolean
  readonly ownNetwork: boolean
}
export interface IndexerInfo extends IndexerFields {
  readonly id: string
  readonly source: ConnectionSource
  /** Of today, UTC. */
  readonly searches: number
  readonly grabs: number
}
/** `apiKey`: left out where it stays as it is. */
export interface IndexerWish extends IndexerFields { readonly apiKey?: string }

export interface NewsServerFields {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly username: string | null
  readonly connections: number
  readonly priority: number
  readonly retentionDays: number | null
  readonly enabled: boolean
  readonly ownNetwork: boolean
}
export interface NewsServerInfo extends NewsServerFields { readonly id: string; readonly source: ConnectionSource }
/** `password`: left out where it stays as it is. */
export interface NewsServerWish extends NewsServerFields { readonly password?: string }

/** `GET /api/admin/connections`, and the answer to each change. `version` is what the next change is made from. */
export interface ConnectionsAnswer {
  readonly version: number
  readonly changedAt: string | null
  readonly indexers: readonly IndexerInfo[]
  readonly newsServers: readonly NewsServerInfo[]
  readonly objectStore: { readonly kind: 'folder' | 's3'; readonly where: string }
  /** The demo alone reaches this machine and no other. */
  readonly reaches: 'this machine' | 'the network'
}

export interface ConnectionTestStep { readonly name: Said; readonly ok: boolean; readonly detail: Said }
/** What came of it; `advice`: what to do, or what could be better; null where nothing. */
export interface ConnectionTest extends Said {
  readonly ok: boolean
  readonly tookMs: number
  readonly advice: Said | null
  readonly steps: readonly ConnectionTestStep[]
}

/** `GET /api/admin/downloads`, and the answer to its change. */
export interface DownloadsAnswer {
  readonly version: number
  readonly settings: DownloadSettings
  readonly now: LimitNow
  /** IANA name: whose clock the schedule goes by. */
  readonly timeZone: string
}

/** `GET /api/admin/sms`. `where`: the host; `last`: as of mail. */
export interface SmsAnswer extends Omit<MailAnswer, 'way' | 'from'> {
  readonly way: 'http' | 'log' | 'off'
  readonly from: string
}

/** `GET /api/admin/mail`. `where`: the mail server's host and port; `last`: how this process's newest try ended, `code`: null where it was taken. */
export interface MailAnswer {
  readonly way: 'smtp' | 'log' | 'off'
  readonly where: string
  readonly from: string | null
  readonly waiting: number
  readonly dead: number
  readonly last: { readonly at: string; readonly code: string | null } | null
}
