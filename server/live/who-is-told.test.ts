/** Who is told what by the pull and the live feed: what the routes would answer them, and nothing else. */

import type { Role } from '../../domain/command.ts'
import { ROLES } from '../../domain/command.ts'
import type { UserId } from '../../domain/event.ts'
import { categoryOf } from '../../domain/event.ts'
import type { OWN_CATEGORIES } from '../../domain/index.ts'
import type { Changes } from '../../projections/wire.ts'
import { eventually } from '../../test/support/eventually.ts'
import type { Member } from '../../test/support/listening.ts'
import { connect, film, listening, memberOf, pull } from '../../test/support/listening.ts'
import { newCommand, newJobId } from '../../test/support/person.ts'
import t from '../../test/support/tap.ts'
import type { TestApp } from '../../test/support/test-app.ts'
import { TELLING } from '../sync/row-changes.ts'

/** All that is told, each with the route that answers the same; null for what is one's own and has none. What is new in the feed belongs here. */
type Topic = (typeof OWN_CATEGORIES)[number] | 'list' | Exclude<keyof Changes, 'events' | 'forget'> | 'cards of jobs'
const ROUTES: Readonly<Record<Topic, string | null>> = {
  library: '/api/library', batch: '/api/history', list: '/api/lists', notifications: null, devices: null, preferences: null, profile: null,
  cards: '/api/trending', people: '/api/people', jobs: '/api/jobs', 'cards of jobs': '/api/jobs',
}
const [OWN, ASKED_FOR, ASKED_FOR_LATER] = [1, 900, 901]

function topicsOf({ events, cards, jobs, people }: Pick<Changes, 'events' | 'cards' | 'jobs' | 'people'>): ReadonlySet<string> {
  const rows = [cards.some(({ tmdbId }) => tmdbId < ASKED_FOR) && 'cards', cards.some(({ tmdbId }) => tmdbId >= ASKED_FOR) && 'cards of jobs', jobs.length > 0 && 'jobs', people && 'people']
  return new Set([...events.map(({ stream }) => categoryOf(stream)), ...rows.filter((row) => row !== false && row !== null)])
}

async function describe(app: TestApp, tmdbId: number, title = `Film ${tmdbId}`): Promise<void> {
  const card = { mediaType: 'movie', tmdbId, title, year: 1922, posterPath: null, backdropPath: null, runtimeMinutes: 94, genres: [], overview: '', outline: null } as const
  await app.commands.handle({ ...newCommand('DescribeTitle', card), actor: 'system', sender: 'worker' })
}

async function projected(app: TestApp): Promise<void> {
  const last = Number(await app.store.lastPosition())
  await eventually('the read models have seen everything', async () =>
    (await app.database.kysely.selectFrom('checkpoints').select('position').where('name', 'in', TELLING.map(({ name }) => name)).execute()).every(({ position }) => position >= last))
}

/** By an admin's change, or, what no admin may choose, by the account's row alone. */
async function setRole(app: TestApp, username: string, role: Role): Promise<void> {
  await app.database.kysely.updateTable('accounts').set({ role }).where('username', '=', username).execute()
}

/** Of everything that is their own, something. */
async function live(app: TestApp, member: Member, userId: UserId, listId: string): Promise<void> {
  await member.send('AddFavourite', film(OWN))
  await member.send('CreateList', { listId, name: 'Nights out', visibility: 'private' })
  const batch = newCommand('BeginBatch', { batchId: '', kind: 'edit', name: 'Two', size: 2, removes: 0 })
  await app.ask('POST', '/api/commands', { cookie: member.cookie, body: { ...batch, data: { ...batch.data, batchId: batch.id } } })
  await member.send('IntroduceDevice', { deviceId: userId, name: 'Here' })
  await member.send('UpdatePreferences', { country: 'DE' })
  await member.send('UpdateProfile', { bio: 'Here' })
}

t.test('[SY33] of every role, somebody is told by pull and live what the routes answer to that role, and nothing else', async (t) => {
  const { app, url } = await listening(t)
  const asker = await memberOf(app, 'asker')
  for (const tmdbId of [OWN, ASKED_FOR, ASKED_FOR_LATER]) await describe(app, tmdbId)
  await asker.send('RequestFetch', { movieId: ASKED_FOR, jobId: newJobId() })
  const people = await Promise.all(ROLES.map(async (role, i) => {
    const member = await memberOf(app, `the-${role}`)
    const { userId } = (await app.accounts.find(`the-${role}`))!
    await live(app, member, userId, `11570000-0000-4000-8000-00000000000${i}`)
    await app.commands.handle({ ...newCommand('Notify', { userId, kind: 'ready', movieId: OWN }), actor: 'system', sender: 'worker' })
    await setRole(app, `the-${role}`, role)
    return { role, member }
  }))
  await projected(app)
  const told = await Promise.all(people.map(async ({ role, member }) => {
    const page = await pull(app, member)
    const device = connect(t, url, member)
    device.say({ type: 'hello', cursor: page.cursor })
    await device.next('welcome')
    return { role, member, page, device }
  }))
  await asker.send('RequestFetch', { movieId: ASKED_FOR_LATER, jobId: newJobId() })
  await describe(app, ASKED_FOR, 'By another name')
  // The last that everybody is told of: what came before it has come.
  await describe(app, OWN, 'By another name')
  for (const { role, member, page, device } of told) {
    await device.next('rows', ({ cards }) => cards.some(({ title, tmdbId }) => tmdbId === OWN && title === 'By another name'))
    const rows = device.messages.flatMap((message) => message.type === 'rows' ? [message] : [])
    const [pulled, heard] = [topicsOf(page), new Set(rows.flatMap((message) => [...topicsOf(message)]))]
    for (const [topic, route] of Object.entries(ROUTES)) {
      const may = route === null || (await app.ask('GET', route, { cookie: member.cookie })).statusCode !== 403
      t.equal(pulled.has(topic), may, `${role} pulls ${topic}: ${may}`)
      if (/jobs/.test(topic)) t.equal(heard.has(topic), may, `${role} hears of ${topic}: ${may}`)
    }
    t.strictSame([...pulled].filter((topic) => !(topic in ROUTES)), [], 'and all that is told is named here')
    t.notOk(device.messages.some(({ type }) => type === 'resync'))
  }
})

t.test('[SY33] who becomes a guest is told to forget downloads and hears of none; who is let in again is given all of them', async (t) => {
  const { app, url } = await listening(t)
  const [ada, root] = [await memberOf(app, 'ada'), await memberOf(app, 'root', 'admin')]
  await app.accounts.ensure({ username: 'gus', password: 'a long password', role: 'guest' })
  const { userId } = (await app.accounts.find('gus'))!
  const gus = await memberOf(app, 'gus', 'guest')
  const asks = async (movieId: number) => { await ada.send('RequestFetch', { movieId, jobId: newJobId() }); await projected(app) }
  const films = ({ jobs }: Pick<Changes, 'jobs'>) => jobs.map(({ movieId }) => movieId)
  await asks(1)
  const first = await pull(app, gus)
  t.strictSame([first.jobs, first.forget], [[], []], 'who never had any has none to forget')

  const device = connect(t, url, gus)
  device.say({ type: 'hello', cursor: first.cursor })
  await device.next('welcome')
  const raised = await app.ask('POST', `/api/admin/users/${userId}/role`, { cookie: root.cookie, body: { role: 'viewer' } })
  t.equal(raised.statusCode, 200)
  await device.next('resync')
  const second = await pull(app, gus, first.cursor)
  t.strictSame([films(second), second.forget, second.events], [[1], [], []], 'the downloads anew, and nothing that was there already')
  await asks(2)
  t.strictSame(films(await pull(app, gus, second.cursor)), [2])

  const again = connect(t, url, gus)
  again.say({ type: 'hello', cursor: second.cursor })
  await again.next('rows', (rows) => films(rows).includes(2))
  const { commandId } = raised.json<{ commandId: string }>()
  t.equal((await app.ask('POST', `/api/admin/users/${userId}/undo`, { cookie: root.cookie, body: { commandId } })).statusCode, 200)
  await again.next('resync')
  await asks(3)
  const third = await pull(app, gus, second.cursor)
  t.strictSame([third.jobs, third.forget], [[], ['jobs']])
  const fourth = await pull(app, gus, third.cursor)
  t.strictSame([fourth.jobs, fourth.forget, fourth.cursor], [[], [], third.cursor], 'once')
  t.notOk(again.messages.some((message) => message.type === 'rows' && films(message).includes(3)))
  // A cursor from before there was one of downloads: whoever has it was given them.
  const [, events, rows, lists] = third.cursor.split('.')
  const older = await pull(app, gus, ['2', events, rows, lists, '0', '0', ...third.cursor.split('.').slice(-2)].join('.'))
  t.strictSame([older.jobs, older.forget], [[], ['jobs']])
})
