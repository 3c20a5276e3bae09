/** Figures for Prometheus. Names end in their unit; labels have few values, never an address or a person. */

import type { DownloadFigures } from './download-figures.ts'
import { createDownloadGauges } from './download-figures.ts'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { JobStatus } from '../domain/acquisition.ts'
import type { SyncStatus } from '../domain/catalogue-sync.ts'
import type { AccessCommand } from '../domain/user-access.ts'
import type { ProjectionInfo } from '../projections/wire.ts'
import type { MailCode } from './mail/mailer.ts'
import type { CodeFigures } from './code-figures.ts'
import { createCodeFigures } from './code-figures.ts'
import type { WebhookOutcome, WebhookState, WebhookTemplate } from '../projections/wire-webhooks.ts'
import type { CacheFigures } from './catalogue/catalogue-cache.ts'
import { READ_OUTCOMES } from './catalogue/catalogue-cache.ts'
import { BREAKER_STATES } from './catalogue/circuit-breaker.ts'
import type { UpstreamFigures } from './catalogue/upstream-client.ts'
import { CALL_OUTCOMES } from './catalogue/upstream-client.ts'
import type { ImportCount } from '../projections/wire-import.ts'
import type { Fetched } from './catalogue-import/fetch-title.ts'
import type { EventStore } from './event-store/event-store.ts'
import type { CallOutcome as IndexerOutcome, IndexerCall } from './indexer/asking.ts'
import type { IndexerFigures, Searched } from './releases/release-finder.ts'
import type { RatingsFigures } from './ratings/ratings-upstreams.ts'
import type { ImageOutcome } from './images/images.ts'
import type { StorageFigures } from './storage/storage-figures.ts'
import type { RecommendedHow } from './recommendations/recommend.ts'

/** What is asked when Prometheus asks. */
export interface Readings {
  jobs(): Promise<Readonly<Record<JobStatus, number>>>
  projections(): Promise<readonly ProjectionInfo[]>
  sockets(): number
  /** Messages of policies: how many are to be delivered, and how many could not be. */
  outbox(): Promise<{ readonly waiting: number; readonly dead: number }>
  /** Imports of the catalogue. */
  imports(): Promise<Readonly<Record<SyncStatus, number>>>
  catalogue(): CatalogueFigures
  /** Changes of admins' settings that are in force and not recorded yet. */
  unrecordedSettings(): number
  indexers(): Promise<readonly IndexerFigures[]>
  storage(): Promise<StorageFigures>
  webhooks(): Promise<HookFigures>
}

/** Webhooks by their state, and their messages that are to be delivered or could not be. */
export interface HookFigures { readonly hooks: Readonly<Record<WebhookState, number>>; readonly waiting: number; readonly dead: number }

/** `tmdb`: null where no key is set; `ratings`: by upstream, where there is one. */
export interface CatalogueFigures { readonly cache: CacheFigures; readonly tmdb: UpstreamFigures | null; readonly ratings: Readonly<Record<string, RatingsFigures>> }

export interface Metrics extends CodeFigures {
  /** In Prometheus' text format. */
  text(readings: Readings): Promise<string>
  readonly contentType: string
  requested(route: string, method: string, status: number, seconds: number): void
  accountErased(): void
  /** What an admin did to somebody's access, by the command. */
  accountChanged(change: AccessCommand['type']): void
  /** By somebody for themself. */
  accountMade(how: 'invitation' | 'open'): void
  invitationChanged(change: 'made' | 'revoked' | 'restored'): void
  resetLink(step: 'offered' | 'withdrawn' | 'used'): void
  /** `removed`: with what their devices kept. */
  sessionsEnded(how: 'signed-out' | 'elsewhere' | 'removed' | 'password' | 'reset' | 'disabled', sessions: number): void
  imageAsked(outcome: ImageOutcome): void
  batchBegan(kind: string): void
  recommended(how: RecommendedHow, seconds: number): void
  indexerAsked(indexer: string, call: IndexerCall, outcome: IndexerOutcome, seconds: number): void
  /** For a film or an episode. */
  releasesLooked(how: Searched | 'shared'): void
  /** Of this process's downloader; asked when Prometheus asks. */
  downloadsOf(figures: () => DownloadFigures): void
  titlesImported(outcome: Fetched['outcome'], titles: number): void
  /** Facts of people's imports. */
  libraryImported(outcome: keyof ImportCount, facts: number): void
  connectionTested(what: string, ok: boolean, seconds: number): void
  /** A try to deliver to a webhook, tests included. */
  webhookSent(template: WebhookTemplate, outcome: WebhookOutcome, seconds: number): void
  /** A try to hand a mail over, tests included. */
  mailSent(outcome: MailCode | 'taken', seconds: number): void
  /** The store, with its appends measured. */
  measured(store: EventStore): EventStore
}

/** What indexers were asked, and what is left of their day. */
function createIndexerFigures(registers: Registry[]) {
  const asked = new Histogram({ name: 'rewind_indexer_seconds', help: 'Calls of indexers, by what was asked and how it ended', labelNames: ['indexer', 'call', 'outcome'] as const, buckets: [0.1, 0.3, 1, 3, 10, 20], registers })
  const today = new Gauge({ name: 'rewind_indexer_calls_today', help: 'Calls of an indexer since midnight UTC, all processes together', labelNames: ['indexer', 'call'] as const, registers })
  const left = new Gauge({ name: 'rewind_indexer_calls_left', help: 'Calls that are left of an indexer\'s day, where it has a limit', labelNames: ['indexer', 'call'] as const, registers })
  const looked = new Counter({ name: 'rewind_release_searches_total', help: 'Times that releases were looked for, by whether indexers were asked for it alone, for its season, for both, or for its season before', labelNames: ['how'] as const, registers })
  return {
    looked: (how: Searched | 'shared') => looked.inc({ how }),
    asked: (indexer: string, call: IndexerCall, outcome: IndexerOutcome, seconds: number) => asked.observe({ indexer, call, outcome }, seconds),
    told(figures: readonly IndexerFigures[]) {
      today.reset()
      left.reset()
      for (const { name: indexer, searches, grabs, searchesLeft, grabsLeft } of figures) {
        today.set({ indexer, call: 'search' }, searches)
        today.set({ indexer, call: 'grab' }, grabs)
        if (searchesLeft !== null) left.set({ indexer, call: 'search' }, searchesLeft)
        if (grabsLeft !== null) left.set({ indexer, call: 'grab' }, grabsLeft)
      }
    },
  }
}

/** How each read model stands, and the newest rebuild of it. */
function createProjectionGauges(registers: Registry[]): (infos: readonly ProjectionInfo[]) => void {
  const gauge = (name: string, help: string) => new Gauge({ name: `rewind_projection_${name}`, help, labelNames: ['projection'] as const, registers })
  const position = gauge('position', 'Position up to which a projection has seen the events')
  const lagEvents = gauge('lag_events', 'Events a projection has not seen yet')
  const lagSeconds = gauge('lag_seconds', 'Age of the oldest event a projection has not seen yet')
  const rate = gauge('rebuild_events_per_second', 'Rate of the rebuild or verification under way')
  const swap = gauge('swap_seconds', 'Time the newest swap of tables kept others waiting')
  const states = new Gauge({ name: 'rewind_projection_state', help: '1 for the state a projection is in', labelNames: ['projection', 'state'] as const, registers })
  const phases = new Gauge({ name: 'rewind_projection_rebuild_phase', help: '1 for the phase of the newest rebuild', labelNames: ['projection', 'phase'] as const, registers })
  return (infos) => {
    states.reset()
    phases.reset()
    for (const { name: projection, status, rebuild, ...info } of infos) {
      position.set({ projection }, Number(info.position))
      lagEvents.set({ projection }, info.lagEvents)
      lagSeconds.set({ projection }, info.lagSeconds ?? 0)
      states.set({ projection, state: status }, 1)
      if (rebuild) phases.set({ projection, phase: rebuild.status }, 1)
      rate.set({ projection }, rebuild && rebuild.endedAt === null ? rebuild.eventsPerSecond ?? 0 : 0)
      if (rebuild?.swapMs) swap.set({ projection }, rebuild.swapMs / 1_000)
    }
  }
}

/** What was asked of the catalogue, and what it asked of TMDB. */
function createCatalogueGauges(registers: Registry[]): (figures: CatalogueFigures) => void {
  const reads = new Counter({ name: 'rewind_catalogue_reads_total', help: 'Readings of the catalogue, by how they were answered', labelNames: ['outcome'] as const, registers })
  const bytes = new Gauge({ name: 'rewind_catalogue_memory_bytes', help: 'Memory that answers of the catalogue take', registers })
  const answers = new Gauge({ name: 'rewind_catalogue_memory_answers', help: 'Answers of the catalogue in memory', registers })
  const unwritten = new Gauge({ name: 'rewind_catalogue_unwritten_answers', help: 'Answers of the catalogue that are not in the table yet', registers })
  const calls = new Counter({ name: 'rewind_tmdb_calls_total', help: 'Calls of TMDB, each try counted, by how they ended', labelNames: ['outcome'] as const, registers })
  const waiting = new Gauge({ name: 'rewind_tmdb_waiting', help: 'Questions that wait for their turn to be sent to TMDB', labelNames: ['urgency'] as const, registers })
  const breaker = new Gauge({ name: 'rewind_tmdb_breaker', help: '1 for the state of the circuit breaker before TMDB', labelNames: ['state'] as const, registers })
  return ({ cache, tmdb }) => {
    // They are counted where they happen; here they are only told.
    reads.reset()
    for (const outcome of READ_OUTCOMES) reads.inc({ outcome }, cache.reads[outcome])
    bytes.set(cache.memoryBytes)
    answers.set(cache.memoryAnswers)
    unwritten.set(cache.unwritten)
    if (!tmdb) return
    calls.reset()
    for (const outcome of CALL_OUTCOMES) calls.inc({ outcome }, tmdb.calls[outcome])
    for (const urgency of ['person', 'background'] as const) waiting.set({ urgency }, tmdb.waiting[urgency])
    for (const state of BREAKER_STATES) breaker.set({ state }, state === tmdb.breaker ? 1 : 0)
  }
}

/** What was asked of those who tell what others think. */
function createRatingsGauges(registers: Registry[]): (figures: CatalogueFigures['ratings']) => void {
  const calls = new Counter({ name: 'rewind_ratings_calls_total', help: 'Calls of upstreams of ratings, each try counted, by how they ended', labelNames: ['upstream', 'outcome'] as const, registers })
  const today = new Gauge({ name: 'rewind_ratings_questions_today', help: 'Questions to upstreams of ratings since midnight UTC', labelNames: ['upstream'] as const, registers })
  const breaker = new Gauge({ name: 'rewind_ratings_breaker', help: '1 for the state of the circuit breaker before an upstream of ratings', labelNames: ['upstream', 'state'] as const, registers })
  return (figures) => {
    calls.reset()
    for (const [upstream, { calls: counted, breaker: now, askedToday }] of Object.entries(figures)) {
      for (const outcome of CALL_OUTCOMES) calls.inc({ upstream, outcome }, counted[outcome])
      for (const state of BREAKER_STATES) breaker.set({ upstream, state }, state === now ? 1 : 0)
      today.set({ upstream }, askedToday)
    }
  }
}

/** What films take, and how housekeeping stands. */
function createStorageGauges(registers: Registry[]): (figures: StorageFigures) => void {
  const bytes = new Gauge({ name: 'rewind_storage_bytes', help: 'Bytes of stored films, by where they are', labelNames: ['state'] as const, registers })
  const held = new Gauge({ name: 'rewind_copies', help: 'Copies of films on people\'s devices that hold their films', registers })
  const quota = new Gauge({ name: 'rewind_storage_quota_bytes', help: 'Bytes that films may take; 0 where there is no bound', registers })
  const ran = new Gauge({ name: 'rewind_housekeeping_ran_timestamp_seconds', help: 'When housekeeping ran last', registers })
  const last = new Gauge({ name: 'rewind_housekeeping_last_run', help: 'What the last run of housekeeping did', labelNames: ['what'] as const, registers })
  return ({ readyBytes, binnedBytes, copies, quotaBytes, ranAt, report }) => {
    bytes.set({ state: 'ready' }, readyBytes)
    bytes.set({ state: 'binned' }, binnedBytes)
    bytes.set({ state: 'orphaned' }, report?.orphans.sizeBytes ?? 0)
    held.set(copies)
    quota.set(quotaBytes ?? 0)
    if (ranAt === null || report === null) return
    ran.set(Date.parse(ranAt) / 1_000)
    const { warned, calledOff, binned, deleted, foldersRemoved, wantsConsent, failures } = report
    for (const [what, count] of Object.entries({ warned, calledOff, binned, deleted, foldersRemoved, wantsConsent: wantsConsent.length, failures: failures.length, held: report.held === null ? 0 : 1 })) last.set({ what }, count)
  }
}

function createWebhookFigures(registers: Registry[]) {
  const sent = new Histogram({ name: 'rewind_webhook_seconds', help: 'Tries to deliver to webhooks, tests included, by how they ended', labelNames: ['template', 'outcome'] as const, buckets: [0.05, 0.2, 1, 5, 15], registers })
  const states = new Gauge({ name: 'rewind_webhooks', help: 'Webhooks by state', labelNames: ['state'] as const, registers })
  const messages = new Gauge({ name: 'rewind_webhook_messages', help: 'Messages of webhooks, to be delivered or dead', labelNames: ['state'] as const, registers })
  return {
    sent: (template: WebhookTemplate, outcome: WebhookOutcome, seconds: number) => sent.observe({ template, outcome }, seconds),
    told({ hooks, waiting, dead }: HookFigures) {
      for (const [state, count] of Object.entries(hooks)) states.set({ state }, count)
      messages.set({ state: 'waiting' }, waiting)
      messages.set({ state: 'dead' }, dead)
    },
  }
}

export function createMetrics(): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  const requests = new Histogram({
    name: 'rewind_http_request_seconds', help: 'HTTP requests', labelNames: ['route', 'method', 'status'] as const, buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers,
  })
  const appends = new Histogram({
    name: 'rewind_append_seconds', help: 'Time to get events on disk', labelNames: ['result'] as const, buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.5, 2], registers,
  })
  const events = new Counter({ name: 'rewind_events_appended_total', help: 'Events appended', registers })
  const recommendations = new Histogram({
    name: 'rewind_recommendations_seconds', help: 'Lists of recommendations answered, by how they came about', labelNames: ['how'] as const, buckets: [0.005, 0.02, 0.1, 0.5, 2], registers,
  })
  const batches = new Counter({ name: 'rewind_batches_total', help: 'Batches that began', labelNames: ['kind'] as const, registers })
  const titles = new Counter({ name: 'rewind_import_titles_total', help: 'Titles that imports of the catalogue asked for, by what became of them', labelNames: ['outcome'] as const, registers })
  const facts = new Counter({ name: 'rewind_library_import_facts_total', help: 'Facts of people\'s imports, by what became of them', labelNames: ['outcome'] as const, registers })
  const jobs = new Gauge({ name: 'rewind_jobs', help: 'Downloads by status', labelNames: ['status'] as const, registers })
  const projected = createProjectionGauges(registers)
  const catalogue = createCatalogueGauges(registers)
  const ratings = createRatingsGauges(registers)
  const indexers = createIndexerFigures(registers)
  const downloads = createDownloadGauges(registers)
  let readDownloads: (() => DownloadFigures) | undefined
  const storage = createStorageGauges(registers)
  const webhooks = createWebhookFigures(registers)
  const sockets = new Gauge({ name: 'rewind_sockets', help: 'Open WebSockets', registers })
  const imports = new Gauge({ name: 'rewind_imports', help: 'Imports of the catalogue by status', labelNames: ['status'] as const, registers })
  const outbox = new Gauge({ name: 'rewind_outbox_messages', help: 'Messages of policies, to be delivered or dead', labelNames: ['state'] as const, registers })
  const erased = new Counter({ name: 'rewind_accounts_erased_total', help: 'Accounts erased', registers })
  const changed = new Counter({ name: 'rewind_account_changes_total', help: 'Changes of what people may do, by the command', labelNames: ['change'] as const, registers })
  const made = new Counter({ name: 'rewind_accounts_made_total', help: 'Accounts that people made for themselves, by how they came', labelNames: ['how'] as const, registers })
  const invitations = new Counter({ name: 'rewind_invitation_changes_total', help: 'Invitations made, revoked and restored', labelNames: ['change'] as const, registers })
  const resets = new Counter({ name: 'rewind_reset_links_total', help: 'Links to set a new password by, by what became of them', labelNames: ['step'] as const, registers })
  const ended = new Counter({ name: 'rewind_sessions_ended_total', help: 'Sessions that were ended, by how', labelNames: ['how'] as const, registers })
  const images = new Counter({ name: 'rewind_images_total', help: 'Pictures asked for, by how it ended', labelNames: ['outcome'] as const, registers })
  const unrecorded = new Gauge({ name: 'rewind_settings_unrecorded', help: 'Changes of settings that are in force and not recorded yet', registers })
  const tests = new Histogram({ name: 'rewind_connection_test_seconds', help: 'Tests of connections that admins asked for', labelNames: ['what', 'ok'] as const, buckets: [0.1, 0.5, 2, 10, 45], registers })
  const mails = new Histogram({ name: 'rewind_mail_seconds', help: 'Tries to hand mails over, tests included, by how they ended', labelNames: ['outcome'] as const, buckets: [0.05, 0.2, 1, 5, 15], registers })
  return {
    ...createCodeFigures(registers),
    mailSent: (outcome, seconds) => mails.observe({ outcome }, seconds),
    webhookSent: webhooks.sent,
    connectionTested: (what, ok, seconds) => tests.observe({ what, ok: String(ok) }, seconds),
    accountErased: () => erased.inc(),
    accountChanged: (change) => changed.inc({ change }),
    accountMade: (how) => made.inc({ how }),
    invitationChanged: (change) => invitations.inc({ change }),
    resetLink: (step) => resets.inc({ step }),
    sessionsEnded: (how, sessions) => ended.inc({ how }, sessions),
    imageAsked: (outcome) => images.inc({ outcome }),
    contentType: registry.contentType,
    async text(readings) {
      for (const [status, count] of Object.entries(await readings.jobs())) jobs.set({ status }, count)
      projected(await readings.projections())
      const figures = readings.catalogue()
      catalogue(figures)
      ratings(figures.ratings)
      indexers.told(await readings.indexers())
      storage(await readings.storage())
      webhooks.told(await readings.webhooks())
      sockets.set(readings.sockets())
      unrecorded.set(readings.unrecordedSettings())
      for (const [state, count] of Object.entries(await readings.outbox())) outbox.set({ state }, count)
      for (const [status, count] of Object.entries(await readings.imports())) imports.set({ status }, count)
      if (readDownloads) downloads(readDownloads())
      return await registry.metrics()
    },
    indexerAsked: indexers.asked,
    releasesLooked: indexers.looked,
    downloadsOf(figures) {
      readDownloads = figures
    },
    batchBegan: (kind) => batches.inc({ kind }),
    recommended: (how, seconds) => recommendations.observe({ how }, seconds),
    libraryImported: (outcome, count) => facts.inc({ outcome }, count),
    titlesImported: (outcome, count) => titles.inc({ outcome }, count),
    requested: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    measured: (store) => ({
      ...store,
      async append(stream, expected, newEvents) {
        const end = appends.startTimer()
        try {
          const result = await store.append(stream, expected, newEvents)
          end({ result: result.status })
          if (result.status === 'appended') events.inc(result.events.length)
          return result
        } catch (error) {
          end({ result: 'failed' })
          throw error
        }
      },
    }),
  }
}
