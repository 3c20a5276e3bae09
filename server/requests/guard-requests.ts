/**
 * Stands before the command handler and holds what people ask for to what they may, by whichever door it comes.
 *
 * 1. A request that breaks a bound of its person's role is refused with `QUOTA_REACHED`, which says what is used up and when there is
 *    room again. One that starts no download (the film is here, on its way or in the bin) is not.
 * 2. Requests of one person are looked at one after another, with all that was asked for before: several at once do not slip through.
 *    That is this process's own order; beside another process at the same moment one may.
 * 3. What was accepted is accepted again: a request that has its job does not stand in its own way.
 * 4. Where members need approval, trying again gets nobody round it.
 * 5. A film put into the bin by hand stays there as long as the rules say, a day at least.
 * 6. A film is saved on a device if the rules let it, and for as long as they say.
 * 7. What counts from when it was done counts from when it came here, if a device says that it was long before that, or will be.
 */

import type { AcquisitionCommandData } from '../../domain/acquisition.ts'
import type { Command, Issued, Outcome } from '../../domain/command.ts'
import { plainRef } from '../../domain/playable.ts'
import type { Quota, RequestRules } from '../../domain/request-rules.ts'
import type { RetentionRules } from '../../domain/retention.ts'
import type { JobRow } from '../../projections/jobs.ts'
import { jobs } from '../../projections/jobs.ts'
import type { QuotaName, QuotaState } from '../../projections/request-quota.ts'
import { brokenBound, quotaState } from '../../projections/request-quota.ts'
import type { Queryable } from '../db/read-model.ts'
import { readRows } from '../db/read-model.ts'
import type { EventStore } from '../event-store/event-store.ts'
import type { CommandHandler } from '../handle.ts'
import { createInTurn } from '../in-turn.ts'
import { limits } from '../limits.ts'
import { failed, refusedBy, rejected } from '../outcome.ts'
import type { ReadModels } from '../read-models.ts'
import { RequestError } from '../request-error.ts'
import type { System } from '../system.ts'
import { instantOf } from '../system.ts'

interface Ports {
  readonly database: Queryable
  readonly models: Pick<ReadModels, 'caughtUp'>
  readonly store: Pick<EventStore, 'lastPosition'>
  readonly rules: () => RequestRules
  readonly retention: () => Pick<RetentionRules, 'binDays' | 'saving' | 'leaseDays'>
  readonly system: Pick<System, 'now'>
}
type Request = Issued<Command<'RequestFetch' | 'RetryFetch', AcquisitionCommandData['RequestFetch']>>

export function guardRequests(handler: CommandHandler, ports: Ports): CommandHandler {
  const { database, models, store, rules, retention, system } = ports
  const inTurn = createInTurn({ waitingMax: limits.requestsWaitingPerPersonMax })

  /** Undefined where the role has no bound. */
  function quotaOf({ sender }: Issued<Command>): Quota | undefined {
    const quota = sender === 'viewer' || sender === 'member' ? rules().quotas[sender] : undefined
    return quota && Object.values(quota).some((bound) => bound !== null) ? quota : undefined
  }

  async function bar({ id, type, actor, data: { jobId, ...about } }: Request, quota: Quota): Promise<Outcome | undefined> {
    try {
      await models.caughtUp(await store.lastPosition(), ['jobs'])
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      return failed(id, 'UNAVAILABLE', 'What was asked for before cannot be counted at the moment. Try again.')
    }
    if ((await readRows(database, jobs, { where: plainRef(about) })).some((job) => type === 'RequestFetch' && job.key === jobId || isHere(job))) return undefined
    const state = quotaState(await readRows(database, jobs, { where: { requestedBy: String(actor) } }), String(actor), quota, system.now(), jobId)
    const broken = brokenBound(state)
    return broken === null ? undefined : rejected(id, { code: 'QUOTA_REACHED', message: sentenceOf(broken, state), details: { bound: broken, ...state[broken], nextRequestAt: state.nextRequestAt } })
  }

  /** What the house's rules make of it. */
  function ruled(command: Issued<Command>): Issued<Command> {
    if (command.sender === 'worker' || !RULED.has(command.type)) return command
    const apartMs = Math.abs(system.now() - Date.parse(command.issuedAt))
    const timely = command.type !== 'RetryFetch' && apartMs > limits.commandLateMs ? { ...command, issuedAt: instantOf(system) } : command
    const data = command.data as object
    switch (command.type) {
      case 'RequestFetch': case 'RetryFetch': return rules().membersNeedApproval && command.sender === 'member' ? { ...timely, data: { ...data, needsApproval: true } } : timely
      case 'BinMovie': return 'days' in data ? timely : { ...timely, data: { ...data, days: Math.max(1, retention().binDays) } }
      case 'SaveCopy': return { ...timely, data: { ...data, days: retention().saving === 'off' ? 0 : Math.max(1, retention().leaseDays) } }
      default: return timely
    }
  }

  async function handleAtomically(batch: readonly Issued<Command>[]): Promise<readonly Outcome[]> {
    const all = batch.map(ruled)
    const quota = all.filter(isRequest).map(quotaOf).find((quota) => quota !== undefined)
    if (!quota) return await handler.handleAtomically(all)
    const turn = inTurn(String(all[0]!.actor), async () => {
      for (const request of all.filter(isRequest)) {
        const barred = await bar(request as Request, quota)
        if (barred) return refusedBy(barred, all)
      }
      return await handler.handleAtomically(all)
    })
    return await turn ?? all.map(({ id }) => failed(id, 'BUSY', 'Too many requests at once. Try again.'))
  }

  const handle = async (command: Issued<Command>): Promise<Outcome> => (await handleAtomically([command]))[0]!

  return {
    handle, handleAtomically,
    async handleEach(batch) {
      if (!batch.some((command) => isRequest(command) && quotaOf(command))) return await handler.handleEach(batch.map(ruled))
      const outcomes: Outcome[] = []
      for (let from = 0; from < batch.length;) {
        const next = batch.findIndex((command, i) => i >= from && isRequest(command))
        if (next === from) outcomes.push(await handle(batch[from++]!))
        else {
          const some = batch.slice(from, next === -1 ? batch.length : next)
          outcomes.push(...await handler.handleEach(some.map(ruled)))
          from += some.length
        }
      }
      return outcomes
    },
  }
}

const RULED: ReadonlySet<string> = new Set(['RequestFetch', 'RetryFetch', 'RecordStream', 'BinMovie', 'RestoreMovie', 'SaveCopy'])

function isRequest({ type, sender }: Issued<Command>): boolean {
  return (type === 'RequestFetch' || type === 'RetryFetch') && sender !== 'worker'
}

/** Asking for it starts no download. */
function isHere({ status }: JobRow): boolean {
  switch (status) {
    case 'awaiting_approval': case 'queued': case 'downloading': case 'preparing': case 'ready': case 'binned': return true
    case 'deleting': case 'deleted': case 'error': case 'cancelled': return false
  }
}

const GIGABYTE = 1e9

function sentenceOf(broken: QuotaName, { requestsPerWeek, unwatched, bytes, nextRequestAt }: QuotaState): string {
  switch (broken) {
    case 'requestsPerWeek': return requestsPerWeek.max === 0 ? 'Your role may not ask for anything. Talk to an admin.' : `You have asked for ${requestsPerWeek.used} films and episodes within seven days, which is all you may. The next one can be asked for at ${nextRequestAt}.`
    case 'unwatched': return `Of what you asked for, ${unwatched.used} have not been watched yet; ${unwatched.max} may wait. Watch one, or let one go, then ask again.`
    case 'bytes': return `What you asked for takes ${(bytes.used / GIGABYTE).toFixed(1)} GB of the ${(bytes.max! / GIGABYTE).toFixed(1)} GB you may have. Let one go, then ask again.`
  }
}
