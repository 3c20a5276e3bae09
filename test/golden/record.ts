/**
 * Writes the golden file of every shape of an event that has none yet: the event as the store keeps it, what came before it, and the rows it leads to.
 * In a file that is there only the rows are written anew, for a read model that changed, and once the payload in today's shape, for a shape
 * that is no longer the present one: events of that shape may be in somebody's store.
 *
 *   node_modules/.bin/deno run -A test/golden/record.ts
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandData, CommandType, DomainFact } from '../../domain/index.ts'
import { commands, eventSchemas, eventsOf } from '../../domain/index.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { categoryOf, eventIdOf } from '../../domain/event.ts'
import { isRefusal } from '../../domain/decider.ts'
import { upcast } from '../../domain/upcast.ts'
import type { Circumstances } from '../support/given.ts'
import { ada, after, bob, commandId, issue, recorded, streamOf } from '../support/given.ts'
import type { Golden } from './golden.ts'
import { goldenFolder, rowsAfter } from './golden.ts'

type Step = { [T in CommandType]: readonly [type: T, data: CommandData[T], circumstances?: Circumstances] }[CommandType]

const title = { mediaType: 'tv', tmdbId: 1396 } as const
const film = { mediaType: 'movie', tmdbId: 653 } as const
const jobId = 'job_' + 'a'.repeat(26)
const listId = '11570000-0000-4000-8000-000000000001'
const invitationId = '11570000-0000-4000-8000-000000000003'
const runId = '11570000-0000-4000-8000-000000000002'
const declined = 'job_' + 'b'.repeat(26)
const job = { movieId: 653, jobId }
const worker = { ...job, workerId: 'w1' }
const ofWorker = { by: 'worker-w1', as: 'worker' } as const
const ofSystem = { by: 'system', as: 'worker' } as const
const ofAdmin = { by: bob, as: 'admin' } as const

const episode = { seriesId: 1396, season: 1, episode: 2 } as const

const stories: readonly (readonly Step[])[] = [
  [
    ['AddToWatchlist', { title, priority: 'HIGH', note: 'Everyone says so' }], ['SetWatchlistPriority', { title, priority: 'LOW' }],
    ['RateSeries', { title, rating: 'LIKE', watched: false }], ['ClearRating', { title }],
    ['MarkWatched', { title, season: 1, episode: 2 }], ['MarkWatched', { title }], ['UnmarkWatched', { title, playId: commandId(6) }],
    ['AddFavourite', { title }], ['RemoveFavourite', { title }],
    ['WriteReview', { title, score: 9.5, text: 'Süß & salty 🧂', visibility: 'friends', spoiler: true }], ['DeleteReview', { title }],
    ['RecordProgress', { title, positionSeconds: 61.5, durationSeconds: 3_480 }], ['Undo', { title, commandId: commandId(12) }],
    ['ContinueOn', { title, watchLink: 'https://tv.example/1396', providerName: 'Example TV' }], ['Undo', { title, commandId: commandId(14) }],
    ['ViewTitle', { title }], ['Undo', { title, commandId: commandId(16) }],
    ['TagTitle', { title, tag: 'desert' }], ['UntagTitle', { title, tag: 'desert' }],
    ['DismissTitle', { title }], ['RestoreInterest', { title }],
  ],
  [
    ['RequestFetch', { movieId: 653, jobId: declined, releaseId: 'demo:9', qualityPreference: '4K' }, { as: 'viewer' }], ['DeclineFetch', { movieId: 653, jobId: declined, reason: 'Too large' }, ofAdmin],
    ['RequestFetch', job, { as: 'viewer' }], ['ApproveFetch', job, ofAdmin], ['ReconsiderFetch', job, ofAdmin], ['ApproveFetch', job, ofAdmin], ['CancelFetch', job], ['RetryFetch', job],
    ['PrioritizeFetch', { ...job, priority: 'HIGH' }, ofAdmin],
    ['ClaimJob', { ...worker, leaseUntil: after(60) }, ofWorker],
    ['SelectRelease', { ...worker, releaseId: 'demo:1', title: 'Nosferatu.1922.1080p', indexer: 'demo', sizeBytes: 9_007_199_254_740_991, reason: 'The only one in 1080p', told: { code: 'JOB_CHOSEN', values: { why: { code: 'JOB_ONLY', values: {}, message: 'The only one in 1080p' } } } }, ofWorker],
    ['StartDownload', { ...worker, totalBytes: 1_000_000, articles: 12 }, ofWorker],
    ['MapRelease', { ...worker, releaseId: 'demo:1', watchable: 'unpacked', why: 'It is packed', told: { code: 'LANDING_PACKED', values: { told: 'It is packed' } } }, ofWorker],
    ['RejectRelease', { ...worker, releaseId: 'demo:1', code: 'PASSWORD_NEEDED', message: 'It is locked', told: { code: 'ARCHIVE_PASSWORD_NEEDED', values: {} } }, ofWorker],
    ['StartDownload', { ...worker, totalBytes: 1_000_000, articles: 12 }, ofWorker],
    ['DownloadProgressed', { ...worker, bytes: 500_000, totalBytes: 1_000_000, articles: 12, missing: 1, leaseUntil: after(90) }, ofWorker],
    ['FailJob', { ...worker, code: 'USENET_ERROR', message: 'Too much is missing', told: { code: 'USENET_MISSING', values: { missing: 5, count: 12, landed: 7 } }, retryable: true }, ofWorker], ['ChooseRelease', { ...job, releaseId: 'demo:1' }, ofAdmin],
    ['ClaimJob', { ...worker, leaseUntil: after(600) }, ofWorker], ['StartDownload', { ...worker, totalBytes: 1_000_000, articles: 12 }, ofWorker],
    ['FinishDownload', { ...worker, bytes: 1_000_000, missing: 0, repaired: 0 }, ofWorker], ['BeginPreparing', worker, ofWorker],
    ['FinishPreparing', { ...worker, key: `movies/${jobId}/movie.mp4`, sizeBytes: 999_000, contentType: 'video/mp4', sha256: 'ab'.repeat(32) }, ofWorker],
    ['RecordStream', job], ['KeepMovie', job], ['ReleaseMovie', job], ['SaveCopy', { ...job, deviceId: commandId(97) }], ['RemoveCopy', { ...job, deviceId: commandId(97) }],
    ['WarnLeaving', { ...job, call: 'first', why: 'room', leavesAt: after(90_000), lastUsedAt: after(90_000) }, ofSystem], ['CallOffLeaving', job, ofSystem],
    ['BinMovie', { ...job, days: 7 }, ofAdmin], ['RestoreMovie', job], ['DeleteMovie', job, ofAdmin], ['FinishDeletion', job, ofSystem],
  ],
  [['DescribeTitle', {
    mediaType: 'tv', tmdbId: 1396, title: 'Les Vampires', year: 1915, posterPath: null, backdropPath: null, runtimeMinutes: null, genres: ['Crime'], overview: 'A reporter and a gang.',
    outline: { seasons: [{ season: 0, episodes: 1 }, { season: 1, episodes: 10 }], aired: { season: 1, episode: 9, date: '1916-06-02' }, next: { season: 1, episode: 10, date: '1916-06-30' }, ended: false },
  }, ofSystem]],
  [['DescribeTitle', { mediaType: 'movie', tmdbId: 653, title: 'Nosferatu', year: 1922, posterPath: '/n.jpg', backdropPath: null, runtimeMinutes: 94, genres: ['Horror'], overview: 'A count buys a house.', outline: null }, ofSystem],
    ['DescribeFeatures', { mediaType: 'movie', tmdbId: 653, keywords: [{ id: 3133, name: 'vampire' }], people: [{ personId: 9_839, name: 'F. W. Murnau', as: 'director' }, { personId: 9_840, name: 'Max Schreck', as: 'cast' }], language: 'de', countries: ['DE'], collectionId: null }, ofSystem]],
  [
    ['RegisterUser', { userId: ada, role: 'member' }, ofSystem], ['SignIn', { userId: ada, sessionId: commandId(98) }, ofSystem],
    ['FailSignIn', { userId: ada }, ofSystem], ['ChangePassword', { userId: ada }, ofSystem],
    ['AddPasskey', { userId: ada, passkeyId: commandId(97) }, ofSystem], ['TurnOnSecondFactor', { userId: ada }, ofSystem], ['UseRecoveryCode', { userId: ada }, ofSystem], ['MakeRecoveryCodes', { userId: ada }, ofSystem],
    ['GrantRole', { userId: ada, role: 'admin', otherAdmins: true }, { by: bob, as: 'worker' }], ['RevokeRole', { userId: ada, otherAdmins: true }, { by: bob, as: 'worker' }],
    ['DisableUser', { userId: ada, otherAdmins: true }, { by: bob, as: 'worker' }], ['EnableUser', { userId: ada, otherAdmins: true }, { by: bob, as: 'worker' }],
    ['OfferReset', { userId: ada, linkId: commandId(96), until: after(90_000), secondFactor: false }, { by: bob, as: 'worker' }], ['WithdrawReset', { userId: ada, linkId: commandId(96) }, { by: bob, as: 'worker' }],
    ['OfferReset', { userId: ada, linkId: commandId(95), until: after(90_000), secondFactor: true }, { by: bob, as: 'worker' }], ['ResetAccount', { userId: ada, linkId: commandId(95) }, ofSystem],
    ['VerifyEmail', { userId: ada }, ofSystem], ['RemoveEmail', { userId: ada }, ofSystem], ['TurnOffSecondFactor', { userId: ada }, ofSystem], ['TurnOnSentCodes', { userId: ada, way: 'email' }, ofSystem], ['TurnOnSentCodes', { userId: ada, way: 'sms' }, ofSystem], ['TurnOffSentCodes', { userId: ada, way: 'sms' }, ofSystem], ['RemovePasskey', { userId: ada, passkeyId: commandId(97) }, ofSystem], ['SignOut', { userId: ada, sessionId: commandId(98) }, ofSystem], ['EraseAccount', { userId: ada }, ofSystem], ['CompleteErasure', { userId: ada }, ofSystem],
  ],
  [['ReserveEmail', { emailHash: 'ab'.repeat(32), userId: ada }, ofSystem], ['ReleaseEmail', { emailHash: 'ab'.repeat(32), userId: ada }, ofSystem]],
  [
    ['RequestRebuild', { name: 'library', version: 1 }, { by: bob, as: 'worker' }], ['CompleteRebuild', { name: 'library', version: 1, events: 120, rows: 30, durationMs: 900 }, ofSystem],
    ['FailRebuild', { name: 'library', version: 1, message: 'The disk is full' }, ofSystem], ['CancelRebuild', { name: 'library', version: 1 }, { by: bob, as: 'worker' }],
    ['PauseProjection', { name: 'library' }, { by: bob, as: 'worker' }], ['ResumeProjection', { name: 'library' }, { by: bob, as: 'worker' }],
    ['SkipEvent', { name: 'library', eventId: eventIdOf(commandId(1), 0), reason: 'Written by a version with a mistake' }, { by: bob, as: 'worker' }],
  ],
  [
    ['CreateList', { listId, name: 'Nights out', description: 'For the winter', visibility: 'unlisted' }], ['AddToList', { listId, title, note: 'Süß & salty 🧂' }],
    ['ShareList', { listId, userId: bob, role: 'editor' }], ['AddToList', { listId, title: { mediaType: 'movie', tmdbId: 653 } }, { by: bob }],
    ['MoveInList', { listId, title: { mediaType: 'movie', tmdbId: 653 }, orderKey: 'Zz' }, { by: bob }], ['NoteListItem', { listId, title, note: null }, { by: bob }],
    ['RemoveFromList', { listId, title }], ['RenameList', { listId, name: 'Nights in' }], ['DescribeList', { listId, description: '' }],
    ['ChangeListVisibility', { listId, visibility: 'private' }], ['UnshareList', { listId, userId: bob }], ['DeleteList', { listId }],
    ['UndoListChange', { listId, commandId: commandId(12) }],
    ['EraseMember', { listId, userId: bob }, ofSystem],
  ],
  [
    ['Notify', { userId: ada, kind: 'ready', movieId: 653 }, ofSystem], ['MarkNotificationRead', { notificationId: eventIdOf(commandId(1), 0) }],
    ['Notify', { userId: ada, kind: 'failed', movieId: 19 }, ofSystem], ['MarkAllNotificationsRead', {}],
  ],
  [
    ['MarkWatched', { title: film, together: [bob] }], ['Undo', { title: film, commandId: commandId(1) }], ['MarkWatched', { title: film }],
    ['GivePlayAway', { title: film, playId: commandId(3), to: bob }], ['ReceivePlay', { userId: ada, title: film, playId: commandId(77), watchedAt: after(0), from: bob }, { by: bob, as: 'worker' }],
  ],
  [['IntroduceDevice', { deviceId: commandId(50), name: 'Firefox on Linux' }], ['NameDevice', { deviceId: commandId(50), name: 'Küche 🍳' }]],
  [['UpdateProfile', { name: 'Ada 🎬', bio: 'Süß & salty', visibility: 'household', shows: ['ratings', 'lists'], avatar: 'ab'.repeat(16) }], ['UndoProfileChange', { commandId: commandId(1) }]],
  [
    ['MakeInvitation', { invitationId, role: 'member', usesMax: 2, until: after(90_000) }, { by: bob, as: 'worker' }], ['RevokeInvitation', { invitationId }, { by: bob, as: 'worker' }],
    ['UndoInvitation', { invitationId, commandId: commandId(2) }, { by: bob, as: 'worker' }], ['UseInvitation', { invitationId, userId: ada }, { by: ada, as: 'worker' }],
  ],
  [['UpdatePreferences', { country: 'DE' }]],
  [
    ['StartSync', { runId, source: { kind: 'export', mediaType: 'movie', date: '2026-02-28', adult: false }, way: 'files' }, { by: bob, as: 'worker' }],
    ['ReportSync', { runId, phase: 'fetching', total: 1_000, done: 0, gone: 0, failed: 0 }, ofWorker], ['PauseSync', { runId }, { by: bob, as: 'worker' }],
    ['ResumeSync', { runId }, { by: bob, as: 'worker' }], ['FailSync', { runId, code: 'STORAGE_FULL', message: 'The disk is full.' }, ofWorker], ['ResumeSync', { runId }, { by: bob, as: 'worker' }],
    ['CompleteSync', { runId, total: 1_000, done: 990, gone: 8, failed: 2 }, ofWorker], ['RetrySyncFailures', { runId }, { by: bob, as: 'worker' }], ['CancelSync', { runId }, { by: bob, as: 'worker' }],
  ],
  [['ChangeSetting', { scope: 'connections', version: 1, changes: [
    { path: 'indexers/geek/apiKey', before: null, after: '[secret]' }, { path: 'indexers/geek/categories', before: null, after: [2000, 5000] },
  ] }, { by: bob, as: 'worker' }]],
  [['ReportHealth', { part: 'object-store', well: false, message: 'cannot be reached' }, ofSystem], ['ReportHealth', { part: 'object-store', well: true, message: 'It does its work again.' }, ofSystem]],
  [['ImportTitle', { title: film }, { by: bob, as: 'worker' }], ['DeleteImportedTitle', { title: film }, { by: bob, as: 'worker' }]],
  [['BeginBatchFor', { userId: ada, batchId: commandId(1), kind: 'undo', name: 'Letterboxd, 3 May', size: 40, removes: 38, undoes: commandId(99), reason: 'She asked me to' }, { by: bob, as: 'worker' }]],
]

/** Shapes that are otherwise for an episode of a series than for a film: what a story ends with. */
const ofEpisodes: readonly (readonly Step[])[] = [
  [['RequestFetch', { ...episode, jobId }]],
  [['RequestFetch', { ...episode, jobId }], ['ClaimJob', { ...episode, jobId, workerId: 'w1', leaseUntil: after(60) }, ofWorker], ['StartDownload', { ...episode, jobId, workerId: 'w1', totalBytes: 1_000, articles: 2 }, ofWorker],
    ['FinishDownload', { ...episode, jobId, workerId: 'w1', bytes: 1_000, missing: 0, repaired: 0 }, ofWorker], ['BeginPreparing', { ...episode, jobId, workerId: 'w1' }, ofWorker],
    ['FinishPreparing', { ...episode, jobId, workerId: 'w1', key: `movies/${jobId}/movie.mp4`, sizeBytes: 999, contentType: 'video/mp4', sha256: 'ab'.repeat(32) }, ofWorker]],
  [['Notify', { userId: ada, kind: 'ready', ...episode }, ofSystem]],
  [['RecordProgress', { title, season: 1, episode: 2, positionSeconds: 600, durationSeconds: 3_480 }]],
  [['RecordProgress', { title, season: 1, episode: 2, positionSeconds: 600, durationSeconds: 3_480 }], ['Undo', { title, commandId: commandId(1) }]],
]

/** And what is about an account. */
const ofAccounts: readonly (readonly Step[])[] = [[['Notify', { userId: bob, kind: 'resetUsed', who: ada }, ofSystem]]]

function tell(story: readonly Step[]): RecordedEvent[] {
  const past: RecordedEvent[] = []
  for (const [i, [type, data, circumstances]] of story.entries()) {
    const command = issue(type, data as never, { id: commandId(i + 1), at: after(i), ...circumstances })
    const { decider } = commands[type]!
    const decision = decider.decide(command, past.reduce((state, event) => decider.evolve(state, event), decider.initial))
    if (isRefusal(decision)) throw new Error(`${type}: ${decision.message}`)
    past.push(...recorded(eventsOf(command, decision), streamOf(command), { version: past.length }))
  }
  return past
}

for (const events of stories.map(tell)) {
  for (const [i, event] of events.entries()) {
    const file = join(goldenFolder, `${event.type}.v${eventSchemas[event.type as DomainFact['type']]}.json`)
    if (!existsSync(file)) write(file, { category: categoryOf(event.stream), given: events.slice(0, i), event })
  }
}
for (const [events, of] of [...ofEpisodes.map((story) => [tell(story), 'episode'] as const), ...ofAccounts.map((story) => [tell(story), 'account'] as const)]) {
  const event = events.at(-1)!
  const file = join(goldenFolder, `${event.type}.v${eventSchemas[event.type as DomainFact['type']]}.${of}.json`)
  if (!existsSync(file)) write(file, { category: categoryOf(event.stream), given: events.slice(0, -1), event })
}
for (const name of readdirSync(goldenFolder)) {
  const file = join(goldenFolder, name)
  write(file, JSON.parse(readFileSync(file, 'utf8')) as Golden)
}

/** One event a line, so that the one that matters is seen. */
function write(file: string, { category, given, event, present }: Omit<Golden, 'rows'>): void {
  const lines = given.map((past) => '\n    ' + JSON.stringify(past)).join(',')
  const now = upcast(event)
  const [shown, expected, rows] = [event, present ?? now.data, rowsAfter(given.map(upcast), now)].map((value) => JSON.stringify(value, null, 2).replaceAll('\n', '\n  '))
  const former = now.schema === event.schema ? '' : `  "present": ${expected},\n`
  writeFileSync(file, `{\n  "category": "${category}",\n  "given": [${lines}${lines && '\n  '}],\n  "event": ${shown},\n${former}  "rows": ${rows}\n}\n`)
}
