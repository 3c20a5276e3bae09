/** Holding a job: claimed, renewed while the work goes on, and given up the moment somebody else has it or it is over. */

import type { AcquisitionCommandData, AcquisitionCommandType } from '../domain/acquisition.ts'
import type { CommandId, Outcome } from '../domain/command.ts'
import type { CommandHandler } from '../server/handle.ts'
import { limits } from '../server/limits.ts'
import type { System } from '../server/system.ts'
import { instantOf, uuidv7 } from '../server/system.ts'
import type { JobRef } from './job-folder.ts'

export interface JobLease {
  /** Aborts when the job is not ours any more, or the work is to stop. */
  readonly signal: AbortSignal
  /** Sends a command of the downloader about this job. Throws `JobOver` when it is refused. */
  send<Type extends Exclude<AcquisitionCommandType, 'ClaimJob'>>(type: Type, data: Omit<AcquisitionCommandData[Type], 'movieId' | 'jobId' | 'workerId'>): Promise<void>
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
  let renewedAt = 0

  /** Sent again, as the same command, until it is decided: a store that is away for a while must not cost the job. */
  async function send(type: AcquisitionCommandType, data: object): Promise<void> {
    const id = uuidv7(system) as CommandId
    let outcome: Outcome
    for (let waitMs: number = limits.downloaderSendRetryMs; ; waitMs = Math.min(waitMs * 2, limits.downloaderSendRetryMsMax)) {
      stopped.throwIfAborted()
      const sentAt = system.now()
      outcome = await handler.handle({ id, type, data: { ...job, workerId, ...data }, issuedAt: instantOf(system), deviceId: null, actor: `worker-${workerId}`, sender: 'worker' })
      // A claim that changed nothing has renewed nothing.
      if (outcome.status === 'accepted' && outcome.events.length > 0 && (type === 'ClaimJob' || type === 'DownloadProgressed')) renewedAt = sentAt
      if (outcome.status !== 'failed') break
      await system.sleep(waitMs, stopped)
    }
    if (outcome.status === 'accepted') return
    const reason = new JobOver(outcome.code, outcome.message)
    over.abort(reason)
    throw reason
  }

  async function keepRenewing(): Promise<void> {
    while (!stopped.aborted) {
      await system.sleep(leaseMs / 6, stopped)
      // Renewed only when half of it has gone: before that a claim would change nothing.
      if (!stopped.aborted && system.now() - renewedAt > leaseMs / 2) await send('ClaimJob', { leaseUntil: until() })
    }
  }

  await send('ClaimJob', { leaseUntil: until() })
  keepRenewing().catch((error: unknown) => over.abort(error))
  return { signal: stopped, send, leaseUntil: until, letGo: () => over.abort(new JobOver('LET_GO', 'The work on this job has ended')) }
}
