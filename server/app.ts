/** The HTTP server, in the order in which a request passes: what browsers refuse, who asks, how often, what they want, how it is kept. */

import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import fastify, { LogController } from 'fastify'
import type { Accounts } from './auth/accounts.ts'
import type { Erasure } from './auth/erasure.ts'
import type { SetupToken } from './auth/setup-token.ts'
import type { CommandOutcomes } from './command-outcomes.ts'
import type { Config } from './config.ts'
import type { EventStore } from './event-store/event-store.ts'
import type { CommandHandler } from './handle.ts'
import { limits } from './limits.ts'
import { listPage } from './lists/list-page.ts'
import type { MovieJobs } from './media/movie-jobs.ts'
import { appShell } from './plugins/app-shell.ts'
import { caching } from './plugins/caching.ts'
import { answerErrors } from './plugins/errors.ts'
import { identify } from './plugins/identity.ts'
import { describeApi, docsPage } from './plugins/openapi.ts'
import { rateLimits } from './plugins/rate-limits.ts'
import type { Routes } from './plugins/routes-declared.ts'
import { declaredRoutes } from './plugins/routes-declared.ts'
import { securityHeaders } from './plugins/security-headers.ts'
import { validation } from './plugins/validation.ts'
import type { AdminMailPorts } from './routes/admin-mail.ts'
import type { AdminSmsPorts } from './routes/admin-sms.ts'
import { adminSmsRoutes } from './routes/admin-sms.ts'
import { adminMailRoutes } from './routes/admin-mail.ts'
import { batchRoutes } from './routes/batches.ts'
import type { AsOfPorts } from './routes/as-of.ts'
import type { CatalogueRoutesDeps } from './routes/catalogue.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { cataloguePeopleRoutes } from './routes/catalogue-people.ts'
import { discoverRoutes } from './routes/discover.ts'
import { commandRoutes } from './routes/commands.ts'
import { erasureRoutes } from './routes/erasure.ts'
import type { EmailPorts } from './routes/email.ts'
import { emailRoutes } from './routes/email.ts'
import { eventRoutes } from './routes/events.ts'
import type { HealthPorts, PartReport } from './routes/health.ts'
import { healthRoutes, reportHealth } from './routes/health.ts'
import { historyRoutes } from './routes/history.ts'
import type { ImageRoutesDeps } from './routes/images.ts'
import { imageRoutes } from './routes/images.ts'
import type { ImportPorts } from './routes/import.ts'
import { importRoutes } from './routes/import.ts'
import type { InstancePorts } from './routes/instance.ts'
import { instanceRoutes } from './routes/instance.ts'
import { jobRoutes } from './routes/jobs.ts'
import type { LiveRoutesDeps } from './routes/live.ts'
import { liveRoutes } from './routes/live.ts'
import { libraryChangeRoutes } from './routes/library-changes.ts'
import { libraryRoutes } from './routes/library.ts'
import { listChangeRoutes } from './routes/list-changes.ts'
import type { InvitationPorts } from './routes/invitations.ts'
import { invitationRoutes } from './routes/invitations.ts'
import type { ListPorts } from './routes/lists.ts'
import { listRoutes } from './routes/lists.ts'
import type { NewcomerPorts } from './routes/newcomers.ts'
import { newcomerRoutes } from './routes/newcomers.ts'
import type { PeoplePorts } from './routes/people.ts'
import { peopleRoutes } from './routes/people.ts'
import type { ResetPorts } from './routes/resets.ts'
import { resetRoutes } from './routes/resets.ts'
import type { SignInPorts } from './routes/session.ts'
import type { ProfilePorts } from './routes/profile.ts'
import { profileRoutes } from './routes/profile.ts'
import { provenanceRoutes } from './routes/provenance.ts'
import { projectionRoutes } from './routes/projections.ts'
import type { CatalogueSyncPorts } from './routes/catalogue-sync.ts'
import { catalogueSyncRoutes } from './routes/catalogue-sync.ts'
import type { ConnectionPorts } from './routes/connections.ts'
import { connectionRoutes } from './routes/connections.ts'
import { securityRoutes } from './routes/security.ts'
import type { SentCodePorts } from './routes/sent-codes.ts'
import { sessionRoutes } from './routes/session.ts'
import type { RecommendationPorts } from './routes/recommendations.ts'
import { recommendationRoutes } from './routes/recommendations.ts'
import { qualityRoutes } from './routes/quality.ts'
import type { ReleasePorts } from './routes/releases.ts'
import { releaseRoutes } from './routes/releases.ts'
import { setupRoutes } from './routes/setup.ts'
import type { PushPorts } from './routes/push.ts'
import { pushRoutes } from './routes/push.ts'
import type { StreamRoutesDeps } from './routes/stream.ts'
import { streamRoutes } from './routes/stream.ts'
import type { SyncRoutesDeps } from './routes/sync.ts'
import { syncRoutes } from './routes/sync.ts'
import type { TitlePorts } from './routes/titles.ts'
import { titleRoutes } from './routes/titles.ts'
import type { StoragePorts } from './routes/storage.ts'
import { statsRoutes } from './routes/stats.ts'
import { storageRoutes } from './routes/storage.ts'
import type { UserPorts } from './routes/users.ts'
import { userRoutes } from './routes/users.ts'
import type { WebhookPorts } from './routes/webhooks.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import type { System } from './system.ts'
import { uuidv7 } from './system.ts'

export interface AppPorts extends SignInPorts, PushPorts, HealthPorts, InstancePorts, CatalogueRoutesDeps, ImageRoutesDeps, StreamRoutesDeps, SyncRoutesDeps, LiveRoutesDeps, AsOfPorts, Omit<TitlePorts, 'config'> {
  readonly config: Pick<Config, 'trustProxy' | 'publicUrl' | 'mailFrom' | 'country' | 'objectStorePublicUrl'> & ConnectionPorts['config']
  readonly log: FastifyBaseLogger
  readonly system: System
  readonly accounts: Accounts
  readonly metrics: HealthPorts['metrics'] & UserPorts['metrics'] & NewcomerPorts['metrics'] & InvitationPorts['metrics'] & ResetPorts['metrics']
  readonly hub: LiveRoutesDeps['hub']
  readonly mailer: AdminMailPorts['mailer']
  readonly makeMail: AdminMailPorts['makeMail']
  readonly askForMail: EmailPorts['askForMail']
  readonly smsSender: AdminSmsPorts['smsSender']
  readonly askForCode: SentCodePorts['askForCode']
  readonly movieJobs: MovieJobs
  readonly releases: ReleasePorts['releases']
  readonly erasure: Erasure
  readonly store: EventStore
  readonly objects: StreamRoutesDeps['objects'] & HealthPorts['objects'] & StoragePorts['objects']
  readonly settings: StoragePorts['settings'] & ConnectionPorts['settings']
  readonly commands: CommandHandler
  readonly outcomes: CommandOutcomes
  readonly people: PeoplePorts['people']
  readonly avatars: ProfilePorts['avatars']
  readonly recommend: RecommendationPorts['recommend']
  readonly lists: ListPorts['lists']
  readonly syncAdmin: CatalogueSyncPorts['syncAdmin']
  readonly imported: CatalogueSyncPorts['imported']
  readonly connections: ConnectionPorts['connections']
  readonly connectionTests: ConnectionPorts['connectionTests']
  readonly webhooks: WebhookPorts['webhooks'] & HealthPorts['webhooks']
  readonly attempts: WebhookPorts['attempts']
  readonly libraryImports: ImportPorts['libraryImports']
  readonly setupToken: SetupToken
  /** Folder of the built app. */
  readonly appFolder: string
}

export interface App { readonly app: FastifyInstance; readonly routes: Routes; readonly reportHealth: () => Promise<readonly PartReport[]> }

export async function buildApp(ports: AppPorts): Promise<App> {
  const { config, own, sessions, erasure, version, appFolder } = ports
  const app = createServer(ports)
  // JSON is all it reads: a form of another site could send text.
  app.removeContentTypeParser('text/plain')
  const routes = declaredRoutes(app)
  measureRequests(app, ports)
  await securityHeaders(app, own, config.objectStorePublicUrl)
  await app.register(cookie)
  identify(app, { sessions, own, erasure })
  await rateLimits(app)
  validation(app)
  caching(app)
  await app.register(compress, {
    threshold: limits.compressBytesMin,
    encodings: ['br', 'gzip'],
    // The plugin's own kinds but for octets, which are films here; a replica comes as lines of JSON.
    customTypes: /^text\/(?!event-stream)|[+/](?:json|x-ndjson|text|xml|javascript)(?:;|$)/u,
    // The default is for files compressed once; these are made for each request.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  })
  await describeApi(app, version)
  answerErrors(app, { allowedMethods: routes.allowedMethods, shell: await appShell(app, appFolder, listPage(ports)) })
  await addRoutes(app, ports)
  return { app, routes, reportHealth: () => reportHealth(ports) }
}

function createServer({ config, log, system }: AppPorts): FastifyInstance {
  return fastify({
    loggerInstance: log,
    // One line per request, once it is answered: see `measureRequests`.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => uuidv7(system),
    // Each adds whom it was asked by at the end: what stands before the last so many is whatever somebody wrote there.
    trustProxy: config.trustProxy > 0 && ((_address: string, hop: number) => hop < config.trustProxy),
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.requestTimeoutMs,
    // An open socket or a player's idle connection must not hold up the end.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: limits.pathPartCharactersMax },
  }) as unknown as FastifyInstance
}

function measureRequests(app: FastifyInstance, { metrics }: AppPorts): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    metrics.requested(route, request.method, reply.statusCode, reply.elapsedTime / 1_000)
    // Without the query: it may hold a signature, or what somebody looked for.
    request.log.debug({ method: request.method, path: request.url.split('?', 1)[0], status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })
}

async function addRoutes(app: FastifyInstance, ports: AppPorts): Promise<void> {
  instanceRoutes(app, ports)
  setupRoutes(app, ports)
  sessionRoutes(app, ports)
  securityRoutes(app, ports)
  erasureRoutes(app, ports)
  userRoutes(app, ports)
  newcomerRoutes(app, ports)
  invitationRoutes(app, ports)
  resetRoutes(app, ports)
  emailRoutes(app, ports)
  adminMailRoutes(app, ports)
  adminSmsRoutes(app, ports)
  commandRoutes(app, ports)
  libraryChangeRoutes(app, ports)
  batchRoutes(app, ports)
  importRoutes(app, ports)
  libraryRoutes(app, ports)
  historyRoutes(app, ports)
  statsRoutes(app, ports)
  provenanceRoutes(app, ports)
  peopleRoutes(app, ports)
  profileRoutes(app, ports)
  recommendationRoutes(app, ports)
  listRoutes(app, ports)
  listChangeRoutes(app, ports)
  jobRoutes(app, ports)
  releaseRoutes(app, ports)
  qualityRoutes(app, ports)
  storageRoutes(app, ports)
  pushRoutes(app, ports)
  eventRoutes(app, ports)
  projectionRoutes(app, ports)
  catalogueSyncRoutes(app, ports)
  connectionRoutes(app, ports)
  webhookRoutes(app, ports)
  await app.register(catalogueRoutes, ports)
  await app.register(discoverRoutes, ports)
  await app.register(cataloguePeopleRoutes, ports)
  titleRoutes(app, ports)
  await app.register(imageRoutes, ports)
  await app.register(streamRoutes, ports)
  await app.register(syncRoutes, ports)
  await app.register(liveRoutes, ports)
  healthRoutes(app, ports)
  await docsPage(app)
}
