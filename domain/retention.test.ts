import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import { holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import type { RetentionRules, Stay } from './retention.ts'
import { defaultRetention, endByRules, expiresAt, leadMsOf } from './retention.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-03-01T00:00:00.000Z')
const at = (hours: number) => new Date(START + hours * HOUR).toISOString()
const stay = (more: Partial<Stay> = {}): Stay => ({ readyAt: at(0), lastStreamedAt: null, restoredAt: null, kept: false, leaving: null, leasedUntil: null, ...more })
const rules = (more: Partial<RetentionRules> = {}): RetentionRules => ({ ...defaultRetention, ...more })

t.test('a film stays while somebody has it with them, unless the cap is above it', async (t) => {
  const leased = stay({ leasedUntil: at(20 * 24) })
  t.equal(endByRules(leased, rules()), at(20 * 24))
  t.equal(endByRules(stay({ leasedUntil: at(24) }), rules()), at(7 * 24), 'a lease shortens nothing')
  t.equal(endByRules(leased, rules({ maxHoursAfterReady: 24 })), at(24))
  t.equal(endByRules(leased, rules({ saving: 'off' })), at(7 * 24), 'nor does one hold where nothing may be saved')
  t.equal(endByRules(leased, rules({ unwatchedDays: null })), null)
})

t.test('a film leaves by its rules', async (t) => {
  t.equal(endByRules(stay(), rules()), at(7 * 24))
  t.equal(endByRules(stay({ lastStreamedAt: at(100) }), rules({ watchedDays: 3 })), at(100 + 3 * 24))
  t.equal(endByRules(stay({ lastStreamedAt: at(1), restoredAt: at(200) }), rules()), at(200 + 7 * 24), 'brought back counts like watched')
  t.equal(endByRules(stay({ lastStreamedAt: at(20) }), rules({ maxHoursAfterReady: 24 })), at(24), 'an ephemeral instance')
  t.equal(endByRules(stay({ restoredAt: at(50) }), rules({ maxHoursAfterReady: 24 })), at(74))
  t.equal(endByRules(stay({ kept: true }), rules()), null)
  t.equal(endByRules(stay(), rules({ unwatchedDays: null })), null)
  t.equal(endByRules(stay({ lastStreamedAt: at(1) }), rules({ unwatchedDays: null, watchedDays: null, maxHoursAfterReady: 5 })), at(5))
})

t.test('days are 24 hours, whatever a country does to its clocks', async (t) => {
  // 29 March 2026 has 23 hours in Berlin, 25 October 25.
  for (const readyAt of ['2026-03-28T12:00:00.000Z', '2026-10-24T12:00:00.000Z']) t.equal(Date.parse(endByRules(stay({ readyAt }), rules())!) - Date.parse(readyAt), 7 * 24 * HOUR)
})

t.test('who was told a moment has until then', async (t) => {
  const leaving = { call: 'first', why: 'expired', leavesAt: at(300) } as const
  t.equal(expiresAt(stay({ leaving }), rules()), at(300))
  t.equal(expiresAt(stay({ leaving }), rules({ unwatchedDays: 30 })), at(30 * 24), 'longer rules are better news')
  t.equal(expiresAt(stay({ leaving }), rules({ unwatchedDays: null })), null)
  t.equal(expiresAt(stay({ leaving, kept: true }), rules()), null)
  t.equal(expiresAt(stay({ leaving: { ...leaving, why: 'room', leavesAt: at(10) } }), rules()), at(10), 'for want of room it leaves before its time')
})

t.test('calls come two days and half a day before, and in good time for short stays', async (t) => {
  t.strictSame([leadMsOf('first', stay(), rules()), leadMsOf('last', stay(), rules())], [48 * HOUR, 12 * HOUR])
  const short = rules({ maxHoursAfterReady: 24 })
  t.strictSame([leadMsOf('first', stay(), short), leadMsOf('last', stay(), short)], [12 * HOUR, 3 * HOUR])
})

const hours = fc.nat(2_000)
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const stays = fc.record({ streamed: maybe(hours), restored: maybe(hours), kept: fc.boolean(), leaving: maybe(fc.record({ call: fc.constantFrom('first' as const, 'last' as const), why: fc.constantFrom('expired' as const, 'room' as const), at: hours })) })
  .map(({ streamed, restored, kept, leaving }) => stay({ lastStreamedAt: streamed === null ? null : at(streamed), restoredAt: restored === null ? null : at(restored), kept, leaving: leaving && { ...leaving, leavesAt: at(leaving.at) } }))
const anyRules = fc.record({ unwatchedDays: maybe(fc.integer({ min: 1, max: 60 })), watchedDays: maybe(fc.integer({ min: 1, max: 60 })), maxHoursAfterReady: maybe(fc.integer({ min: 1, max: 1_000 })) }).map(rules)
const ms = (instant: string | null) => instant === null ? Infinity : Date.parse(instant)

t.test('whatever the rules', async (t) => {
  await holds(t, 'longer ones let no film leave earlier', 1_000, [stays, anyRules, fc.nat(30)], (film, given, more) => {
    const longer = { ...given, unwatchedDays: given.unwatchedDays && given.unwatchedDays + more, watchedDays: given.watchedDays && given.watchedDays + more, maxHoursAfterReady: given.maxHoursAfterReady && given.maxHoursAfterReady + more }
    ok(ms(expiresAt(film, longer)) >= ms(expiresAt(film, given)))
  })
  await holds(t, 'a later viewing, or a stay in the bin, lets no film leave earlier', 1_000, [stays, anyRules, hours], (film, given, later) => {
    const watched = { ...film, lastStreamedAt: film.lastStreamedAt && new Date(Date.parse(film.lastStreamedAt) + later * HOUR).toISOString() }
    ok(ms(endByRules(watched, given)) >= ms(endByRules(film, given)))
    const restored = { ...film, restoredAt: at(3_000 + later) }
    ok(ms(endByRules(restored, given)) >= ms(endByRules(film, given)))
  })
  await holds(t, 'the moment shown is never before the one that was told, nor for a kept film', 1_000, [stays, anyRules], (film, given) => {
    const shown = expiresAt(film, given)
    if (film.kept) ok(shown === null)
    else if (film.leaving !== null && film.leaving.why !== 'room') ok(ms(shown) >= ms(film.leaving.leavesAt))
    ok(leadMsOf('first', film, given) >= leadMsOf('last', film, given))
  })
})
