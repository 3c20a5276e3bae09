/** Holding a job: claimed, renewed while the work goes on, and given up the moment somebody else has it or it is over. */

import type { AcquisitionCommandData, AcquisitionCommandType } from '../domain/acquisition.ts'
import type { CommandId, Outcome } from '../domain/command.ts'
import type { PlayableRef } from '../domain/playable.ts'
import type { CommandHandler } from '../server/handle.ts'
import { limits } from '../server/limits.ts'
import type { System } from '../server/system.ts'
import { instantOf, uuidv7 } from '../server/system.ts'
import type { JobRef } from './job-folder.ts'

export interface JobLease {
  /** Aborts when the job is not ours any more, or the work is to stop. */
  readonly signal: AbortSignal
  /** Sends a command of the downloader about this job. Throws `JobOver` when it is refused. */
  send<Type extends Exclude<AcquisitionCommandType, 'ClaimJob'>>(type: Type, data: Omit<AcquisitionCommandData[Type], keyof PlayableRef | 'jobId' | 'workerId'>): Promise<void>
  readonly leaseUntil: () => string
  /** Ends the renewing; the lease itself runs out, or the job is over. */
  letGo(): void
}

/** The job was cancelled, is over, or another worker has it: stop, and touch nothing of it. */
export class JobOver extends Error {
  override readonly name = 'JobOver'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface LeaseOptions {
  readonly handler: CommandHandler
  readonly workerId: string
  readonly leaseMs: number
  readonly system: Pick<System, 'now' | 'randomBytes' | 'sleep'>
  readonly signal: AbortSignal
}

export async function claimJob(job: JobRef, { handler, workerId, leaseMs, system, signal }: LeaseOptions): Promise<JobLease> {
  const over = new AbortController()
  const stopped = AbortSignal.any([signal, over.signal])
  const until = () => new Date(system.now() + leaseMs).toISOString()
  let validUntilMs = Infinity

  /** Sent again, as the same command, until it is decided; but not beyond the lease, because then the job may be another's. */
  async function send(type: AcquisitionCommandType, data: object): Promise<void> {
    const id = uuidv7(system) as CommandId
    let outcome: Outcome
    for (let waitMs: number = limits.downloaderSendRetryMs; ; waitMs = Math.min(waitMs * 2, limits.downloaderSendRetryMsMax)) {
      stopped.throwIfAborted()
      const sentAt = system.now()
      outcome = await handler.handle({ id, type, data: { ...job, workerId, ...data }, issuedAt: instantOf(system), deviceId: null, actor: `worker-${workerId}`, sender: 'worker' })
      if (outcome.status === 'accepted') {
        const renewed = outcome.events.some((event) => event.type === 'JobClaimed' || event.type === 'DownloadProgressed')
        // A claim that changed nothing found our own lease with more than half of it left.
        if (renewed || type === 'ClaimJob') validUntilMs = sentAt + (renewed ? leaseMs : leaseMs / 2)
      }
      if (outcome.status !== 'failed') break
      if (system.now() > validUntilMs) throw lost('LEASE_LOST', 'The lease could not be renewed in time')
      await system.sleep(waitMs, stopped)
    }
    if (outcome.status !== 'accepted') throw lost(outcome.code, outcome.message)
  }

  function lost(code: string, message: string): JobOver {
    const reason = new JobOver(code, message)
    over.abort(reason)
    return reason
  }

  async function keepRenewing(): Promise<void> {
    while (!stopped.aborted) {
      await system.sleep(leaseMs / 6, stopped)
      // Renewed only when half of it has gone: before that a claim would change nothing.
      if (!stopped.aborted && validUntilMs - system.now() < leaseMs / 2) await send('ClaimJob', { leaseUntil: until() })
    }
  }

  await send('ClaimJob', { leaseUntil: until() })
  keepRenewing().catch((error: unknown) => over.abort(error))
  return { signal: stopped, send, leaseUntil: until, letGo: () => over.abort(new JobOver('LET_GO', 'The work on this job has ended')) }
}
