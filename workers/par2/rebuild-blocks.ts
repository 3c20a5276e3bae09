/** Computes the blocks that are lacking, in this thread where that is little, else in a few others. */

import { setImmediate } from 'node:timers/promises'
import { limits } from '../../server/limits.ts'
import { blockConstants } from './gf16.ts'
import { Par2Error } from './par2-error.ts'
import type { Par2Set, RecoveryBlock } from './par2-set.ts'
import type { RebuildJob } from './rebuild-columns.ts'
import { rebuildColumns } from './rebuild-columns.ts'
import type { ForRebuildThread, OfRebuildThread } from './rebuild-thread.ts'
import type { Location } from './scan-file.ts'
import type { Solution } from './solve-blocks.ts'
import { solveBlocks } from './solve-blocks.ts'
import type { Survey } from './survey.ts'

export interface RebuildOptions {
  readonly signal: AbortSignal
  /** Between 0 and 1. */
  readonly onProgress: (part: number) => void
}

/** Writes each lacking block where `outputOf` says. Throws `Par2Error` where there are too few recovery blocks, or too many blocks lack. */
export async function rebuildBlocks(set: Par2Set, { missing, locations }: Survey, outputOf: (block: number) => Location, { signal, onProgress }: RebuildOptions): Promise<void> {
  assertNotTooMuch(missing.length)
  const constants = blockConstants(set.blocks)
  // Its work grows with the third power: a minute for thousands, in which nothing else of this thread would get on.
  const solution = missing.length < limits.par2SolveInThreadBlocks ? await solveBlocks(constants, missing, set.recovery, signal) : await inThread({ constants, missing, recovery: set.recovery }, () => {}, signal)
  if (!solution) throw notEnough(missing.length, set.recovery)
  const known = locations.flatMap((location, block) => location ? [{ constant: constants[block]!, location }] : [])
  const job: RebuildJob = { sliceBytes: set.sliceBytes, known, ...solution, outputs: missing.map(outputOf), from: 0, to: set.sliceBytes, memoryBytes: limits.par2RepairBytes }
  const total = known.length * set.sliceBytes
  let done = 0
  const onSteps = (bytes: number) => {
    done += bytes
    onProgress(Math.min(1, done / total))
  }
  if (set.blocks * missing.length * set.sliceBytes < limits.par2ThreadFromBytes) {
    await rebuildColumns(job, { onSteps, async pause() { await setImmediate(); signal.throwIfAborted() } })
  } else await inThreads(job, onSteps, signal)
}

export function assertNotTooMuch(missing: number): void {
  if (missing > limits.par2RepairBlocksMax) throw new Par2Error('TOO_MUCH_DAMAGE', `${missing} blocks are lacking; at most ${limits.par2RepairBlocksMax} are repaired`)
}

export function notEnough(needed: number, recovery: readonly RecoveryBlock[]): Par2Error {
  const available = recovery.length
  return new Par2Error('NOT_ENOUGH_BLOCKS', `${needed} blocks are lacking and ${available} recovery blocks are there: ${Math.max(1, needed - available)} more are needed`, { blocks: { needed, available } })
}

/** Each has its share of the columns. */
async function inThreads(job: RebuildJob, onSteps: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  const share = Math.ceil(job.sliceBytes / limits.par2Threads / 64) * 64
  const jobs = Array.from({ length: limits.par2Threads }, (_, i) => ({ ...job, memoryBytes: job.memoryBytes / limits.par2Threads, from: i * share, to: Math.min(job.sliceBytes, (i + 1) * share) })).filter(({ from, to }) => from < to)
  // Where one fails, the others have nothing to do any more.
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  await Promise.all(jobs.map((columns) => inThread({ columns }, onSteps, either).catch((error: unknown) => {
    failed.abort(error)
    throw error
  })))
}

function inThread(task: ForRebuildThread, onSteps: (bytes: number) => void, signal: AbortSignal): Promise<Solution | undefined> {
  const thread = new Worker(new URL('./rebuild-thread.ts', import.meta.url), { type: 'module' })
  const { promise, resolve, reject } = Promise.withResolvers<Solution | undefined>()
  const abort = () => reject(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  thread.onmessage = ({ data }: MessageEvent<OfRebuildThread>) => {
    switch (data.type) {
      case 'steps': return onSteps(data.bytes)
      case 'done': return resolve(data.solution)
      case 'failed': return reject(Object.assign(new Error(data.message), data.code === undefined ? {} : { code: data.code }))
    }
  }
  thread.onerror = (event) => {
    event.preventDefault()
    reject(new Error(event.message))
  }
  if (signal.aborted) abort()
  else thread.postMessage(task)
  return promise.finally(() => {
    signal.removeEventListener('abort', abort)
    thread.terminate()
  })
}
