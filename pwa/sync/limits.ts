/** Bounds of the sync engine. Units are in the names. */
export const limits = {
  // Storage
  logChunkEvents: 500,
  /** Answers that come together are read in one go, during which the page answers nobody: few of any are asked for at once. */
  recordsAtOnce: { log: 2, cards: 4, rows: 3 },
  bucketCount: 64,
  cardRecordCards: 128,
  /** So many of the newest writes say which cards they changed; a tab that has missed more reads all. */
  cardWritesMax: 16,
  /** Of each shelf so many are drawn before all rows are read: more than a screen holds. */
  openingTitles: 60,
  /** So much may have happened since, and so much be unsent, and still be drawn into it. */
  openingEventsMax: 1_000,
  openingParcelsMax: 200,
  // Work on many at once: so many items at least, for so long at most, before the page has its turn
  sliceItems: 32,
  sliceMs: 4,
  /** Somebody scrolls until nothing has moved for so long; until then the page has so much longer turns. */
  scrollRestMs: 150,
  scrollTurnMs: 250,
  snapshotDelayMs: 2_000,
  /** Steps by which a full device makes room for one write: all pictures by halves, and then some. */
  roomStepsMax: 12,
  /** When nothing more fits, it is asked for again no sooner. */
  fullRestMs: 30_000,
  /** Between two tries to make a database anew that the browser has taken away; an act waits for a few of them. */
  movePauseMs: 250,
  movedWithinMs: 1_000,
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
  // Answers of the catalogue, kept for reading offline: packed, so some thousands of titles
  keptAnswersMax: 6_000,
  keptBytesMax: 64_000_000,
  /** Looked at again within this, an answer is as recent as before: no write for every look. */
  keptUseMs: 60_000,
  /** Of what was kept last, so much is read for the people in it, when somebody looks for one. */
  peopleReadFromMax: 200,
  /** Small frames that the player keeps of a film for its seek bar: about 30 MB. */
  seekFramesMax: 150,
  /** What has not landed is not waited for longer: nobody points at one place for so long. */
  seekFrameMs: 3_000,
  seekFrameAgainMs: 5_000,
  // Titles of the library, fetched unasked: one at a time, at leisure
  aheadDelayMs: 4_000,
  aheadPauseMs: 1_000,
  /** After the server or the catalogue had other worries. */
  aheadRestMs: 60_000,
  /** What has been kept for longer is fetched again. */
  aheadFreshMs: 14 * 86_400_000,
  /** A list of episodes that was kept so long ago is good enough to name the next one by. */
  seasonFreshMs: 86_400_000,
  /** Of each title, so many faces. */
  aheadFaces: 8,
  aheadPicturesMax: 2_000,
  // Lists of the catalogue: those the way back leads to, and pages in a row that bring nothing new
  listsInSightMax: 8,
  /** Pages of this tab's history, for how far down each was left. */
  placesRememberedMax: 50,
  barrenPagesMax: 4,
  /** Of a list that is loaded anew, so many pages are asked for again to get back to where one was. */
  pagesBackMax: 12,
  /** So many pages of a list are kept for reading offline; the rest would push titles out. */
  keptPagesMax: 3,
  /** Of filters that leave nothing, so many are tried without. */
  loosenedFiltersMax: 4,
  // Saved films: parts of a size that neither loses much when it is cut nor makes too many files
  savedPartBytesMin: 262_144,
  savedPartBytesMax: 16_777_216,
  /** Left to the browser, the library and its pictures. */
  savedReserveBytes: 100_000_000,
  /** Of films that are not there yet. */
  savedQueueMax: 100,
  /** A film that lands, a server that has other worries, a network that is none. */
  savedRestMs: 5_000,
  savedRestMaxMs: 60_000,
  /** Between two pieces of a part. */
  savedSilenceMaxMs: 30_000,
  /** A link with less time left than this is asked for anew. */
  savedLinkLeastMs: 60_000,
  savedProgressMs: 250,
  /** Where the browser copies by itself, it is handed what would take so much longer, judged after a while. */
  savedBrowserAfterMs: 3_000,
  savedBrowserLeftMs: 10_000,
  /** It is taken in lots: each lies twice on the device for a while, and is moved while the service worker is let live. */
  savedBrowserLotBytesMax: 2_000_000_000,
  savedBrowserLotsMax: 50,
  /** A browser that has sent nothing for so long sends nothing: some take the wish and leave it at that. One begins some seconds after it was started. */
  savedBrowserSilentMs: 20_000,
  /** Such a one is tried again after an update or two. */
  savedBrowserAgainMs: 7 * 86_400_000,
  /** What lies beside a film. */
  savedSubtitleBytesMax: 20_000_000,
  /** The server is told so often that a film is here still. */
  savedTellMs: 20 * 3_600_000,
  /** Of one's own data, packed in one go. */
  zipPieceBytes: 262_144,
  // Posters of the library; and as many pictures of whatever else was seen
  posterCountMax: 3_000,
  posterPrefetchAtOnce: 4,
} as const
