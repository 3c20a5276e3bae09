/** Every queue, batch, retry, body and cache of the server and its workers has its bound here. Units are in the names. */
export const limits = {
  // Event store
  eventBytesMax: 1_048_576,
  appendEventsMax: 1_000,
  /** More in one append go in as a set. */
  appendOneEventsMax: 4,
  flushCommandsMax: 1_000,
  flushBytesMax: 16 * 1_048_576,
  flushesAtOnce: 2,
  /** So many events must be waiting for a flush to be sent while another is under way. */
  flushBesideEvents: 64,
  appendQueueMax: 20_000,
  subscriptionBatchEvents: 500,
  streamNameBytesMax: 200,
  eventDepthMax: 200,
  appendTimeoutMs: 10_000,
  pageBytesMax: 8 * 1_048_576,
  /** As many of the largest are twice a page. */
  streamFirstPageEvents: 16,
  /** First pages of streams that are read in one query, all together: as many as by each connection on its own. */
  streamFirstPagesEvents: 160,
  filteredPagePositions: 10_000,
  /** Of the log's end: who is no further behind reads with all others who follow it. */
  sharedPagePositions: 64,
  copyPositions: 20_000,
  copyBufferBytes: 1_048_576,
  headPollMs: 1_000,
  /** KurrentDB: of one answer; a question that gets none is asked again. */
  kurrentdbAnswerMs: 5_000,
  kurrentdbPageEvents: 1_000,
  kurrentdbSearchWindow: 1_000,
  kurrentdbBufferEvents: 64,
  kurrentdbAppendsMax: 2_000,
  /** Copying a store into another. */
  takeEvents: 2_000,
  takeClaimsAtOnce: 50,
  /** Newest events that a process keeps for its subscribers. */
  tailEvents: 5_000,
  tailBytes: 16 * 1_048_576,
  /** Of each of two generations. */
  chainEndsMax: 20_000,
  announceAfterMs: 5,
  contradictionsMax: 100,
  // Personal texts
  /** So long at most another process still reads what was erased in this one. */
  personalKeyCacheMs: 10_000,
  personalKeyCacheMax: 1_000,
  // Commands
  commandBatchMax: 100,
  conflictRetriesMax: 10,
  commandsWaitingPerStreamMax: 1_000,
  batchesKnownMax: 1_000,
  takeBackAtOnce: 100,
  // HTTP
  bodyBytesMax: 2 * 1_048_576,
  requestTimeoutMs: 30_000,
  compressBytesMin: 1_024,
  pathPartCharactersMax: 300,
  /** Of instants that people send, in UTC. */
  instantYearMin: 1800,
  instantYearMax: 2999,
  pageSizeMax: 100,
  pageSizeDefault: 20,
  pageNumberMax: 1_000_000,
  shelfRowsMax: 100,
  recentsMax: 20,
  continueWatchingMax: 10,
  entryHistoryMax: 50,
  provenanceActsMax: 10_000,
  /** Of one person, one after another: each folds their whole log. */
  pastReadsWaitingMax: 20,
  syncPageEvents: 2_000,
  peopleMax: 1_000,
  /** The account of somebody who was registered is there soon after the event. */
  peopleLooksMax: 10,
  peopleLookMs: 200,
  readYourWritesWaitMs: 2_000,
  /** Of one person, and of one address that has not signed in. */
  personRequestsPerMinute: 6_000,
  addressRequestsPerMinute: 1_200,
  signInsPerMinute: 20,
  publicListsPerMinute: 120,
  rateLimitEntriesMax: 10_000,
  // Exports of other systems
  libraryExportUnpacking: { entriesMax: 5_000, bytesMax: 128 * 1_048_576, ratioMax: 200, ratioFromBytes: 1_048_576 },
  // Signing in
  sessionMs: 7 * 86_400_000,
  sessionRenewMs: 60_000,
  sessionTokenCharacters: 43,
  passkeysMax: 20,
  passkeyChallengeMs: 300_000,
  passkeyAnswerCharactersMax: 20_000,
  recoveryCodes: 10,
  // One-time codes that are sent: how long one is good, for how many tries, how soon the next may follow the first, how many in an hour go to one person or number, and SMS in an hour all in all
  sentCodeMs: 600_000,
  sentCodeTriesMax: 5,
  sentCodeAgainMs: 30_000,
  sentCodesPerHour: 6,
  smsPerHour: 60,
  smsTestsPerMinute: 6,
  smsAnswerBytesMax: 20_000,
  smsStepMs: 10_000,
  /** Who sends them is left alone for so long at most: half as long as a code is good. */
  smsRestMaxMs: 300_000,
  /** Of a person's devices that are to remove what they keep, remembered until they sign in there again. */
  removedDevicesMax: 100,
  userAgentCharactersMax: 300,
  usernameCharactersMax: 50,
  passwordCharactersMin: 10,
  passwordCharactersMax: 200,
  /** A refused sign-in is told this long after it was asked for, or a multiple of it, whatever the reason. */
  signInRefusalMs: 400,
  signInFailuresFree: 5,
  signInWaitMs: 1_000,
  signInWaitMaxMs: 900_000,
  signInForgetMs: 3_600_000,
  signInThrottleEntriesMax: 10_000,
  /** Of accounts that people make for themselves, from one address. */
  newcomersPerHour: 20,
  /** Who wait, in one process, to make or change an account. */
  accountsWaitingMax: 100,
  linkTokenCharacters: 43,
  /** Those that are remembered: with one more the oldest goes, and lets nobody in any more. */
  invitationsMax: 200,
  invitationNoteCharactersMax: 60,
  invitationHoursMax: 90 * 24,
  resetLinkMs: 86_400_000,
  accountStoryMax: 50,
  // WebSocket
  socketMessageBytesMax: 65_536,
  socketBufferedBytesMax: 4 * 1_048_576,
  socketsPerPersonMax: 50,
  // Projections
  projectionLockPollMs: 1_000,
  /** Rows that a rebuild holds in memory, about 1 kB each, before it writes them and goes on. */
  rebuildRowsMax: 300_000,
  /** What a rebuild has folded is in its table this often: so much a killed one does again. */
  rebuildKeepMs: 30_000,
  rebuildReportMs: 250,
  /** Rows read again to see that they came into the table as they were folded. */
  rebuildSampleRows: 1_000,
  /** Events left when a rebuild stops folding in memory and applies the rest. */
  rebuildLeftEvents: 5_000,
  rebuildPollMs: 1_000,
  /** A running service takes a request by then. */
  rebuildTakenMs: 10_000,
  rebuildBatchEvents: 1_000,
  /** A projector that is farther behind than this takes so many in one transaction. */
  catchUpFromEvents: 2_000,
  catchUpBatchEvents: 10_000,
  copyInRowsMin: 1_000,
  copyInCharacters: 262_144,
  swapLockTimeoutMs: 50,
  swapAttemptsMax: 100,
  verifyPageRows: 5_000,
  /** Larger read models are not counted row by row to be shown. */
  countedRowsMax: 50_000,
  adminFeedsMax: 50,
  adminFeedMs: 60_000,
  adminFeedRestMs: 1_000,
  adminFeedBusyMs: 250,
  verifyKeysMax: 20,
  // Database
  databasePoolConnections: 10,
  /** Short questions of one kind that are put in one query. */
  askedTogetherMax: 32,
  databaseConnectTimeoutMs: 10_000,
  databaseIdleTimeoutMs: 60_000,
  databaseRetryMs: 10_000,
  retryDelayMinMs: 25,
  retryDelayMaxMs: 1_000,
  postgresConnections: 60,
  /** Without a word of it; one that ends says so at once. */
  postgresStartTimeoutMs: 60_000,
  /** Until another one that holds the folder counts as in use, not as about to stop. */
  postgresInUseMs: 10_000,
  postgresStartPollMs: 20,
  postgresRestartDelayMs: 500,
  // Usenet
  nzbBytesMax: 10 * 1_048_576,
  nzbPasswordsMax: 10,
  segmentsPerFileMax: 1_000_000,
  /** Encoded, with its headers. */
  articleBytesMax: 8 * 1_048_576,
  mediaFileBytesMax: 1_099_511_627_776,
  nntpLineBytesMax: 2_048,
  /** Read at once, and the room for one decoded article; a larger one gets room of its own. */
  nntpWindowBytes: 262_144,
  nntpOutputBytes: 1_048_576,
  /** Connections of a thread that read and decode in the same memory; any more copy. */
  decodingRoomsMax: 100,
  /** Of a host that has several. */
  addressesTriedMax: 4,
  nntpConnectTimeoutMs: 15_000,
  nntpIdleTimeoutMs: 30_000,
  nntpArticleTimeoutMs: 180_000,
  nntpAttemptsPerArticle: 3,
  nntpFailuresInARowMax: 8,
  nntpRetryDelayMs: 500,
  nntpRetryDelayMsMax: 15_000,
  nntpConnectionsMax: 100,
  /** They are bits of a number of 32. */
  newsServersMax: 30,
  /** Until a server that could not be used is tried again, and one that refused the login. */
  newsServerRestMs: 60_000,
  newsServerRefusalMs: 900_000,
  /** A connection that nothing was asked of for so long is given back. */
  nntpKeptOpenMs: 15_000,
  /** A provider that said that there are too many connections is asked for one more after this. */
  nntpOneMoreMs: 300_000,
  /** Broken protocol on a server that is asked several things at once: after so many it is asked one by one. */
  nntpPipelineFaultsMax: 2,
  newsRatesMs: 1_000,
  /** After what a reader waits for: so long connections are kept free for them. */
  nntpReaderMs: 30_000,
  nntpReservedMax: 3,
  /** Under a speed limit no more is under way than it lets through in this time. */
  speedLimitAheadMs: 5_000,
  speedLimitDebtMs: 5_000,
  /** Looked for before a download begins. */
  sampledArticlesMax: 64,
  /** Fewer are simply fetched. */
  sampledArticlesMin: 20,
  landingFilesOpenMax: 128,
  /** A larger one without blocks in its name has recovery data in it. */
  par2IndexBytesMax: 4 * 1_048_576,
  // Archives
  /** Of one volume, in all. */
  archiveHeaderBytesMax: 32 * 1_048_576,
  archiveHeaderReadBytes: 16_384,
  /** Of a program that extracts itself, or what else stands before an archive: it begins by then. RAR's notes ask for one MiB, programs have grown since. */
  archiveProgramBytesMax: 4 * 1_048_576,
  archiveEntriesMax: 20_000,
  archiveVolumesMax: 10_000,
  /** Archives in archives. */
  archiveDepthMax: 3,
  /** Rounds to test a RAR5 password: 2 to the power of this. RAR itself uses 15. */
  archiveKdfLog2Max: 20,
  /** Of all keys together that are worked out for one archive: a quarter of a minute. RAR4 takes 262,144 for each. */
  archiveKdfRoundsMax: 30_000_000,
  archiveVolumesAtOnce: 16,
  archiveCopyBytes: 1_048_576,
  archiveOpenFilesMax: 64,
  /** Files that are made sure to be on disk at once: a filesystem commits what many wait for together. */
  unpackFilesAtOnce: 64,
  archiveNameBytesMax: 200,
  /** Of the path of a file in an archive, folders and all, and how many folders it is within; what is longer or deeper lies higher up. */
  archivePathBytesMax: 2_000,
  archiveFoldersMax: 64,
  /** Unpacking: of all files that come out of one archive, and from which size on it may not be so many times what it was. */
  unpackBytesMax: 512 * 1_073_741_824,
  unpackRatioMax: 50_000,
  /** Archives of one release that 7-Zip looks into, those in archives included. */
  unpackSetsMax: 500,
  unpackRatioFromBytes: 1_073_741_824,
  /** Of 7-Zip in its process: RAR5's largest usual dictionary is a gibibyte. */
  unpackMemoryMiB: 1_536,
  /** Time on the clock and of the processor: so long at least, and longer for what is larger. */
  unpackSecondsMin: 120,
  unpackBytesPerSecondMin: 2 * 1_048_576,
  /** Of what 7-Zip answers: names and sizes. */
  unpackAnswerBytesMax: 64 * 1_048_576,
  // PAR2
  /** Of packets other than recovery blocks: one that describes 32,768 blocks has 655,376 bytes. */
  par2PacketBytesMax: 2 * 1_048_576,
  /** Of what is kept of all packets of a release or folder; 500 bytes are counted for each beside its own. */
  par2KeptBytesMax: 256 * 1_048_576,
  par2DamagedPacketsMax: 10_000,
  par2SliceBytesMax: 1_073_741_824,
  /** Files that are made anew have so many times the bytes that are there at most: a block of zeros is found in nearly nothing. */
  par2GrowthTimesMax: 2,
  /** So many times its own size is hashed of one file, however many packets or blocks it pretends to hold. */
  par2HashedTimesMax: 4,
  /** A square of so many rows is inverted: 64 MiB, and minutes. */
  par2RepairBlocksMax: 4_096,
  par2RepairBytes: 64 * 1_048_576,
  /** From so many rows on the square is inverted in a thread of its own: below it takes some hundredths of a second. */
  par2SolveInThreadBlocks: 256,
  /** Blocks times blocks' bytes from which threads of their own are worth starting, and how many. */
  par2ThreadFromBytes: 256 * 1_048_576,
  par2Threads: 2,
  par2OpenFilesMax: 200,
  par2FolderFilesMax: 20_000,
  // Object store
  objectReadBytes: 262_144,
  /** Of a file that is stored, read and hashed at once. */
  objectHashBytes: 1_048_576,
  objectIncomingAgeMs: 3_600_000,
  /** Held in memory twice for each upload; S3 takes no smaller ones than 5 MiB, and no more than 10,000. */
  s3PartBytes: 16 * 1_048_576,
  s3PartsMax: 10_000,
  s3SilenceMs: 30_000,
  /** So many bytes may take as long again to go up. */
  s3BytesPerSilence: 4 * 1_048_576,
  s3Attempts: 4,
  s3RetryDelayMs: 200,
  // Indexer
  indexerAnswerBytesMax: 10 * 1_048_576,
  indexerTimeoutMs: 20_000,
  indexerItemsMax: 1_000,
  /** Elements within elements of a JSON answer. */
  indexerAnswerDepthMax: 32,
  indexerPagesMax: 3,
  /** Of a whole season: less than a question for each episode. */
  indexerSeasonPagesMax: 10,
  indexerPageItems: 100,
  indexerCapsAgeMs: 3_600_000,
  /** What was found, and how long others are waited for once one has answered. */
  indexerAnswerAgeMs: 900_000,
  indexerPartialAgeMs: 60_000,
  /** For jobs that waited when it was found: as long as a season may take to download, an episode after another. */
  indexerWaitedAgeMs: 21_600_000,
  indexerAnswersBytes: 16 * 1_048_576,
  /** NZBs of whole seasons, which each of the episodes wants. */
  seasonNzbsBytes: 32 * 1_048_576,
  /** Of one episode, until what holds a whole season is passed over. */
  seasonNzbsLookedAt: 3,
  indexerPatienceMs: 6_000,
  indexerHurryMs: 15_000,
  /** For all ways and pages of one search. */
  indexerSearchMs: 60_000,
  releasesShownMax: 20,
  releaseSearchesPerMinute: 60,
  indexerTitleCharacters: 2_000,
  /** Left alone when it has said that it is asked too often, unless it says how long, and at most. */
  indexerRestMs: 900_000,
  indexerRestMaxMs: 86_400_000,
  /** Left alone after that many failures in a row, twice as long each time. */
  indexerFailuresMax: 3,
  indexerDownMs: 60_000,
  indexerDownMaxMs: 1_800_000,
  /** Behind one Prowlarr. */
  indexersBehindMax: 30,
  // Quality profiles and custom formats
  profileBytesMax: 1_048_576,
  customFormatsMax: 1_000,
  qualityProfilesMax: 100,
  qualityImportBytesMax: 4 * 1_048_576,
  /** For all patterns of a profile on one release, in the API's process; after so many releases that used it up no more is tried. */
  releasePatternsMs: 250,
  slowReleasesMax: 4,
  // Catalogue (TMDB allows about 40 requests a second)
  tmdbRequestsPerSecond: 40,
  tmdbQueueMax: 200,
  tmdbTimeoutMs: 8_000,
  /** A season comes with the guests of every episode: some 30 KB each. */
  tmdbAnswerBytesMax: 16 * 1_048_576,
  tmdbRetriesMax: 3,
  tmdbRetryDelayMs: 250,
  tmdbRetryAfterMaxMs: 10_000,
  /** No try begins later after the first. */
  tmdbPatienceMs: 20_000,
  /** After a 429 that does not say how long, and at most. */
  tmdbHoldMs: 1_000,
  tmdbHoldMaxMs: 60_000,
  tmdbWaitMaxMs: 10_000,
  tmdbBreakerFailures: 5,
  tmdbBreakerOpenMs: 30_000,
  catalogueMemoryBytes: 32 * 1_048_576,
  /** Titles as they are sent, but for what is each viewer's own. */
  catalogueReadyBytes: 8 * 1_048_576,
  catalogueBriefsBytes: 2 * 1_048_576,
  /** What an answer takes beside its bytes and its key, measured by `npm run bench:catalogue`. */
  catalogueMemoryEntryBytes: 700,
  /** Of the table, as PostgreSQL packs it. */
  catalogueTableBytesMax: 4 * 1_073_741_824,
  catalogueTableSweepRows: 1_000,
  /** Answers that are not in the table yet, while it is away. */
  catalogueUnwrittenBytesMax: 16 * 1_048_576,
  catalogueWriteRows: 100,
  catalogueWriteBytes: 4 * 1_048_576,
  /** Without a look into the table after it could not be reached. */
  catalogueTableRestMs: 2_000,
  /** Until what could not be asked again is asked once more: doubles with each failure. */
  catalogueRetryMs: 30_000,
  catalogueRetryMaxMs: 120_000,
  /** Until what says much less than before is asked once more. */
  catalogueDoubtMs: 60_000,
  /** One process has so long to ask anew for what several hold; the others look whether it has. */
  catalogueClaimMs: 30_000,
  catalogueClaimLookMs: 5_000,
  catalogueStaleWaitMs: 2_000,
  catalogueQueryCharactersMax: 200,
  cataloguePageMax: 500,
  discoverValuesMax: 20,
  catalogueCastMax: 20,
  catalogueCrewMax: 20,
  catalogueCrewPerJobMax: 6,
  /** TMDB's lists have 20 a page; a person's credits and a collection's films come all at once. */
  catalogueListMax: 500,
  catalogueGenresMax: 20,
  catalogueStudiosMax: 20,
  catalogueKeywordsMax: 40,
  catalogueVideosMax: 20,
  catalogueImagesMax: 20,
  catalogueSeasonsMax: 200,
  catalogueEpisodesMax: 2_000,
  catalogueCreditsMax: 500,
  catalogueKnownForMax: 12,
  cataloguePersonNamesMax: 20,
  catalogueProvidersMax: 300,
  /** Genres, languages, countries, one country's certifications. */
  catalogueWordsMax: 300,
  catalogueCountriesMax: 250,
  catalogueProvidersPerCountryMax: 60,
  cataloguePersonTitlesMax: 3,
  /** Of what is recorded of a title for people's tastes. */
  featureKeywordsMax: 20,
  featureDirectorsMax: 4,
  featureCastMax: 8,
  featureCountriesMax: 5,
  describeTitlesAtOnce: 4,
  // Recommendations: how much of the catalogue is asked for one list, and how many lists are kept
  recommendationSeedsMax: 16,
  recommendationGenresMax: 3,
  recommendationKeywordsMax: 3,
  recommendationPeopleMax: 3,
  recommendationsMax: 100,
  recommendationAskedAtOnce: 8,
  recommendationWithMax: 5,
  /** With fewer opinions than this, what many people like is recommended. */
  recommendationOpinionsMin: 3,
  recommendationsMadeAtOnce: 4,
  recommendationsQueueMax: 100,
  recommendationWaitMs: 1_500,
  recommendationFreshMs: 6 * 3_600_000,
  recommendationStaleMs: 300_000,
  recommendationMemoryBytes: 16 * 1_048_576,
  describeRetryDelayMs: 2_000,
  describeRetryDelayMaxMs: 3_600_000,
  describeLeaseMs: 60_000,
  describePollMs: 5_000,
  // Importing the catalogue
  syncTitlesAtOnce: 24,
  /** Asked for and not yet kept: so many at most a killed import asks for again. */
  syncUnsettledMax: 128,
  syncBatchTitles: 64,
  syncBatchMs: 250,
  syncTriesMax: 5,
  /** After so many without an answer in between, the catalogue is taken to be away, and the import rests. */
  syncFailuresInARowMax: 12,
  syncRestMs: 2_000,
  syncRestMaxMs: 60_000,
  syncFeedTitles: 1_000,
  syncListTitles: 10_000,
  syncIdsMax: 200_000,
  syncExportTitlesMax: 10_000_000,
  syncExportBytesMax: 4_096 * 1_048_576,
  syncExportLineBytesMax: 65_536,
  syncExportTimeoutMs: 600_000,
  syncPartBytes: 64 * 1_048_576,
  syncLineBytesMax: 4 * 1_048_576,
  syncReadBytes: 1_048_576,
  syncPollMs: 1_000,
  /** The stream hears no more often how far an import is; it records even less. */
  syncReportMs: 2_000,
  syncPeopleMax: 300,
  syncFailuresShown: 200,
  syncRunsShown: 50,
  syncTrendingPages: 5,
  syncRefreshTitlesMax: 500,
  syncRefreshMs: 86_400_000,
  syncRefreshLookMs: 3_600_000,
  importedSearchWordsMax: 8,
  // Importing one's own library
  libraryImportBytesMax: 32 * 1_048_576,
  libraryImportRowsMax: 100_000,
  libraryImportProblemsMax: 200,
  libraryImportListsMax: 500,
  libraryImportUploadsPerMinute: 10,
  libraryImportNameCharacters: 200,
  /** Titles that are looked for, planned and looked at to be recorded at a time. */
  libraryImportMatchedAtOnce: 24,
  libraryImportPlannedAtOnce: 500,
  libraryImportTitlesAtOnce: 100,
  /** Titles that are recorded together: what is cancelled stops after so many. */
  libraryImportTitlesTogether: 20,
  /** Of one title, and plays of one film or episode: a play is held against all others. */
  libraryImportRowsOfTitleMax: 5_000,
  libraryImportPlaysOfOneMax: 500,
  /** Commands of one title or list that go in together, all or none. */
  libraryImportCommandsAtOnce: 200,
  /** Looks at the catalogue in a row that brought nothing, before what is left is taken to be without an answer. */
  libraryImportTriesMax: 5,
  libraryImportRestMs: 1_000,
  libraryImportPollMs: 500,
  libraryImportPageTitles: 500,
  libraryImportCandidatesMax: 6,
  /** Of one title, of what could not be taken. */
  libraryImportLeftOutMax: 20,
  /** Of a whole import, once it is over. */
  libraryImportLeftOutKeptMax: 500,
  libraryImportsShown: 100,
  /** One that nobody started is forgotten. */
  libraryImportKeptMs: 30 * 86_400_000,
  // What others think of titles
  ratingSourcesMax: 50,
  /** After TMDB's answer. */
  ratingsWaitMs: 300,
  /** Of a free key, in a day. */
  omdbQuestionsPerDay: 1_000,
  mdblistQuestionsPerDay: 1_000,
  /** Of them for what nobody waits for. */
  ratingsBackgroundShare: 0.8,
  ratingsRequestsPerSecond: 10,
  ratingsQueueMax: 20,
  /** After an upstream has said that the day's questions are used up. */
  ratingsRestMs: 3_600_000,
  /** Until what could not be asked is asked once more. */
  ratingsRetryMs: 600_000,
  ratingsRestingMax: 10_000,
  // Policies and their outbox: about a day of tries
  outboxAtOnce: 8,
  outboxPollMs: 2_000,
  outboxLeaseMs: 60_000,
  outboxTriesMax: 20,
  outboxRetryDelayMs: 1_000,
  outboxRetryDelayMaxMs: 2 * 3_600_000,
  outboxDeliveredKeptMs: 7 * 86_400_000,
  outboxDeadKeptMs: 90 * 86_400_000,
  pushSubscriptionsMax: 20,
  pushEndpointCharactersMax: 1_000,
  pushTestsPerMinute: 6,
  pushTestMs: 10_000,
  pushKeptSeconds: 86_400,
  // Webhooks: of each how long a try may take and how much of the answer is kept, tries that are remembered, and letters shown at once
  webhooksMax: 50,
  webhookHeadersMax: 10,
  webhookTimeoutMs: 15_000,
  webhookAnswerBytesMax: 2_000,
  webhookAnswerMs: 2_000,
  webhookAttemptsKept: 200,
  webhookAttemptsShown: 50,
  webhookLettersShown: 100,
  webhookTitleMs: 5_000,
  // Mail: how long a step of speaking with the mail server may take, how many mails one account may be asked for in an hour, how many go to one mailbox that nobody has proved, and what becomes one mail
  mailStepMs: 10_000,
  mailAsksPerHour: 5,
  strangerMailsPerHour: 5,
  mailAddressCharactersMax: 254,
  mailLinkMs: 86_400_000,
  mailTestsPerMinute: 6,
  mailDigestMs: 300_000,
  mailDigestMax: 200,
  mailDigestLinesMax: 20,
  /** Between two looks at the parts; what is wrong in one look alone is not told. */
  healthWatchMs: 30_000,
  outboxPruneMs: 3_600_000,
  outboxPruneRows: 10_000,
  // Images
  imageBytesMax: 20 * 1_048_576,
  imageTimeoutMs: 20_000,
  /** Fetched, and in memory until they are converted. */
  imagesMadeAtOnce: 8,
  imageQueueMax: 500,
  /** On disk, of all widths and forms: about 300,000 posters. */
  imageStoreBytesMax: 8 * 1_073_741_824,
  imageNotFoundMs: 600_000,
  imageNotFoundMax: 10_000,
  imagePixelsMax: 40_000_000,
  imageConversionsAtOnce: 2,
  imageConversionSeconds: 10,
  pictureColoursMax: 50_000,
  // Profiles
  avatarPx: 256,
  avatarUploadBytesMax: 8 * 1_048_576,
  avatarUploadsPerMinute: 10,
  avatarsWaitingMax: 8,
  /** Of one person, the present one included: what an undo may go back to. */
  avatarsKeptMax: 10,
  profileTitlesMax: 24,
  profileReviewsMax: 20,
  profileListsMax: 200,
  profileGenresMax: 6,
  // Live
  liveHelloTimeoutMs: 10_000,
  livePingMs: 20_000,
  liveSilenceMaxMs: 45_000,
  liveMessagesPerMinute: 120,
  liveWaitingMax: 1_000,
  liveRowsRestMs: 10,
  liveRowsMax: 2_000,
  syncPageRows: 1_000,
  // Media
  /** Looking at what a film's file says of itself: how much is read for it, and how much it may say. */
  mediaProbeBytesMax: 192 * 1_048_576,
  mediaProbeReadsMax: 20_000,
  mediaProbeFrames: 120,
  mediaSniffBytes: 4_096,
  mediaBlockBytes: 131_072,
  mediaBlocksMax: 64,
  /** Of what is kept already, one after the other, without anything new. */
  mediaReadsInPlaceMax: 100_000,
  mediaMoovBytesMax: 128 * 1_048_576,
  mediaCopyBytes: 2 * 1_048_576,
  mediaSoundBitsPerSecond: 192_000,
  mediaSoundRateMax: 48_000,
  mediaWindowBytes: 65_536,
  mediaElementsMax: 200_000,
  mediaFieldBytesMax: 1_048_576,
  mediaTracksMax: 200,
  mediaChaptersMax: 1_000,
  mediaTableBytesMax: 8 * 1_048_576,
  mediaTextSamplesMax: 100_000,
  storedMediaBytesMax: 4 * 1_048_576,
  /** While it plays: what is made before somebody takes it, and how long a fragment is. */
  mediaLiveAheadBytes: 1_048_576,
  mediaLiveFragmentSeconds: 1,
  /** A file without a length is taken for one of this rate, to know how long its description may become. */
  mediaSlowBytesPerSecond: 65_536,
  /** Of its length, what a rewritten film must still have. */
  mediaWholeShare: 0.98,
  mediaStallMs: 300_000,
  mediaSubtitleBytesMax: 16 * 1_048_576,
  mediaTextSampleBytesMax: 262_144,
  /** Of all the texts in a film together. */
  mediaTextBytesMax: 128 * 1_048_576,
  streamLinkMs: 4 * 3_600_000,
  // Watching while it lands
  landingWaitMs: 30_000,
  landingChunkBytes: 1_048_576,
  /** Of one film, and of all: each holds at most a chunk. */
  landingReadersMax: 32,
  landingReadersOfAllMax: 200,
  /** The least window behind a reader, in articles and in seconds of film; doubled each time it starves. */
  landingAheadArticles: 16,
  landingAheadSeconds: 20,
  landingAheadDoublingsMax: 3,
  landingAheadBytesMax: 256 * 1_048_576,
  /** Of one waiting reader. */
  landingUrgentArticles: 4,
  /** Where players look for the index of a film: its end. */
  landingTailBytes: 2 * 1_048_576,
  /** A film whose length is not known yet is taken to have so many bytes a second. */
  landingBytesPerSecond: 2_500_000,
  landingSpansShown: 200,
  /** Volumes of a set that are looked into before it plays: the others are alike. */
  landingVolumesSeen: 2,
  /** Films that were stored, remembered for links that were made while they landed. */
  landingMovedMax: 1_000,
  // Downloader
  /** Of what is recorded of a job: a sentence, and the code and values beside it, as JSON. */
  sentenceCharactersMax: 1_000,
  toldCharactersMax: 8_000,
  downloaderJobsMax: 2,
  downloaderCandidatesMax: 100,
  downloaderScanMs: 5_000,
  downloaderLeaseMs: 60_000,
  downloaderSendRetryMs: 200,
  downloaderSendRetryMsMax: 5_000,
  downloaderReportMs: 1_000,
  downloaderRestartMs: 1_000,
  downloaderRestartMsMax: 60_000,
  downloaderMetricsMs: 2_000,
  // Looking into history: events one answer looks at, and events it shows as related
  browseLookedAtMax: 10_000,
  browseClocksApartMs: 600_000,
  browseRelatedMax: 200,
  // Verifying history: events between two reports and in one answer, streams whose last event is remembered
  verifyPartEvents: 1_000,
  verifyAnswerEvents: 100_000,
  verifyAnswerFindings: 100,
  /** Of each of two generations. */
  verifyStreamsMax: 25_000,
  verifyLookUpsAtOnce: 6,
  // Settings that admins change while it runs: looks for changes besides the notifications, parts of a change and bytes of each in its event
  settingsPollMs: 10_000,
  settingChangesMax: 200,
  settingShownBytesMax: 4_000,
  // Connections that are set up, and a test of one: connections opened and time
  indexersSetUpMax: 50,
  newsServersSetUpMax: 20,
  connectionTestsPerMinute: 30,
  connectionTestMs: 18_000,
  testConnectionsMax: 50,
  // Downloads: bytes a second that a limit may allow, rules of the schedule
  speedLimitBytesMin: 10_000,
  speedLimitBytesMax: 10_000_000_000,
  scheduleRulesMax: 50,
  // Housekeeping: between runs, looks for a wish, films that may leave at once without a person's word, how long clocks may disagree and a pause may be
  housekeepingEveryMs: 3_600_000,
  housekeepingLookMs: 2_000,
  housekeepingRestMs: 10_000,
  housekeepingRestAfterFailureMs: 300_000,
  housekeepingAtOnceMax: 10,
  /** Films that are told of in a run: an old household that gets rules is not told of all at once. */
  housekeepingWarningsMax: 25,
  housekeepingClocksApartMs: 300_000,
  housekeepingPauseMs: 36 * 3_600_000,
  /** Younger files may be a job's that is just being told of. */
  orphanAgeMs: 86_400_000,
  orphanFoldersShown: 200,
  /** What a download that may be retried has landed is kept for so long. */
  leftoverFolderAgeMs: 7 * 86_400_000,
  housekeepingFailuresMax: 50,
  retentionExamplesMax: 50,
  // Requests of one person that wait for their turn to be counted
  requestsWaitingPerPersonMax: 50,
  // A device's word on when it asked for a film or brought it back is taken within this
  commandLateMs: 3_600_000,
  // Stop
  closeTimeoutMs: 10_000,
} as const
