/** Every queue, batch, retry, body and cache of the server and its workers has its bound here. Units are in the names. */
export const limits = {
  // Event store
  eventBytesMax: 1_048_576,
  appendEventsMax: 1_000,
  flushCommandsMax: 1_000,
  flushBytesMax: 16 * 1_048_576,
  appendQueueMax: 20_000,
  subscriptionBatchEvents: 500,
  streamNameBytesMax: 200,
  // Commands
  commandBatchMax: 100,
  conflictRetriesMax: 10,
  // HTTP
  bodyBytesMax: 2 * 1_048_576,
  requestTimeoutMs: 30_000,
  pageSizeMax: 100,
  pageSizeDefault: 20,
  syncPageEvents: 2_000,
  readYourWritesWaitMs: 2_000,
  // WebSocket
  socketMessageBytesMax: 65_536,
  socketBufferedBytesMax: 4 * 1_048_576,
  socketsPerPersonMax: 50,
  // Projections
  projectionBatchEvents: 500,
  // Database
  databasePoolConnections: 10,
  databaseConnectTimeoutMs: 10_000,
  databaseIdleTimeoutMs: 60_000,
  postgresConnections: 60,
  postgresStartTimeoutMs: 10_000,
  postgresStartPollMs: 20,
  postgresRestartDelayMs: 500,
  // Stop
  closeTimeoutMs: 10_000,
} as const
