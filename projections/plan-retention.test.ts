import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import type { Circumstances } from '../test/support/given.ts'
import { ada, bob, commandId, issue, NOON, recorded, streamOf } from '../test/support/given.ts'
import { holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import type { AcquisitionEvent } from '../domain/acquisition-events.ts'
import { acquisitionDecider } from '../domain/acquisition.ts'
import { leasedUntil } from '../domain/copies.ts'
import { isRefusal } from '../domain/decider.ts'
import type { Recorded } from '../domain/event.ts'
import type { CommandData, CommandType } from '../domain/index.ts'
import { eventsOf } from '../domain/index.ts'
import type { RetentionRules } from '../domain/retention.ts'
import { defaultRetention, expiresAt } from '../domain/retention.ts'
import { jobs, stayOf } from './jobs.ts'
import type { JobRow } from './jobs.ts'
import { basisOf, endsUnder, planRetention } from './plan-retention.ts'
import { foldInto } from './projection.ts'
import { replayRetention } from './replay-retention.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const GB = 1e9
const START = Date.parse(NOON)
const deviceId = commandId(900)
const instant = (ms: number) => new Date(ms).toISOString()

/** Films of a household, decided and folded as the store would, and housekeeping that comes every hour. */
function household(rules: RetentionRules) {
  const states = new Map<number, typeof acquisitionDecider.initial>()
  const rows = new Map<string, JobRow>()
  const log: Recorded<AcquisitionEvent>[] = []
  let count = 0
  const jobIdOf = (movieId: number) => `job_${String.fromCharCode(97 + movieId).repeat(26)}`
  function send<Type extends CommandType>(type: Type, movieId: number, data: object, { at, ...circumstances }: Circumstances & { readonly at: string }): boolean {
    const command = issue(type, { movieId, jobId: jobIdOf(movieId), ...data } as unknown as CommandData[Type], { id: commandId(++count), at, ...circumstances })
    const state = states.get(movieId) ?? acquisitionDecider.initial
    const decision = acquisitionDecider.decide(command as never, state)
    if (isRefusal(decision)) return false
    const events = recorded(eventsOf(command, decision), streamOf(command), { position: log.length + 1 }) as unknown as Recorded<AcquisitionEvent>[]
    for (const event of events) foldInto(jobs, rows, event)
    log.push(...events)
    states.set(movieId, events.reduce((before, event) => acquisitionDecider.evolve(before, event), state))
    return decision.length > 0
  }
  const bySystem = (nowMs: number) => ({ at: instant(nowMs), by: 'system', as: 'worker' } as const)
  return {
    rows, log, send, jobIdOf,
    ready(movieId: number, nowMs: number, sizeBytes = GB) {
      const worker = bySystem(nowMs)
      send('RequestFetch', movieId, {}, { at: instant(nowMs), by: ada })
      for (const [type, data] of [
        ['ClaimJob', { leaseUntil: instant(nowMs + 60_000) }], ['StartDownload', { totalBytes: sizeBytes, articles: 1 }], ['FinishDownload', { bytes: sizeBytes, missing: 0, repaired: 0 }], ['BeginPreparing', {}],
        ['FinishPreparing', { key: `movies/${movieId}`, sizeBytes, contentType: 'video/mp4', sha256: '0'.repeat(64) }],
      ] as const) send(type, movieId, { workerId: 'w1', ...data }, worker)
    },
    row: (movieId: number) => rows.get(jobIdOf(movieId))!,
    plan: (nowMs: number) => planRetention(rows.values(), rules, nowMs),
    keepHouse(nowMs: number) {
      const plan = planRetention(rows.values(), rules, nowMs)
      const from = bySystem(nowMs)
      for (const { job, ...warning } of plan.warn) send('WarnLeaving', job.movieId!, { ...warning, lastUsedAt: [job.readyAt, job.lastStreamedAt, job.restoredAt].filter(Boolean).sort().at(-1) }, from)
      for (const job of plan.callOff) send('CallOffLeaving', job.movieId!, {}, from)
      for (const { job, why, ...basis } of plan.bin) send('BinMovie', job.movieId!, { days: rules.binDays, why, ...basisOf(basis) }, from)
      for (const { job, why: _why, ...basis } of plan.evict) send('BinMovie', job.movieId!, { days: 0, why: 'room', ...basisOf(basis) }, from)
      for (const { job, why } of [...plan.remove, ...plan.evict]) {
        send('DeleteMovie', job.movieId!, { why }, from)
        send('FinishDeletion', job.movieId!, {}, from)
      }
      return plan
    },
  }
}

t.test('a film that nobody watches is told of twice, binned after a week and deleted a week later', async (t) => {
  const house = household(defaultRetention)
  house.ready(1, START)
  const seen: string[] = []
  for (let hour = 0; hour <= 24 * 15; hour++) {
    const before = house.log.length
    house.keepHouse(START + hour * HOUR)
    for (const { type } of house.log.slice(before)) seen.push(`${hour} ${type}`)
  }
  t.strictSame(seen, [`${5 * 24} LeavingSoon`, `${7 * 24 - 12} LeavingSoon`, `${7 * 24} MovieBinned`, `${14 * 24} DeletionStarted`, `${14 * 24} MovieDeleted`])
})

t.test('who was not told in time, because housekeeping was away, still has two days', async (t) => {
  const house = household(defaultRetention)
  house.ready(1, START)
  const late = START + 30 * DAY
  house.keepHouse(late)
  t.match(house.row(1).leaving, { call: 'first', leavesAt: instant(late + 48 * HOUR) })
  house.keepHouse(late + 35 * HOUR)
  t.equal(house.row(1).leaving!.call, 'first')
  house.keepHouse(late + 36 * HOUR)
  t.match(house.row(1).leaving, { call: 'last', leavesAt: instant(late + 48 * HOUR) })
  house.keepHouse(late + 47 * HOUR)
  t.equal(house.row(1).status, 'ready')
  house.keepHouse(late + 48 * HOUR)
  t.equal(house.row(1).status, 'binned')
})

t.test('longer rules call it off', async (t) => {
  const house = household(defaultRetention)
  house.ready(1, START)
  house.keepHouse(START + 6 * DAY)
  t.ok(house.row(1).leaving)
  t.strictSame(planRetention(house.rows.values(), { ...defaultRetention, unwatchedDays: 30 }, START + 6 * DAY).callOff.map(({ movieId }) => movieId), [1])
  t.strictSame(planRetention(house.rows.values(), defaultRetention, START + 6 * DAY + HOUR).callOff, [])
})

t.test('a clock that goes back lets nothing leave earlier, and none that jumps lets a film leave untold', async (t) => {
  const house = household(defaultRetention)
  house.ready(1, START)
  const jumped = START + 400 * DAY
  t.match(house.keepHouse(jumped), { bin: [], remove: [], warn: [{ call: 'first' }] })
  for (const [i, back] of [START - DAY, START, START + 7 * DAY].entries()) t.strictSame([house.plan(back).bin, house.plan(back).remove], [[], []], String(i))
})

t.test('room', async (t) => {
  const rules: RetentionRules = { ...defaultRetention, unwatchedDays: null, watchedDays: null, quotaBytes: 10 * GB }
  const filled = (films: number) => {
    const house = household(rules)
    for (let movieId = 1; movieId <= films; movieId++) house.ready(movieId, START + movieId * HOUR)
    return house
  }
  const now = START + 5 * DAY
  t.test('is made in good time: beyond nine tenths those watched longest ago are told to leave', async (t) => {
    const house = filled(10)
    house.send('RecordStream', 1, {}, { at: instant(START + 2 * DAY), by: bob })
    house.send('KeepMovie', 2, {}, { at: instant(START + 2 * DAY) })
    t.match(house.plan(now), { warn: [{ job: { movieId: 3 }, call: 'first', why: 'room', leavesAt: instant(now + 48 * HOUR) }], bin: [], evict: [] })
    t.equal(expiresAt({ ...stayOf(house.row(3))!, leaving: { call: 'first', why: 'room', leavesAt: instant(now) } }, rules), instant(now))
    t.strictSame(filled(9).plan(now).warn, [])
  })
  t.test('beyond the quota is made at once: from the bin first, oldest first, then what was watched longest ago', async (t) => {
    const house = filled(12)
    house.send('BinMovie', 7, {}, { at: instant(START + 2 * DAY), by: bob, as: 'admin' })
    const plan = house.plan(now)
    t.strictSame([plan.remove.map(({ job, why }) => [job.movieId!, why]), plan.evict.map(({ job }) => job.movieId)], [[[7, 'room']], [1]])
    house.keepHouse(now)
    t.strictSame([house.row(7).status, house.row(1).status, house.row(2).status], ['deleted', 'deleted', 'ready'])
    t.equal(house.plan(now).usedBytes, 10 * GB)
  })
  t.test('is not taken from who is watching', async (t) => {
    const house = filled(11)
    for (let movieId = 1; movieId <= 11; movieId++) house.send('RecordStream', movieId, {}, { at: instant(now - HOUR), by: bob })
    t.strictSame(house.plan(now).evict, [])
  })
  t.test('that came free meanwhile calls it off', async (t) => {
    const house = filled(10)
    house.keepHouse(now)
    t.equal(house.row(1).leaving?.why, 'room')
    house.send('DeleteMovie', 9, {}, { at: instant(now), by: bob, as: 'admin' })
    house.send('FinishDeletion', 9, {}, { at: instant(now), by: 'system', as: 'worker' })
    t.strictSame(house.plan(now + HOUR).callOff.map(({ movieId }) => movieId), [1])
  })
})

t.test('in every household', async (t) => {
  const deed = fc.record({ type: fc.constantFrom('RecordStream' as const, 'KeepMovie' as const, 'ReleaseMovie' as const, 'RestoreMovie' as const, 'BinMovie' as const, 'SaveCopy' as const, 'RemoveCopy' as const), movieId: fc.integer({ min: 1, max: 4 }), hours: fc.integer({ min: 0, max: 60 }) })
  const maybeDays = fc.option(fc.integer({ min: 1, max: 10 }), { nil: null })
  const rules = fc.record({ unwatchedDays: maybeDays, watchedDays: maybeDays, maxHoursAfterReady: fc.option(fc.integer({ min: 1, max: 400 }), { nil: null }), binDays: fc.integer({ min: 0, max: 5 }), quotaBytes: fc.constantFrom(null, 3 * GB, 4 * GB), saving: fc.constant('free' as const), leaseDays: fc.integer({ min: 1, max: 6 }) })
  await holds(t, 'no film leaves that is kept, or before two calls and the moment that was shown, except for want of room', 60, [fc.array(deed, { minLength: 5, maxLength: 25 }), rules], (deeds, given) => {
    const house = household(given)
    for (let movieId = 1; movieId <= 4; movieId++) house.ready(movieId, START + movieId * 1_000)
    let now = START + HOUR
    for (const { type, movieId, hours } of deeds) {
      house.send(type, movieId, type === 'SaveCopy' ? { deviceId, days: given.leaseDays } : type === 'RemoveCopy' ? { deviceId } : {}, { at: instant(now), by: bob, as: 'admin' })
      for (let hour = 0; hour < hours; hour++) {
        now += HOUR
        const before = new Map(house.rows)
        const from = house.log.length
        house.keepHouse(now)
        for (const { type: happened, data } of house.log.slice(from)) {
          const row = before.get(data.jobId)!
          if (happened === 'MovieBinned' && data.why === 'expired') {
            ok(row.leaving?.call === 'last' && row.leaving.leavesAt <= instant(now), 'binned without a last call')
            if (given.maxHoursAfterReady === null) ok((leasedUntil(row.copies) ?? '') <= instant(now), 'binned under who has it with them')
            ok((expiresAt(stayOf(row)!, given) ?? '9') <= instant(now), 'binned before the moment that was shown')
          }
          if (happened === 'MovieBinned' || happened === 'DeletionStarted') ok(!row.kept, 'a kept film left')
        }
        const stored = [...house.rows.values()].filter(({ status }) => status === 'ready' || status === 'binned')
        // What goes into the bin in this run can go from it in the next.
        const movable = stored.filter(({ key }) => before.get(key)!.status !== 'ready' || house.rows.get(key)!.status === 'ready').filter((row) => row.status === 'binned' || !row.kept && now - Date.parse([row.readyAt, row.lastStreamedAt, row.restoredAt].filter(Boolean).sort().at(-1)!) > 6 * HOUR)
        if (given.quotaBytes !== null) ok(stored.length * GB <= given.quotaBytes || movable.length === 0, 'more than the quota, and something could go')
      }
    }
  })
})

t.test('what rules would have done to the past, and whether it would have been missed', async (t) => {
  const house = household(defaultRetention)
  house.ready(1, START)
  house.ready(2, START)
  house.ready(3, START)
  house.send('RecordStream', 1, {}, { at: instant(START + 20 * DAY), by: bob })
  house.send('KeepMovie', 2, {}, { at: instant(START + DAY) })
  house.send('DeleteMovie', 3, {}, { at: instant(START + DAY), by: bob, as: 'admin' })
  house.send('FinishDeletion', 3, {}, { at: instant(START + DAY), by: 'system', as: 'worker' })
  const replay = replayRetention({ ...defaultRetention, unwatchedDays: 14 })
  for (const event of house.log) replay.hear(event)
  t.strictSame(replay.until(instant(START + 30 * DAY)), [{ jobId: house.jobIdOf(1), playable: { mediaType: 'movie', tmdbId: 1 }, at: instant(START + 14 * DAY), watchedAt: instant(START + 20 * DAY) }])
})

t.test('what rules are tried with tells of want of room too', async (t) => {
  const house = household(defaultRetention)
  for (const movieId of [1, 2, 3]) house.ready(movieId, START + movieId * HOUR)
  const now = START + DAY
  const ends = (quotaBytes: number | null) => [1, 2, 3].map((movieId) => endsUnder(house.rows.values(), { ...defaultRetention, quotaBytes }, now)(house.row(movieId)))
  t.same(ends(null), [1, 2, 3].map((movieId) => instant(START + movieId * HOUR + 7 * DAY)))
  t.same(ends(2 * GB), [instant(now), instant(now + 2 * DAY), instant(START + 3 * HOUR + 7 * DAY)], 'one at once, one in good time')
})
