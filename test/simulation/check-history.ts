/**
 * A second opinion. It reads what happened and says what is wrong with it, from the promises alone: it knows nothing of the
 * deciders, the projections and the sync code, and works out by itself what a screen must show.
 */

import type { Happening, History, Seen, ShownList, ShownTitle } from './history.ts'
import { listsIn } from './lists-in-log.ts'

type Of<What extends Happening['what']> = Extract<Happening, { what: What }>

export function checkHistory(history: History): readonly string[] {
  return [
    ...logIsWhole(history), ...nothingIsLost(history), ...nothingIsDoneForAnother(history), ...nobodySeesWhatIsNotTheirs(history),
    ...orderOfActsIsKept(history), ...looksOnlyGrow(history), ...commandsAreWhole(history), ...undoComesAfter(history), ...answersStand(history), ...screensAreRight(history),
  ]
}

function of<What extends Happening['what']>({ happenings }: History, what: What): Of<What>[] {
  return happenings.filter((happening): happening is Of<What> => happening.what === what)
}

/** No event twice, no position twice, no hole in a stream. */
function logIsWhole({ log }: History): string[] {
  const wrong: string[] = []
  const next = new Map<string, number>()
  for (const [index, { id, stream, version, position }] of log.entries()) {
    if (index > 0 && position <= log[index - 1]!.position) wrong.push(`${position} comes after ${log[index - 1]!.position}`)
    if (version !== (next.get(stream) ?? 0)) wrong.push(`${stream} has version ${version} after ${(next.get(stream) ?? 0) - 1}`)
    next.set(stream, version + 1)
    if (log.findIndex((other) => other.id === id) !== index) wrong.push(`event ${id} is there twice`)
  }
  return wrong
}

/** What a screen said was done is in the log, or was refused and told, or its person left without sending it. */
function nothingIsLost(history: History): string[] {
  const recorded = new Set(history.log.map(({ meta }) => meta.commandId))
  const without = new Set(history.answers.filter(({ status }) => status === 'accepted').map(({ commandId }) => commandId))
  const rejected = new Set(history.answers.filter(({ status }) => status === 'rejected').map(({ commandId }) => commandId))
  const left = new Set(of(history, 'left').flatMap(({ unsent, refused }) => [...unsent, ...refused]))
  const told = new Map(of(history, 'quiet').map(({ place, look }) => [place, look]))
  return of(history, 'acted').flatMap(({ commandId, type, place }) => {
    if (recorded.has(commandId) || left.has(commandId)) return []
    if (rejected.has(commandId)) return told.get(place)?.refused.includes(commandId) ?? true ? [] : [`${type} ${commandId} was refused and nobody was told`]
    return without.has(commandId) ? [] : [`${type} ${commandId} is lost`]
  })
}

function nothingIsDoneForAnother(history: History): string[] {
  const by = new Map(of(history, 'acted').map(({ commandId, person }) => [commandId, person]))
  return history.log.flatMap(({ id, meta }) => by.has(meta.commandId) && by.get(meta.commandId) !== meta.actor ? [`${id} was done by ${by.get(meta.commandId)} and counts as ${meta.actor}'s`] : [])
}

/**
 * The events of a library and of what somebody prefers are their own alone, a list's its members', from its beginning to where they were shut out; a film's acquisition
 * comes as rows only, accounts not at all.
 */
function nobodySeesWhatIsNotTheirs(history: History): string[] {
  const ends = endsOfMembership(history)
  return of(history, 'received').flatMap(({ place, person, events }) =>
    events.filter(({ stream, position }) => !stream.startsWith(`library-${person}_`) && stream !== `preferences-${person}` && position >= (ends.get(`${person} ${stream}`) ?? '')).map(({ id, stream }) => `place ${place} of ${person} was sent ${id} of ${stream}`))
}

const WITHOUT_END = '9'.repeat(20)

/** By person and list, the position at which they belonged to it for the last time. */
function endsOfMembership({ log }: History): ReadonlyMap<string, string> {
  const ends = new Map<string, string>()
  for (const { stream, type, data, position } of log) {
    if (type === 'ListCreated') ends.set(`${String(data.ownerId)} ${stream}`, WITHOUT_END)
    if (type === 'ListShared') ends.set(`${String(data.userId)} ${stream}`, WITHOUT_END)
    if (type === 'ListUnshared') ends.set(`${String(data.userId)} ${stream}`, position)
  }
  return ends
}

/** What one browser did to one title or list is recorded in the order in which it was done; but what an old server did not know stops nothing else. */
function orderOfActsIsKept(history: History): string[] {
  const parked = new Set(history.answers.filter(({ status }) => status === 'unknown').map(({ commandId }) => commandId))
  const first = new Map<string, number>()
  for (const [index, { meta }] of history.log.entries()) if (!first.has(meta.commandId)) first.set(meta.commandId, index)
  const lines = Map.groupBy(of(history, 'acted').filter(({ commandId }) => first.has(commandId) && !parked.has(commandId)), ({ place, person, subject }) => `${place} ${person} ${subject}`)
  return [...lines].flatMap(([line, acts]) => acts.slice(1).flatMap((act, i) =>
    first.get(act.commandId)! < first.get(acts[i]!.commandId)! ? [`${line}: ${act.type} ${act.commandId} overtook ${acts[i]!.type}`] : []))
}

/** A tab never forgets an act of the log that it has shown, unless another person came, it was opened anew, or a list is no longer theirs. */
function looksOnlyGrow(history: History): string[] {
  const unshared = new Set(history.log.filter(({ type }) => type === 'ListUnshared').map(({ stream }) => stream))
  const logged = new Set(history.log.filter(({ stream }) => !unshared.has(stream)).map(({ id }) => id))
  const tabs = Map.groupBy(of(history, 'looked'), ({ place, tab, person }) => `place ${place}, tab ${tab}, ${person}`)
  return [...tabs].flatMap(([tab, looks]) => looks.slice(1).flatMap(({ look, at }, i) => {
    const now = new Set(look.acts)
    // What was only a guess may go: the server had the last word.
    return looks[i]!.look.acts.filter((id) => logged.has(id) && !now.has(id) && !isGuess(history, looks[i]!.at, id)).map((id) => `${tab} at ${at} has forgotten ${id}`)
  }))
}

/** Whether nobody had been sent it yet by then. */
function isGuess(history: History, at: number, id: string): boolean {
  return !of(history, 'received').some((received) => received.at <= at && received.events.some((event) => event.id === id))
}

/** All events of a command are on a screen, or none is. What was done at this place may be a guess still, with other events than the server's. */
function commandsAreWhole(history: History): string[] {
  const commands = Map.groupBy(history.log, ({ meta }) => meta.commandId)
  const doneAt = new Set(of(history, 'acted').map(({ place, commandId }) => `${place} ${commandId}`))
  return [...of(history, 'looked'), ...of(history, 'quiet')].flatMap(({ what, look, place, at }) => {
    const shown = new Set(look.acts)
    return [...commands].flatMap(([commandId, events]) => {
      const there = events.filter(({ id }) => shown.has(id)).length
      const mayBeGuessed = what === 'looked' && doneAt.has(`${place} ${commandId}`)
      return mayBeGuessed || there === 0 || there === events.length ? [] : [`place ${place} at ${at} shows ${there} of ${events.length} events of ${commandId}`]
    })
  })
}

function undoComesAfter({ log }: History): string[] {
  const at = new Map(log.map(({ id }, index) => [id, index]))
  return log.flatMap(({ id, meta: { undoes } }, index) => undoes !== undefined && !((at.get(undoes) ?? Infinity) < index) ? [`${id} undoes ${undoes}, which was not there yet`] : [])
}

/** However often a command is sent, the answer is the same; `failed` and `unknown` are no answers yet. */
function answersStand({ answers }: History): string[] {
  const final = answers.filter(({ status }) => status === 'accepted' || status === 'rejected')
  return [...Map.groupBy(final, ({ commandId }) => commandId)].flatMap(([commandId, all]) => new Set(all.map(({ status }) => status)).size > 1 ? [`${commandId} was both accepted and rejected`] : [])
}

/** When all is quiet, every screen shows its person's whole log and what follows from it, and nothing waits. */
function screensAreRight(history: History): string[] {
  const lists = listsIn(history.log)
  return of(history, 'quiet').flatMap(({ place, person, look }) => {
    const own = history.log.filter(({ stream }) => stream.startsWith(`library-${person}_`))
    const theirs = [...lists.values()].filter(({ ownerId, members }) => ownerId === person || person in members)
    const acts = [...own.filter(({ type }) => type in EFFECTS), ...history.log.filter(({ stream }) => theirs.some(({ listId }) => stream === `list-${listId}`))]
    return [
      ...look.unsent.length > 0 ? [`place ${place} still has to send ${look.unsent.join()}`] : [],
      ...difference(`place ${place}: history`, look.acts, acts.map(({ id }) => id)),
      ...difference(`place ${place}: titles`, textOf(look.titles), textOf(titlesOf(own, `library-${person}_`))),
      ...difference(`place ${place}: lists`, textOfLists(look.lists), textOfLists(theirs)),
    ]
  })
}

function textOf(titles: readonly ShownTitle[]): string[] {
  return titles.map((title) => JSON.stringify({ ...title, tags: [...title.tags].sort(), plays: [...title.plays].sort() })).sort()
}

function textOfLists(lists: readonly ShownList[]): string[] {
  return lists.map(({ listId, name, deleted, members, items }) => JSON.stringify([listId, name, deleted, Object.entries(members).sort(), items.map(({ title, note }) => [title, note])])).sort()
}

function difference(what: string, found: readonly string[], wanted: readonly string[]): string[] {
  const [has, needs] = [new Set(found), new Set(wanted)]
  return [...wanted.filter((one) => !has.has(one)).map((one) => `${what} lacks ${one}`), ...found.filter((one) => !needs.has(one)).map((one) => `${what} has ${one} too many`)]
}

type Effect = (title: ShownTitle, data: Seen['data']) => Partial<ShownTitle>
/** What each event means to a person. */
const EFFECTS: Readonly<Record<string, Effect>> = {
  TitleRated: (_title, { rating }) => ({ rating: String(rating) }),
  RatingCleared: () => ({ rating: null }),
  AddedToWatchlist: (_title, { priority }) => ({ priority: String(priority) }),
  WatchlistPriorityChanged: (_title, { priority }) => ({ priority: String(priority) }),
  RemovedFromWatchlist: () => ({ priority: null }),
  TitleWatched: ({ plays }, { playId }) => ({ plays: [...plays.filter((play) => play !== playId), String(playId)] }),
  WatchRemoved: ({ plays }, { playId }) => ({ plays: plays.filter((play) => play !== playId) }),
  PlayReceived: ({ plays }, { playId }) => ({ plays: [...plays.filter((play) => play !== playId), String(playId)] }),
  PlayGivenAway: ({ plays }, { playId }) => ({ plays: plays.filter((play) => play !== playId) }),
  WatchedTogether: () => ({}), WatchedApart: () => ({}),
  FavouriteAdded: () => ({ favourite: true }),
  FavouriteRemoved: () => ({ favourite: false }),
  TitleTagged: ({ tags }, { tag }) => ({ tags: [...tags.filter((other) => other !== tag), String(tag)] }),
  TitleUntagged: ({ tags }, { tag }) => ({ tags: tags.filter((other) => other !== tag) }),
  ReviewWritten: () => ({}), ReviewDeleted: () => ({}), ProgressRecorded: () => ({}), ProgressCleared: () => ({}), TitleViewed: () => ({}), ViewForgotten: () => ({}),
  WatchingContinuedElsewhere: () => ({}), WatchingElsewhereForgotten: () => ({}),
  NotInterested: () => ({ dismissed: true }), InterestRestored: () => ({ dismissed: false }),
}

function titlesOf(log: readonly Seen[], prefix: string): ShownTitle[] {
  const titles = new Map<string, ShownTitle>()
  for (const { stream, type, data } of log) {
    const effect = EFFECTS[type]
    if (!effect) continue
    const title = stream.slice(prefix.length)
    const before = titles.get(title) ?? { title, rating: null, priority: null, favourite: false, dismissed: false, tags: [], plays: [] }
    titles.set(title, { ...before, ...effect(before, data) })
  }
  return [...titles.values()]
}
