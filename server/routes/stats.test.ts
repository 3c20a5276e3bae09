/** The server says of a library what a device with the same log says offline, now and as of a moment. */

import process from 'node:process'
import fc from 'fast-check'
import type { DomainEvent } from '../../domain/index.ts'
import { RATINGS } from '../../domain/scales.ts'
import type { CardRow } from '../../projections/cards.ts'
import type { LibraryRow } from '../../projections/library.ts'
import { library } from '../../projections/library.ts'
import { foldInto } from '../../projections/projection.ts'
import { statsOf } from '../../projections/stats.ts'
import type { TimelineRow } from '../../projections/timeline.ts'
import { timeline } from '../../projections/timeline.ts'
import { staysOf } from '../../projections/watchlist-stays.ts'
import type { StatsAnswer, SyncPage } from '../../projections/wire.ts'
import { newCommand } from '../../test/support/person.ts'
import t from '../../test/support/tap.ts'
import { testApp } from '../../test/support/test-app.ts'
import { realSystem } from '../system.ts'

const seed = Number(process.env.FC_SEED ?? 1895)
const title = fc.integer({ min: 1, max: 12 }).map((tmdbId) => ({ mediaType: 'movie' as const, tmdbId }))
const day = fc.date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-06-01T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString())
const anyStep = fc.oneof(
  fc.record({ type: fc.constant('MarkWatched' as const), data: fc.record({ title, watchedAt: day }) }),
  fc.record({ type: fc.constant('RateMovie' as const), data: fc.record({ title, rating: fc.constantFrom(...RATINGS), watched: fc.boolean() }) }),
  fc.record({ type: fc.constantFrom('AddToWatchlist' as const, 'RemoveFromWatchlist' as const), data: fc.record({ title }) }),
  fc.record({ type: fc.constantFrom('Redo' as const, 'AddFavourite' as const), data: fc.record({ title }) }),
  fc.record({ type: fc.constant('Undo' as const), back: fc.nat(6) }),
)

t.test('statistics are the same on the server and on a device, and of a moment what they were', async (t) => {
  const now = Date.UTC(2026, 5, 10, 12)
  const app = await testApp(t, { system: { ...realSystem, now: () => now } })
  await app.accounts.ensure({ username: 'ada', password: 'a long password', role: 'member' })
  const cookie = await app.signIn('ada', 'a long password')
  const ask = async <T>(url: string) => (await app.ask('GET', url, { cookie })).json<T>()
  const sent: { id: string; title: object }[] = []
  const life = async (steps: number, seed: number) => {
    for (const step of fc.sample(anyStep, { numRuns: steps, seed })) {
      const target = step.type === 'Undo' ? sent.at(-1 - step.back) : undefined
      if (step.type === 'Undo' && !target) continue
      const command = { ...(step.type === 'Undo' ? newCommand('Undo', { title: target!.title as never, commandId: target!.id }) : newCommand(step.type, step.data as never)), issuedAt: new Date(now).toISOString() }
      sent.push({ id: command.id, title: (command.data as { title: object }).title })
      await app.ask('POST', '/api/commands', { cookie, body: command })
    }
    return await app.store.lastPosition()
  }
  const asked = [['all', 2026], ['movie', 2025], ['all', undefined], ['tv', 2026]] as const
  const onServer = async (when: string) => await Promise.all(asked.map(async ([kind, year]) => await ask<StatsAnswer>(`/api/stats?zone=America/New_York&kind=${kind}${year === undefined ? '' : `&year=${year}`}&${when}`)))

  const then = await life(40, seed)
  const answeredThen = await onServer(`after=${then}`)
  const position = await life(40, seed + 1)
  const answered = await onServer(`after=${position}`)
  const { events, cards } = await ask<SyncPage>('/api/sync')
  const [rows, acts] = [new Map<string, LibraryRow>(), new Map<string, TimelineRow>()]
  for (const event of events as readonly DomainEvent[]) {
    foldInto(library, rows, event)
    if (/^(library|batch)-/.test(event.stream)) foldInto(timeline, acts, event)
  }
  const device = { rows: rows.values().toArray(), stays: staysOf(acts.values()), cards: new Map(cards.map((card: CardRow) => [card.key, card])) }
  const here = asked.map(([kind, year]) => statsOf(device, { kind, ...year === undefined ? {} : { year }, zone: 'America/New_York', now: new Date(now).toISOString() }))
  t.strictSame(answered.map(({ cards: _cards, people: _people, ...stats }) => stats), JSON.parse(JSON.stringify(here)), `as a device says (seed ${seed})`)
  const { totals, watchlist } = answered[2]!
  t.ok(totals.plays > 5 && watchlist.added > 0, `of a library with something in it: ${totals.plays} viewings, ${watchlist.added} listed`)
  t.notSame(answered, answeredThen)
  t.strictSame(await onServer(`asOf=${then}`), answeredThen, 'as of a moment it is what was said then')

  const wrong = await app.ask('GET', '/api/stats?zone=Middle/Earth', { cookie })
  t.strictSame([wrong.statusCode, wrong.json<{ details: { field: string }[] }>().details[0]!.field], [400, 'zone'])
  t.equal((await app.ask('GET', '/api/stats')).statusCode, 401)
})
