/** A job of a film that has begun to land, as its worker would have told of it. */

import type { CommandData, CommandType } from '../../domain/index.ts'
import { issue } from './given.ts'
import { newCommand, newJobId } from './person.ts'
import type { TestApp } from './test-app.ts'

export interface LandingJob {
  readonly jobId: string
  /** In the words of its worker. */
  tell<T extends CommandType>(type: T, data: Omit<CommandData[T], 'movieId' | 'jobId' | 'workerId'>): Promise<void>
}

/** Asked for, claimed, its release chosen and its download started; nothing has landed. */
export async function landingJob(app: Pick<TestApp, 'commands'>, movieId: number, { sizeBytes, articles }: { readonly sizeBytes: number; readonly articles: number }): Promise<LandingJob> {
  const job = { movieId, jobId: newJobId() }
  async function handle(type: CommandType, data: object, as: 'worker' | 'member'): Promise<void> {
    const outcome = await app.commands.handle(issue(type, data as never, { id: newCommand(type, data as never).id, as, at: new Date().toISOString() }))
    if (outcome.status !== 'accepted') throw new Error(`${type}: ${JSON.stringify(outcome)}`)
  }
  const tell: LandingJob['tell'] = (type, data) => handle(type, { ...job, workerId: 'w1', ...data }, 'worker')
  await handle('RequestFetch', job, 'member')
  await tell('ClaimJob', { leaseUntil: new Date(Date.now() + 120_000).toISOString() })
  await tell('SelectRelease', { releaseId: 'Demo:1', title: 'Nosferatu.1922', indexer: 'Demo', sizeBytes, reason: 'The only one.' })
  await tell('StartDownload', { totalBytes: sizeBytes, articles })
  return { jobId: job.jobId, tell }
}
