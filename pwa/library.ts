/** What screens read: rows of the replica joined, filtered and named. Everything is answered from memory. */

import { byOrder } from '../domain/by-order.ts'
import type { Profile } from '../domain/profile-fields.ts'
import { BLANK_PROFILE } from '../domain/profile-fields.ts'
import type { StreamName } from '../domain/event.ts'
import type { ListRole } from '../domain/list.ts'
import { roleIn } from '../domain/list-stream.ts'
import type { Channel } from '../domain/notification-wishes.ts'
import type { NotificationKind } from '../domain/notification-kinds.ts'
import { NOTIFICATION_KINDS } from '../domain/notification-kinds.ts'
import type { Preferences } from '../domain/preference-values.ts'
import { NO_PREFERENCES } from '../domain/preference-values.ts'
import type { Playable, PlayableRef } from '../domain/playable.ts'
import { playableKey, playableOf } from '../domain/playable.ts'
import type { TitleRef } from '../domain/title.ts'
import { parseTitleKey, titleKey } from '../domain/title.ts'
import type { CardRow } from '../projections/cards.ts'
import type { JobRow } from '../projections/jobs.ts'
import type { LibraryRow } from '../projections/library.ts'
import type { ListItemRow } from '../projections/list-items.ts'
import type { ListRow } from '../projections/lists.ts'
import type { NotificationRow } from '../projections/notifications.ts'
import type { Position } from '../projections/resume.ts'
import { resumeAt } from '../projections/resume.ts'
import type { TimelineRow } from '../projections/timeline.ts'
import { subjectOf } from '../projections/timeline.ts'
import type { Person } from '../projections/wire.ts'
import type { Film } from './elements/title-link.ts'
import { replica } from './house.ts'
import type { LinkState, Parcel, Replica } from './replica.ts'
import type { Shelved } from './screens/shelf.ts'
import { t } from './strings/shell.ts'
import type { Act } from './act.ts'
import { actsOf } from './act.ts'
import type { Names } from './strings/told-list.ts'

const nowhere: LinkState = { online: navigator.onLine, manual: false, syncing: false, signedOut: false, unsent: 0, lastSyncAt: null, storage: 'kept' }

export function isUnderWay(job: JobRow): boolean {
  return job.status === 'awaiting_approval' || job.status === 'queued' || job.status === 'downloading' || job.status === 'preparing'
}

/** A title to draw, whether or not its card has come yet. */
export function filmOf(title: TitleRef, card: CardRow | undefined): Film & { readonly backdropPath: string | null } {
  return card ?? { mediaType: title.mediaType, tmdbId: title.tmdbId, title: `${t(`media.${title.mediaType}`)} ${title.tmdbId}`, year: null, posterPath: null, backdropPath: null }
}

/** Computed once for each version of the replica, however many elements ask. */
export const perVersion = computedPer(({ version }) => version)

/** Of what is computed from the library's rows and cards alone. */
export const perShelf = computedPer(({ shelfVersion }) => shelfVersion)

function computedPer(versionOf: (here: Replica) => number) {
  return <Value>(compute: () => Value): () => Value => {
    let known: { readonly version: number | undefined; readonly source: unknown; readonly value: Value } | undefined
    return () => {
      const source = replica()
      const version = source ? versionOf(source) : undefined
      if (known?.version === undefined || known.version !== version || known.source !== source) known = { version, source, value: compute() }
      return known.value
    }
  }
}

let lastShelved: readonly Shelved[] = []

/** What did not change stays the same object, at the same place. */
const shelved = perShelf((): readonly Shelved[] => {
  const { library, cards } = replica() ?? {}
  const before = lastShelved
  return lastShelved = Array.from(library?.values() ?? [], (entry, i) => {
    const known = before[i]?.entry === entry ? before[i] : undefined
    const card = cards?.get(known?.card?.key ?? titleKey(entry))
    return known && known.card === card ? known : { entry, card }
  })
})

const jobs = perVersion((): readonly JobRow[] => [...replica()?.jobs.values() ?? []].sort((a, b) => a.requestedAt < b.requestedAt ? 1 : -1))

/** Of a kind that only a newer app knows nothing can be said. */
const notifications = perVersion((): readonly NotificationRow[] => [...replica()?.notifications.values() ?? []].filter(({ kind }) => NOTIFICATION_KINDS.includes(kind) && library.isTold(kind, 'app')).sort((a, b) => a.at < b.at ? 1 : a.at > b.at ? -1 : a.key < b.key ? 1 : -1))

/** Rows of the history that are about one thing. */
export const rowsOf = (subject: string): readonly TimelineRow[] => replica()?.timelineOf(subject) ?? []

/** Of this person: what others do to a list that is shared is that list's history. */
export const ownRows = perVersion((): readonly TimelineRow[] => [...replica()?.timeline.values() ?? []].filter(({ userId }) => userId === replica()?.session.userId))

const acts = perVersion(() => actsOf(ownRows()))

const waiting = perVersion(() => new Set(outbox().filter(({ state }) => state === 'waiting').map(subjectOfParcel)))

function outbox(): readonly Parcel[] {
  return replica()?.outbox ?? []
}

/** What a command is about. */
export function subjectOfParcel({ data }: Parcel): string | undefined {
  const { listId, title, ...about } = data as { readonly listId?: string; readonly title?: TitleRef } & PlayableRef
  if (listId !== undefined) return listSubject(listId)
  return title ? titleKey(title) : about.movieId == null && about.seriesId == null ? undefined : titleKey(playableOf(about))
}

function entry(title: TitleRef): LibraryRow | undefined {
  const here = replica()
  return here?.library.get(`${here.session.userId}_${titleKey(title)}`)
}

/** Where somebody is in a film or an episode. */
function positionIn(playable: Playable): Position | undefined {
  const row = entry(playable)
  if (playable.mediaType === 'tv') return row?.begun?.find(({ season, episode }) => season === playable.season && episode === playable.episode)
  const { progressSeconds, durationSeconds, progressAt } = row ?? {}
  return progressSeconds == null || durationSeconds == null || progressAt == null ? undefined : { positionSeconds: progressSeconds, durationSeconds, at: progressAt }
}

function resumeIn(playable: Playable): number {
  const row = entry(playable)
  const plays = playable.mediaType === 'movie' ? row?.plays : row?.plays.filter(({ season, episode }) => season === playable.season && (episode === undefined || episode === playable.episode))
  return resumeAt(positionIn(playable), plays?.at(-1)?.watchedAt ?? null)
}

/** What was begun and not finished: of a series, the episode that was played last. */
export interface Begun extends Shelved { readonly playable: Playable; readonly position: Position }

const unfinished = perShelf((): readonly Begun[] => shelved().flatMap((row): Begun[] => {
  const { mediaType, tmdbId, begun, progressAt } = row.entry
  // Of nearly all of a library: what follows is for the few.
  if (progressAt === null) return []
  const playables: Playable[] = mediaType === 'movie' ? [{ mediaType, tmdbId }] : (begun ?? []).map(({ season, episode }) => ({ mediaType, tmdbId, season, episode }))
  const playable = playables.findLast((each) => resumeIn(each) > 0)
  return playable ? [{ ...row, playable, position: positionIn(playable)! }] : []
}).sort((a, b) => a.position.at < b.position.at ? 1 : -1))

const newestJobs = perVersion(() => new Map(jobs().toReversed().map((job) => [playableKey(playableOf(job)), job])))

/** The job that counts now: the newest one of the film or the episode. */
function jobOf(playable: Playable): JobRow | undefined {
  return newestJobs().get(playableKey(playable))
}

function card(title: TitleRef): CardRow | undefined {
  return replica()?.cards.get(titleKey(title))
}

/** What this person is to a list, and with whom it is shared. */
export interface MyList extends ListRow { readonly myRole: 'owner' | ListRole }

const lists = perVersion((): readonly MyList[] => [...replica()?.lists.values() ?? []].flatMap((row) => {
  const myRole = roleIn({ ownerId: row.ownerId, members: Object.fromEntries(row.members.map(({ userId, role }) => [userId, role])) }, replica()!.session.userId)
  return myRole ? [{ ...row, myRole }] : []
}).sort((a, b) => a.changedAt < b.changedAt ? 1 : a.changedAt > b.changedAt ? -1 : a.key < b.key ? -1 : 1))

const itemsByList = perVersion(() => {
  const placed = [...replica()?.listItems.values() ?? []].map((row) => ({ row, name: titleKey(row), orderKey: row.orderKey })).sort(byOrder)
  return Map.groupBy(placed.map(({ row }) => row), ({ listId }) => listId)
})

function listItems(listId: string): readonly ListItemRow[] {
  return itemsByList().get(listId) ?? []
}

/** Everybody of the household is known here: who is not among them is no more. */
function personName(userId: string): string {
  const people = replica()?.people
  return people?.get(userId)?.username ?? t(people && people.size > 0 ? 'person.erased' : 'lists.someone')
}

/** What viewings were of, also those that were taken away. */
const parts = perVersion(() => new Map([...replica()?.timeline.values() ?? []].flatMap(({ type, data }) => (type === 'TitleWatched' || type === 'PlayReceived') && data.season !== undefined ? [[data.playId, data] as const] : [])))

const names: Names = {
  title: (title) => filmOf(title, card(title)).title,
  person: personName,
  part: (playId) => parts().get(playId),
}

/** The list that an act is about; undefined for any other subject. */
export function parseListSubject(subject: string): string | undefined {
  return subject.startsWith('list_') ? subject.slice('list_'.length) : undefined
}

/** As the subject of an act. */
export function listSubject(listId: string): string {
  return `list_${listId}`
}

export const library = {
  /** Undefined until it is known. */
  isOpen: () => replica() === undefined ? undefined : replica() !== null,
  isEmpty: () => !shelved().some(({ entry: row }) => row.rating !== null || row.watchlistAddedAt !== null || row.plays.length > 0 || row.favouriteAt !== null),
  username: () => replica()?.session.username ?? '',
  userId: () => replica()?.session.userId ?? '',
  isMe: (userId: string) => replica()?.session.userId === userId,
  mayApprove: () => replica()?.session.role === 'admin',
  /** Somebody who looks around: what may be done is shown to others alone. */
  isGuest: () => replica()?.session.role === 'guest',
  /** A screen, by the name of its route; the routes of the API hold the same. */
  mayOpen: (name: string) => library.mayApprove() || !(library.isGuest() ? /^(admin|down|rec|play|epis)/ : /^admin/).test(name),
  link: (): LinkState => replica()?.link ?? nowhere,
  outbox,
  shelved,
  jobs,
  jobOf,
  jobById: (jobId: string): JobRow | undefined => replica()?.jobs.get(jobId),
  /** Newest first, of the kinds that are wanted here. */
  notifications,
  unreadCount: () => notifications().filter(({ readAt }) => readAt === null).length,
  entry,
  card,
  /** Where they have chosen to watch, ISO 3166-1 alpha-2; null for wherever they are. */
  country: (): string | null => library.preferences().country,
  /** Which language they have chosen, null for the browser's; undefined until it is known here. */
  language: (): string | null | undefined => library.link().lastSyncAt === null || !replica()?.ready ? undefined : replica()?.preferences.get(library.userId())?.language ?? null,
  preferences: (): Preferences => replica()?.preferences.get(library.userId()) ?? NO_PREFERENCES,
  /** By itself everything is told, in every way. */
  isTold: (kind: NotificationKind, channel: Exclude<Channel, 'mail'>): boolean => library.preferences().notifications[kind]?.[channel] ?? true,
  /** How this person shows themselves. */
  profile: (): Profile => replica()?.profiles.get(library.userId()) ?? BLANK_PROFILE,
  thisDevice: (): string => replica()?.deviceId ?? '',
  names,
  /** What a deed was about. */
  subjectOf: ({ stream }: { readonly stream: StreamName }): string => subjectOf(stream),
  /** What a person calls the subject of an act. */
  nameOf: (subject: string): string => {
    const title = parseTitleKey(subject)
    const listId = parseListSubject(subject)
    if (subject.startsWith('profile_')) return t('nav.profile')
    return title ? filmOf(title, card(title)).title : listId === undefined ? t('history.subject.other') : library.list(listId)?.name ?? t('nav.list')
  },
  /** Lists that this person belongs to, the one changed last first; without those that were deleted. */
  lists: (): readonly MyList[] => lists().filter(({ deletedAt }) => deletedAt === null),
  /** One's own that were deleted, and can be restored. */
  deletedLists: (): readonly MyList[] => lists().filter(({ deletedAt, myRole }) => deletedAt !== null && myRole === 'owner'),
  /** What is in it may be changed by this person now. */
  mayEditList: ({ deletedAt, myRole }: MyList): boolean => deletedAt === null && myRole !== 'viewer' && !library.isGuest(),
  /** One of them, deleted or not; undefined for one they do not belong to, or that has not come yet. */
  list: (listId: string): MyList | undefined => lists().find(({ key }) => key === listId),
  /** What is in a list, in its order. */
  listItems,
  /** Lists that a title is on. */
  listsWith: (title: TitleRef): readonly MyList[] => library.lists().filter(({ key }) => library.isOnList(key, title)),
  isOnList: (listId: string, title: TitleRef): boolean => replica()?.listItems.has(`${listId}_${titleKey(title)}`) === true,
  /** Everybody of the household, by name. */
  people: (): readonly Person[] => [...replica()?.people.values() ?? []].sort((a, b) => a.username.localeCompare(b.username)),
  /** What somebody of the household is called, as far as this device knows. */
  personName,
  film: (title: TitleRef) => filmOf(title, card(title)),
  isPlayable: (title: Playable) => jobOf(title)?.status === 'ready',
  /** A film's name; of an episode, its series' and which it is. */
  called: (playable: Playable): string => playable.mediaType === 'movie' ? filmOf(playable, card(playable)).title : t('playable.episode', { ...playable, title: filmOf(playable, card(playable)).title }),
  isUnfinished: (playable: Playable) => resumeIn(playable) > 0,
  /** What was played last first. */
  unfinished,
  resumeAt: resumeIn,
  /** Something done to it has not reached the server. */
  isUnsent: (about: TitleRef | { readonly listId: string }) => waiting().has('listId' in about ? listSubject(about.listId) : titleKey(about)),
  /** What was done to one thing, or at all; newest first. */
  acts: (subject?: string): readonly Act[] => subject === undefined ? acts() : actsOf(rowsOf(subject)),
} as const
