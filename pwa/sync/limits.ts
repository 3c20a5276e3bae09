/** Bounds of the sync engine. Units are in the names. */
export const limits = {
  // Storage
  logChunkEvents: 500,
  logReadRecords: 8,
  bucketCount: 64,
  snapshotDelayMs: 2_000,
  // Push
  pushCommandsMax: 100,
  /** Of one batch as JSON; the server takes twice as much. */
  pushBytesMax: 1_000_000,
  // Requests
  requestTimeoutMs: 20_000,
  /** Between two pieces of a streamed answer. */
  pullSilenceMaxMs: 20_000,
  // Back-off
  retryDelayMinMs: 500,
  /** So that all is sent within ten seconds of the network's return, which nothing may announce. */
  retryDelayMaxMs: 5_000,
  /** An accepted command whose effect has not come by then is taken off all the same: see SY14. */
  settleMs: 5_000,
  // Socket
  socketOpenMs: 10_000,
  /** The server pings every 20 s. */
  socketSilenceMaxMs: 45_000,
  // Looking back: rows are kept every so many events, so often at most
  pastCheckpointEvents: 1_000,
  pastCheckpointsMax: 32,
  // Posters
  posterCountMax: 3_000,
  posterPrefetchAtOnce: 4,
} as const
