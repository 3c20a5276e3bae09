/**
 * Stands before the command handler and holds what people ask for to what they may.
 *
 * 1. A request that breaks a bound of its person's role is refused with `QUOTA_REACHED`, which says what is used up and when there is
 *    room again. One that starts no download (the film is here, on its way or in the bin) is not.
 * 2. Requests of one person are looked at one after another, with all that was asked for before: several at once do not slip through.
 *    That is this process's own order; beside another process at the same moment one may.
 * 3. What was accepted is accepted again: a request that has its job does not stand in its own way.
 */

import type { AcquisitionCommandData } from '../../domain/acquisition.ts'
import type { Command, Issued, Outcome } from '../../domain/command.ts'
import type { Quota, RequestRules } from '../../domain/request-rules.ts'
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
import { failed, rejected } from '../outcome.ts'
import type { ReadModels } from '../read-models.ts'
import { RequestError } from '../request-error.ts'
import type { System } from '../system.ts'

interface Ports {
  readonly database: Queryable
  readonly models: Pick<ReadModels, 'caughtUp'>
  readonly store: Pick<EventStore, 'lastPosition'>
  readonly rules: () => RequestRules
  readonly system: Pick<System, 'now'>
}
type Request = Issued<Command<'RequestFetch' | 'RetryFetch', AcquisitionCommandData['RequestFetch']>>

export function guardRequests(handler: CommandHandler, ports: Ports): CommandHandler {
  const { database, models, store, rules, system } = ports
  const inTurn = createInTurn({ waitingMax: limits.requestsWaitingPerPersonMax })

  /** Undefined where the role has no bound. */
  function quotaOf({ sender }: Issued<Command>): Quota | undefined {
    const quota = sender === 'viewer' || sender === 'member' ? rules().quotas[sender] : undefined
    return quota && Object.values(quota).some((bound) => bound !== null) ? quota : undefined
  }

  async function bar({ id, actor, data: { jobId, movieId } }: Request, quota: Quota): Promise<Outcome | undefined> {
    try {
      await models.caughtUp(await store.lastPosition(), ['jobs'])
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      return failed(id, 'UNAVAILABLE', 'What was asked for before cannot be counted at the moment. Try again.')
    }
    if ((await readRows(database, jobs, { where: { movieId } })).some((job) => job.key === jobId && job.status !== 'cancelled' || isHere(job))) return undefined
    const state = quotaState(await readRows(database, jobs, { where: { requestedBy: String(actor) } }), String(actor), quota, system.now(), jobId)
    const broken = brokenBound(state)
    return broken === null ? undefined : rejected(id, { code: 'QUOTA_REACHED', message: sentenceOf(broken, state), details: { bound: broken, ...state[broken], nextRequestAt: state.nextRequestAt } })
  }

  async function handleOne(command: Issued<Command>): Promise<Outcome> {
    const quota = isRequest(command) ? quotaOf(command) : undefined
    if (!quota) return await handler.handle(asRuled(command, rules()))
    const turn = inTurn(String(command.actor), async () => await bar(command as Request, quota) ?? await handler.handle(asRuled(command, rules())))
    return await turn ?? failed(command.id, 'BUSY', 'Too many requests at once. Try again.')
  }

  return {
    handle: handleOne,
    async handleEach(batch) {
      if (!batch.some((command) => isRequest(command) && quotaOf(command))) return await handler.handleEach(batch.map((command) => asRuled(command, rules())))
      const outcomes: Outcome[] = []
      for (let from = 0; from < batch.length;) {
        const next = batch.findIndex((command, i) => i >= from && isRequest(command))
        if (next === from) outcomes.push(await handleOne(batch[from++]!))
        else {
          const some = batch.slice(from, next === -1 ? batch.length : next)
          outcomes.push(...await handler.handleEach(some))
          from += some.length
        }
      }
      return outcomes
    },
    // What belongs together concerns one stream that its sender owns, or is one of our workers'.
    handleAtomically: handler.handleAtomically,
  }
}

function isRequest({ type, sender }: Issued<Command>): boolean {
  return (type === 'RequestFetch' || type === 'RetryFetch') && sender !== 'worker'
}

function asRuled(command: Issued<Command>, { membersNeedApproval }: RequestRules): Issued<Command> {
  return membersNeedApproval && command.type === 'RequestFetch' && command.sender === 'member' ? { ...command, data: { ...command.data as object, needsApproval: true } } : command
}

/** Asking for its film starts no download. */
function isHere({ status }: JobRow): boolean {
  switch (status) {
    case 'awaiting_approval': case 'queued': case 'downloading': case 'preparing': case 'ready': case 'binned': return true
    case 'deleting': case 'deleted': case 'error': case 'cancelled': return false
  }
}

const GIGABYTE = 1e9

function sentenceOf(broken: QuotaName, { requestsPerWeek, unwatched, bytes, nextRequestAt }: QuotaState): string {
  switch (broken) {
    case 'requestsPerWeek': return requestsPerWeek.max === 0 ? 'Your role may not ask for films. Talk to an admin.' : `You have asked for ${requestsPerWeek.used} films within seven days, which is all you may. The next one can be asked for at ${nextRequestAt}.`
    case 'unwatched': return `Of the films you asked for, ${unwatched.used} have not been watched yet; ${unwatched.max} may wait. Watch one, or let one go, then ask again.`
    case 'bytes': return `Your films take ${(bytes.used / GIGABYTE).toFixed(1)} GB of the ${(bytes.max! / GIGABYTE).toFixed(1)} GB you may have. Let one go, then ask again.`
  }
}
