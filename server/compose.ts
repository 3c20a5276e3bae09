/** Puts the server together from a configuration and an open database: every port gets its adapter here. */

import type { FastifyBaseLogger } from 'fastify'
import { projections } from '../projections/index.ts'
import type { App } from './app.ts'
import { buildApp } from './app.ts'
import type { Accounts } from './auth/accounts.ts'
import { accountsIn } from './auth/accounts.ts'
import { demoAccounts } from './auth/demo-accounts.ts'
import { erasedAccountsIn } from './auth/erased-accounts.ts'
import type { Erasure } from './auth/erasure.ts'
import { createErasure } from './auth/erasure.ts'
import { recordWith } from './auth/record.ts'
import { sessionsIn } from './auth/sessions.ts'
import type { UserAccess } from './auth/user-access.ts'
import type { SetupToken } from './auth/setup-token.ts'
import { doorOf } from './auth/door.ts'
import { newSetupToken } from './auth/setup-token.ts'
import { catalogueCache } from './catalogue/catalogue-cache.ts'
import { guardBatches } from './batches/guard-batches.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { createCatalogue } from './catalogue/catalogue.ts'
import { CatalogueError } from './catalogue/catalogue-error.ts'
import { householdViewIn } from './catalogue/household-view.ts'
import { cardRefresher } from './catalogue/describe-title.ts'
import { readyAnswers } from './catalogue/ready-answers.ts'
import type { TmdbClient } from './catalogue/tmdb-client.ts'
import { tmdbClient } from './catalogue/tmdb-client.ts'
import type { ImportPorts } from './catalogue-import/import-ports.ts'
import { importing } from './catalogue-import/import-ports.ts'
import { importedTitlesIn } from './catalogue-import/imported-titles.ts'
import type { SyncAdmin, TitleAdmin } from './catalogue-import/sync-admin.ts'
import { createPostgresCommandOutcomes } from './command-outcomes.ts'
import type { Config } from './config.ts'
import type { Connections, InUse } from './connections/connections.ts'
import { connectionsIn } from './connections/connections.ts'
import { settingScopes } from './connections/setting-scopes.ts'
import { requestsScope } from './connections/requests-scope.ts'
import { retentionScope } from './connections/retention-scope.ts'
import type { Settings } from './connections/settings-store.ts'
import { openSettings } from './connections/settings-store.ts'
import type { TestNewsServer } from './connections/test-connections.ts'
import { connectionTests } from './connections/test-connections.ts'
import { isLoopback } from './loopback.ts'
import type { Database } from './db/database.ts'
import { createProjectionProgress } from './db/projection-progress.ts'
import { createDomainStore } from './event-store/domain-store.ts'
import type { EventStore } from './event-store/event-store.ts'
import { guardedFetch } from './guarded-fetch.ts'
import type { CommandHandler } from './handle.ts'
import { createCommandHandler } from './handle.ts'
import { avatarsIn } from './images/avatars.ts'
import { createImages } from './images/images.ts'
import { pictureColoursIn } from './images/picture-colours.ts'
import { pictureRoom } from './images/picture-room.ts'
import { askedCatalogue } from './library-import/asked-catalogue.ts'
import { libraryImportsIn } from './library-import/library-imports.ts'
import type { AskedCatalogue } from './library-import/match-title.ts'
import { currentListsIn } from './lists/current-list.ts'
import { openPostersIn } from './lists/open-posters.ts'
import { createLiveHub } from './live/hub.ts'
import { liveNewsIn } from './live/live-news.ts'
import type { LandingFilms } from './media/landing-films.ts'
import { movieJobs } from './media/movie-jobs.ts'
import { signingKeyIn } from './media/signing-key.ts'
import type { MailParts } from './mail/open-mail.ts'
import { openMail } from './mail/open-mail.ts'
import type { Metrics } from './metrics.ts'
import { createMetrics } from './metrics.ts'
import { ownOrigin } from './plugins/origin.ts'
import type { ObjectStore } from './object-store/object-store.ts'
import { masterKeysIn } from './personal/master-key.ts'
import { openPersonalKeys } from './personal/personal-keys.ts'
import { createPersonalTexts } from './personal/personal-texts.ts'
import { pastIn } from './past.ts'
import { readModelsIn } from './read-models.ts'
import { guardRequests } from './requests/guard-requests.ts'
import { peopleIn } from './sync/people.ts'
import { createPull } from './sync/pull.ts'
import { readListsIn } from './sync/read-lists.ts'
import { rowChanges } from './sync/row-changes.ts'
import { openRatings } from './ratings/open-ratings.ts'
import type { PushKey } from './push/push-key.ts'
import { pushKeyIn } from './push/push-key.ts'
import { PUSH_SERVICES } from './push/push-addresses.ts'
import type { PushSubscriptions } from './push/push-subscriptions.ts'
import { pushSubscriptionsIn } from './push/push-subscriptions.ts'
import { keptRecommendations } from './recommendations/kept-recommendations.ts'
import { createRecommend } from './recommendations/recommend.ts'
import { tastesIn } from './recommendations/tastes.ts'
import type { System } from './system.ts'
import { indexerMeterIn } from './indexer/indexer-meter.ts'
import { qualityScope } from './releases/quality-settings.ts'
import type { ReleaseFinder } from './releases/release-finder.ts'
import { createReleaseFinder } from './releases/release-finder.ts'
import { wantedIn } from './releases/wanted-in.ts'
import type { CatalogueSettings } from './upstreams.ts'
import type { Hooks } from './webhooks/open-hooks.ts'
import { openHooks } from './webhooks/open-hooks.ts'

export interface ServerOptions {
  readonly config: Config
  readonly version: string
  /** Folder of the built app. */
  readonly appFolder: string
  /** Of read models, accounts and sessions; the read models' tables are there. */
  readonly database: Database
  /** The events as they are recorded; whoever opened them closes them, after the server. */
  readonly recorded: EventStore
  readonly objects: ObjectStore
  /** Films that are still landing in this process. */
  readonly landingFilms: LandingFilms
  /** Null where no key is set: everything works but the catalogue. */
  readonly tmdb: CatalogueSettings | null
  /** What the environment or the demo names; admins set up others beside them. */
  readonly acquisition: InUse
  readonly testNewsServer: TestNewsServer
  readonly log: FastifyBaseLogger
  readonly system: System
}

export interface Server extends Hooks, MailParts, App {
  readonly accounts: Accounts
  readonly erasure: Erasure
  readonly userAccess: UserAccess
  readonly store: EventStore
  readonly commands: CommandHandler
  readonly catalogue: Catalogue
  readonly pushKey: PushKey
  readonly pushSubscriptions: PushSubscriptions
  readonly pushServices: readonly string[]
  readonly syncAdmin: SyncAdmin & TitleAdmin
  readonly imports: ImportPorts
  /** For imports of people's libraries; null without a catalogue to ask. */
  readonly askedCatalogue: AskedCatalogue | null
  readonly settings: Settings
  readonly releases: ReleaseFinder
  readonly connections: Connections
  readonly metrics: Pick<Metrics, 'downloadsOf' | 'webhookSent' | 'libraryImported'>
  /** To be shown to whoever can read the log, while there is no admin. */
  readonly setupToken: SetupToken | null
  close(): Promise<void>
}

export async function composeServer(options: ServerOptions): Promise<Server> {
  const { config, version, appFolder, database, recorded, objects, landingFilms, tmdb, acquisition, testNewsServer, log, system } = options
  const metrics = createMetrics()
  const master = await masterKeysIn(database, config, system)
  const personalKeys = await openPersonalKeys(database, master, system)
  const store = metrics.measured(createDomainStore({ recorded, texts: createPersonalTexts({ keys: personalKeys, system }) }))
  const outcomes = createPostgresCommandOutcomes(database)
  const progress = createProjectionProgress({ database, projections, system, log })
  const models = readModelsIn(database, progress)
  const requestRules = () => settings.read(requestsScope).value
  const requests = { database: database.pool, models, store, rules: requestRules, retention: () => settings.read(retentionScope).value, system }
  const commands = guardBatches(guardRequests(createCommandHandler({ store, outcomes }), requests), {
    store, heldBy: models.heldBy,
    began({ batchId, kind, size, removes }) {
      metrics.batchBegan(kind)
      log.info({ batchId, kind, size, removes }, 'a batch begins')
    },
  })
  const settings: Settings = await openSettings({ database, scopes: settingScopes, master, handle: commands.handle, system, log })
  const connections = connectionsIn({ settings, fixed: acquisition, config, system })
  const record = recordWith(commands, system)
  const accounts = accountsIn(database, record, system)
  const recommended = keptRecommendations()
  const erasure = createErasure({ database, accounts, keys: personalKeys, erased: erasedAccountsIn(config.dataDir), store, handle: commands.handle, record, system, log, forget: recommended.forget, removePictures: avatarsIn(objects).forget, counted: metrics.accountErased })
  await erasure.repeat()
  // Accounts whose passwords are shown are for this machine only.
  const shown = config.demo && isLoopback(config.host) ? await demoAccounts(config.dataDir, accounts, system) : null
  const setupToken = newSetupToken(system)
  const door = doorOf({ database, store, handle: commands.handle, accounts, keys: personalKeys, record, system })
  const mail = openMail({ ...door, config, database, store, metrics, listens: () => app.server.address(), system, log })
  const colours = pictureColoursIn(database, log)
  const tmdbAsked = tmdb && tmdbClient(tmdb, system, log)
  const answers = catalogueCache({ db: database.kysely, system, log })
  const imported = importedTitlesIn(database)
  const refreshCard = cardRefresher({ database: database.pool, handle: commands.handle, system, log })
  const othersRatings = openRatings({ config, db: database.kysely, cache: answers, system, log })
  const { syncAdmin, imports } = importing(tmdbAsked ?? noTmdb, { database, handle: commands.handle, imported, refreshCard, ratings: othersRatings.ofImported, counted: metrics.titlesImported, system })
  const catalogue = createCatalogue({ tmdb: tmdbAsked ?? noTmdb, colourOf: colours.of, cache: answers, imported, onTitleRead: refreshCard })
  const hooks = openHooks({ settings, db: database.kysely, catalogue, publicUrl: config.publicUrl, imageBaseUrl: tmdb?.imageBaseUrl ?? config.tmdbImageBaseUrl, system })
  const releases = releasesAmong(connections, { database, catalogue, settings, metrics, system, log })
  const pushKey = await pushKeyIn(config.dataDir, config.publicUrl?.startsWith('https:') ? config.publicUrl : 'mailto:nobody@example.org', system)
  // The demo speaks with this machine alone.
  const pushServices = config.demo ? [] : PUSH_SERVICES
  const pushSubscriptions = pushSubscriptionsIn(database.kysely)
  const people = () => peopleIn(database.kysely)
  const readLists = readListsIn(database.kysely)
  const hub = await createLiveHub({ store, readLists, household: people, news: liveNewsIn(database.kysely, progress), system, log })
  const { app, routes, reportHealth } = await buildApp({
    config, version, appFolder, log, system, database, settings, store, people, avatars: avatarsIn(objects), objects, landingFilms, commands, outcomes, metrics, accounts, erasure, record, catalogue, setupToken, pushKey, pushSubscriptions, pushServices, syncAdmin, imported,
    ...hooks, ...mail, connections, connectionTests: connectionTests({ objects, testNewsServer, system }),
    handle: commands.handle, releases, indexerFigures: releases.figures,
    recommend: createRecommend({ source: catalogue, tastes: tastesIn(database.kysely), kept: recommended, system, log, counted: metrics.recommended }),
    own: ownOrigin(config), ...door, sessions: sessionsIn(database, system),
    models, libraryImports: libraryImportsIn({ database, store, heldBy: models.heldBy, system }),
    past: pastIn({ database, store }), demoAccounts: shown,
    readyTitles: readyAnswers(() => colours.version),
    isOpenPoster: openPostersIn(database),
    images: createImages({ objects, colours, room: pictureRoom({ objects, log }), system, log, baseUrl: tmdb?.imageBaseUrl ?? config.tmdbImageBaseUrl, counted: metrics.imageAsked }),
    movieJobs: movieJobs(database.pool),
    householdView: householdViewIn(database), othersRatings,
    signingKey: await signingKeyIn(config.dataDir, system),
    pull: createPull({ store, readLists, rowChanges: (userId, after, rowsMax) => rowChanges(database.kysely, userId, after, rowsMax), people }),
    lists: currentListsIn({ db: database.kysely, store, readLists }),
    hub, sockets: () => hub.size,
    catalogueFigures: () => ({ cache: answers.figures(), tmdb: tmdbAsked?.figures() ?? null, ratings: othersRatings.figures() }),
    onSessionsEnded: hub.endSessions,
  })
  return {
    app, routes, reportHealth, accounts, erasure, userAccess: door.userAccess, store, commands, catalogue, pushKey, pushSubscriptions, pushServices, syncAdmin, imports, settings, connections, releases, metrics, ...hooks, ...mail,
    askedCatalogue: tmdbAsked && askedCatalogue({ tmdb: tmdbAsked, cache: answers, imported, database }), setupToken: await accounts.hasAdmin() ? null : setupToken,
    async close() {
      await hub.close()
      await app.close()
      await answers.settled()
      await progress.close()
      await settings.close()
    },
  }
}

type FinderParts = Pick<ServerOptions, 'database' | 'system' | 'log'> & Pick<Server, 'catalogue' | 'settings'> & { readonly metrics: Metrics }

function releasesAmong({ inUse }: Connections, { database, catalogue, settings, metrics, system, log }: FinderParts): ReleaseFinder {
  return createReleaseFinder({
    system, log, meter: indexerMeterIn(database.kysely, system), observed: metrics.indexerAsked, fetchFor: ({ ownNetwork }) => guardedFetch(ownNetwork),
    indexers: () => inUse().indexers, newsServers: () => inUse().newsServers, quality: () => settings.read(qualityScope).value,
    wanted: (what) => wantedIn(catalogue, what), looked: metrics.releasesLooked,
  })
}

const noTmdb: TmdbClient = {
  get: async () => {
    throw new CatalogueError('TMDB_ERROR', 'There is no catalogue yet: set TMDB_API_KEY, and start again.')
  },
}
