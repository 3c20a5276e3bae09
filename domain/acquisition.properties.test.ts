import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import type { Circumstances } from '../test/support/given.ts'
import { ada, after, bob, commandId, issue, recorded, streamOf } from '../test/support/given.ts'
import { arbitraryOf, holds } from '../test/support/property.ts'
import t from '../test/support/tap.ts'
import type { JobStatus } from './acquisition-events.ts'
import { acquisitionCommands, acquisitionDecider } from './acquisition.ts'
import type { Command, Issued } from './command.ts'
import { isRefusal } from './decider.ts'
import { eventsOf } from './index.ts'

const jobId = 'job_' + 'a'.repeat(26)
const otherJobId = 'job_' + 'b'.repeat(26)

const MOVES: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  awaiting_approval: ['queued', 'cancelled'], queued: ['downloading', 'cancelled', 'awaiting_approval'], downloading: ['preparing', 'error', 'cancelled', 'queued', 'awaiting_approval'],
  preparing: ['ready', 'downloading', 'error', 'cancelled', 'queued', 'awaiting_approval'],
  ready: ['binned', 'deleting'], binned: ['ready', 'deleting'], deleting: ['deleted'], deleted: ['queued', 'awaiting_approval'],
  error: ['queued', 'awaiting_approval'], cancelled: ['queued', 'awaiting_approval'],
}

t.test('in every history', async (t) => {
  const ids = fc.constantFrom(jobId, otherJobId, 'job_' + 'c'.repeat(26))
  const workers = fc.constantFrom('w1', 'w2')
  const senders = fc.constantFrom({ by: ada, as: 'viewer' }, { by: bob, as: 'member' }, { by: bob, as: 'admin' })
  const step = fc.tuple(fc.oneof(...Object.entries(acquisitionCommands).map(([type, schema]) => arbitraryOf(schema).map((data) => ({ type, data: data as object })))), ids, workers, senders, fc.nat(90), fc.integer({ min: 1, max: 120 }))
  await holds(t, 'a job moves only along the arrows of the diagram, and no decision throws', 500, [fc.array(step, { minLength: 20, maxLength: 60 })], (story) => {
    let state = acquisitionDecider.initial
    let seconds = 0
    let version = 0
    for (const [i, [{ type, data }, id, workerId, sender, pause, lease]] of story.entries()) {
      seconds += pause
      const payload = { ...data, ...('seriesId' in data ? { seriesId: 653, season: 1, episode: 2 } : { movieId: 653 }), jobId: id, ...('workerId' in data ? { workerId } : {}), ...('leaseUntil' in data ? { leaseUntil: after(seconds + lease) } : {}) }
      const command = issue(type as 'CancelFetch', payload, { ...sender, at: after(seconds), id: commandId(i + 1) } as Circumstances) as Issued<Command>
      const decision = acquisitionDecider.decide(command as never, state)
      if (isRefusal(decision)) continue
      const guessed = eventsOf(command, decision)
      const events = recorded(guessed, streamOf(command), { version })
      version += events.length
      deepStrictEqual(fold(state, guessed), fold(state, events), 'guesses and records lead to the same state')
      const before = state.job
      state = fold(state, events)
      if (before && state.job && before.status !== state.job.status) ok(MOVES[before.status].includes(state.job.status), `${before.status} to ${state.job.status} by ${type}`)
      if (before?.kept && before.jobId === state.job?.jobId) ok(!['binned', 'deleting', 'deleted'].includes(state.job.status), `a kept film was let go by ${type}`)
      if (before?.jobId !== state.job?.jobId && before) ok(['error', 'cancelled', 'deleted'].includes(before.status), `a second job beside one that is ${before.status}`)
      ok((state.job?.lease !== null) === (state.job?.status === 'downloading' || state.job?.status === 'preparing') || state.job === null, 'a job is leased just while it is worked on')
    }
  })
})

function fold(state: typeof acquisitionDecider.initial, events: readonly object[]): typeof acquisitionDecider.initial {
  return events.reduce<typeof acquisitionDecider.initial>((state, event) => acquisitionDecider.evolve(state, event as never), state)
}
