/** Lists over pages, however far the read models are behind and whatever happens meanwhile. */

import { deepStrictEqual, ok } from 'node:assert/strict'
import process from 'node:process'
import fc from 'fast-check'
import type { UserId } from '../../domain/event.ts'
import { START } from '../../domain/event.ts'
import type { DomainEvent } from '../../domain/index.ts'
import { listStream, parseListStream } from '../../domain/list-stream.ts'
import type { ListMemberRow } from '../../projections/list-members.ts'
import { listMembers } from '../../projections/list-members.ts'
import { foldInto } from '../../projections/projection.ts'
import { ada, bob, commandId, issue } from '../../test/support/given.ts'
import t from '../../test/support/tap.ts'
import { createMemoryCommandOutcomes } from '../command-outcomes.ts'
import { createMemoryEventStore } from '../event-store/memory.ts'
import { createCommandHandler } from '../handle.ts'
import type { Cursor } from './cursor.ts'
import { BEGINNING, decodeCursor, encodeCursor } from './cursor.ts'
import { listDeltas } from '../live/list-deltas.ts'
import type { ReadLists } from './list-access.ts'
import { listAccess } from './list-access.ts'
import { listChanges } from './list-changes.ts'

const cleo = '0c0c0c0c-0000-4000-8000-000000000003' as UserId
const people = [ada, bob, cleo]
const listIds = [1, 2, 3].map((number) => `11570000-0000-4000-8000-00000000000${number}`)

/** A store, and read models that are as far as `seen` says: their rows of members may be ahead of what they say of changes. */
function household() {
  const store = createMemoryEventStore({ system: { now: () => 0 } })
  const { handle } = createCommandHandler({ store, outcomes: createMemoryCommandOutcomes() })
  const seen = { members: 0, lists: 0 }
  let commands = 0
  const events = async () => await Array.fromAsync(store.readAll(START)) as DomainEvent[]
  const readLists: ReadLists = async (which, after) => {
    const rows = new Map<string, ListMemberRow>()
    const past = await events()
    for (const event of past) if (Number(event.position) <= seen.members) foldInto(listMembers, rows, event)
    return {
      upTo: Math.min(seen.members, seen.lists),
      members: [...rows.values()].filter((row) => 'userId' in which ? row.userId === which.userId : which.listIds.includes(row.listId)),
      changed: past.filter(({ position }) => Number(position) > after && Number(position) <= seen.lists).map(({ stream }) => parseListStream(stream)!),
    }
  }
  return {
    store, seen, events, readLists,
    send: (type: string, data: object, by: UserId) => handle(issue(type as never, data as never, { by, id: commandId(++commands) })),
  }
}
type Household = ReturnType<typeof household>

/** What the judge knows of who belongs to what, from the log alone. */
function membersOf(events: readonly DomainEvent[]): ReadonlySet<string> {
  const members = new Set<string>()
  for (const event of events) {
    const listId = parseListStream(event.stream)
    if (event.type === 'ListCreated') members.add(`${event.data.ownerId} ${listId}`)
    if (event.type === 'ListShared') members.add(`${event.data.userId} ${listId}`)
    if (event.type === 'ListUnshared') members.delete(`${event.data.userId} ${listId}`)
  }
  return members
}

function device(userId: UserId) {
  let cursor: Cursor = BEGINNING
  const streams = new Map<string, Map<number, DomainEvent>>()
  return {
    userId,
    get cursor() { return cursor },
    take(events: readonly DomainEvent[], forget: readonly string[], next: Cursor) {
      for (const stream of forget) streams.delete(stream)
      for (const event of events) {
        const stream = streams.get(event.stream) ?? new Map<number, DomainEvent>()
        streams.set(event.stream, stream)
        ok(stream.has(event.version) || stream.size === event.version, `${event.stream} comes in its order, from its beginning`)
        stream.set(event.version, event)
      }
      cursor = decodeCursor(userId, encodeCursor(userId, next))!
    },
    holds: () => Object.fromEntries([...streams].map(([stream, events]) => [stream, [...events.keys()]]).sort()),
  }
}
type Device = ReturnType<typeof device>

/** One page, while others act; nothing of it may be of a list that the person does not belong to when it is decided, or at the event. */
async function pull({ store, readLists, events }: Household, { userId, cursor, take }: Device, limit: number, meanwhile = async () => {}): Promise<boolean> {
  let decidedAt = ''
  const racing = { ...store, async lastPosition() {
    const last = await store.lastPosition()
    decidedAt = last
    await meanwhile()
    return last
  } }
  const page = await listChanges(racing, readLists, userId, cursor, limit)
  const log = await events()
  const belongs = (stream: string, at: string) => membersOf(log.filter(({ position }) => position <= at)).has(`${userId} ${parseListStream(stream as never)}`)
  for (const { stream, position } of page.events) ok(belongs(stream, position > decidedAt ? position : decidedAt), `${userId} may see ${stream}`)
  for (const stream of page.forget) ok(!belongs(stream, decidedAt), `${userId} may not see ${stream}`)
  ok(page.events.length + page.forget.length <= limit)
  take(page.events, page.forget, { ...cursor, ...page.cursor })
  return page.more
}

const act = fc.record({
  by: fc.constantFrom(...people), list: fc.constantFrom(...listIds), who: fc.constantFrom(...people), film: fc.integer({ min: 1, max: 9 }),
  type: fc.constantFrom('CreateList', 'AddToList', 'AddToList', 'AddToList', 'RemoveFromList', 'ShareList', 'ShareList', 'UnshareList', 'DeleteList', 'UndoListChange'),
})
const step = fc.oneof(
  { weight: 5, arbitrary: act },
  { weight: 3, arbitrary: fc.record({ pull: fc.nat({ max: 5 }), limit: fc.integer({ min: 1, max: 4 }), meanwhile: fc.array(act, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ lag: fc.nat({ max: 12 }), lead: fc.nat({ max: 5 }) }) },
)

async function dataOf({ events }: Household, { type, list: listId, who, film }: { type: string; list: string; who: string; film: number }): Promise<object> {
  const title = { mediaType: 'movie', tmdbId: film }
  switch (type) {
    case 'CreateList': return { listId, name: 'A', visibility: 'private' }
    case 'ShareList': return { listId, userId: who, role: 'editor' }
    case 'UnshareList': return { listId, userId: who }
    case 'DeleteList': return { listId }
    case 'UndoListChange': return { listId, eventId: (await events()).filter(({ stream }) => stream === listStream(listId)).at(-1)?.id ?? commandId(9) }
    default: return { listId, title }
  }
}

t.test('[SY20] [SY21] [SY23] whatever pages they pull in, devices end with the whole of every list they belong to, and see nothing of another', async (t) => {
  const result = await fc.check(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), async (steps) => {
    const home = household()
    for (const listId of listIds) await home.send('CreateList', { listId, name: 'A', visibility: 'private' }, ada)
    const devices = [...people, ...people].map(device)
    for (const step of steps) {
      if ('pull' in step) await pull(home, devices[step.pull]!, step.limit, async () => { for (const act of step.meanwhile) await home.send(act.type, await dataOf(home, act), act.by) })
      else if ('lag' in step) {
        const last = Number(await home.store.lastPosition())
        Object.assign(home.seen, { lists: Math.max(home.seen.lists, last - step.lag), members: Math.max(home.seen.members, Math.min(last, last - step.lag + step.lead)) })
      } else await home.send(step.type, await dataOf(home, step), step.by)
    }
    const log = await home.events()
    const members = membersOf(log)
    for (const one of devices) {
      for (let more = true, pages = 0; more; pages++) {
        ok(pages < 1_000, 'the pages have an end')
        more = await pull(home, one, 2)
      }
      const wanted = listIds.filter((listId) => members.has(`${one.userId} ${listId}`)).map((listId) => [listStream(listId), log.filter(({ stream }) => stream === listStream(listId)).map(({ version }) => version)])
      deepStrictEqual(one.holds(), Object.fromEntries(wanted))
      const { cursor } = one
      await pull(home, one, 2)
      deepStrictEqual(one.cursor, cursor, 'then there is nothing more')
    }
  }), { numRuns: Number(process.env.FC_RUNS ?? 0) || 200, seed: Number(process.env.FC_SEED ?? 1895) })
  if (result.failed) t.fail(`${result.errorInstance instanceof Error ? result.errorInstance.stack : ''}\n${fc.defaultReportMessage(result)}`)
  t.ok(result.numRuns > 0)
})

t.test('[SY23] live, too, nobody is told of what they may not see, and who lacks the beginning is not told the rest', async (t) => {
  const home = household()
  const [listId] = listIds as [string]
  const send = async (type: string, data: object, by: UserId = ada) => {
    const outcome = await home.send(type, { listId, ...data }, by)
    if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome))
  }
  const film = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } })
  await send('CreateList', { name: 'A', visibility: 'private' })
  await send('ShareList', { userId: bob, role: 'editor' })
  await send('AddToList', film(1), bob)
  await send('UnshareList', { userId: bob })
  await send('AddToList', film(2))
  const log = await home.events()
  const told = async (events: readonly DomainEvent[]) => {
    const { members } = await listAccess(home.store, home.readLists, { listIds: [listId] })
    return Object.fromEntries([...listDeltas(events, members, people)].map(([userId, { events, forget, needs, reaches }]) =>
      [userId, { positions: events.map(({ position }) => Number(position)), forget, needs, lists: reaches.lists }]))
  }
  t.strictSame(await told(log.slice(0, 1)), { [ada]: { positions: [1], forget: [], needs: 0, lists: 1 } }, 'a list that begins needs nothing')
  t.strictSame(await told(log.slice(1, 3)), { [ada]: { positions: [2, 3], forget: [], needs: 1, lists: 3 } }, 'what is told late is not told to who has been shut out meanwhile')
  t.strictSame(await told(log.slice(3)), {
    [ada]: { positions: [4, 5], forget: [], needs: 1, lists: 5 }, [bob]: { positions: [], forget: [listStream(listId)], needs: 0, lists: 4 },
  })
  await send('ShareList', { userId: bob, role: 'viewer' })
  t.strictSame(await told((await home.events()).slice(5)), {
    [ada]: { positions: [6], forget: [], needs: 1, lists: 6 }, [bob]: { positions: [6], forget: [], needs: 6, lists: 6 },
  }, 'who is let in again needs all of it first')
})
