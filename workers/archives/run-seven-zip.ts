/** Has 7-Zip list or unpack an archive in its sandbox (unpack-sandbox.sh), and ends it when it takes too long or is not wanted any more. */

import { realpath, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { limits } from '../../server/limits.ts'
import type { System } from '../../server/system.ts'
import { ArchiveError } from './archive-error.ts'
import type { SevenZipAnswer, SevenZipLimits, SevenZipTask } from './seven-zip-task.ts'

const SANDBOX = join(import.meta.dirname, 'unpack-sandbox.sh')
/** By this file the sandbox knows a folder that it may write into. */
const SANDBOX_MARK = '.unpacking'

export interface UnpackLimits extends SevenZipLimits {
  readonly memoryMiB: number
  readonly secondsMin: number
  readonly bytesPerSecondMin: number
}

export const unpackLimits: UnpackLimits = {
  entriesMax: limits.archiveEntriesMax, bytesMax: limits.unpackBytesMax, ratioMax: limits.unpackRatioMax, ratioFromBytes: limits.unpackRatioFromBytes,
  memoryMiB: limits.unpackMemoryMiB, secondsMin: limits.unpackSecondsMin, bytesPerSecondMin: limits.unpackBytesPerSecondMin,
}

export interface SevenZipOptions {
  readonly limits: UnpackLimits
  readonly system: Pick<System, 'spawn' | 'sleep'>
  readonly signal: AbortSignal
  readonly onProgress: (bytes: number) => void
}

export type SevenZipDone = Extract<SevenZipAnswer, { answer: 'done' }>

/**
 * `folder` must be there: what comes out lies in it. Null, as `task.into` then is, to list only. Of an archive that 7-Zip finds fault with the answer
 * says so; throws `ArchiveError` TIME or MEMORY where it had to be ended, what the disk answers, or the signal's reason.
 */
export async function runSevenZip(task: Omit<SevenZipTask, 'limits'>, { folder, packedBytes }: { folder: string | null; packedBytes: number }, options: SevenZipOptions): Promise<SevenZipDone> {
  options.signal.throwIfAborted()
  const { memoryMiB, secondsMin, bytesPerSecondMin, ...taskLimits } = options.limits
  const volumes = await Promise.all(task.volumes.map((path) => realpath(path)))
  if (folder !== null) await writeFile(join(folder, SANDBOX_MARK), '')
  const seconds = Math.ceil(secondsMin + packedBytes / bytesPerSecondMin)
  const child = options.system.spawn(SANDBOX, [folderAround(volumes), folder ?? '-', String(memoryMiB), String(seconds), String(Math.ceil(taskLimits.bytesMax / 1_048_576))], { stdio: ['pipe', 'pipe', 'pipe'], env: {} })
  const over = new AbortController()
  const killed: { why: ArchiveError | null } = { why: null }
  const kill = (why: ArchiveError | null) => {
    killed.why ??= why
    child.kill('SIGKILL')
  }
  const abort = () => kill(null)
  options.signal.addEventListener('abort', abort, { once: true })
  void options.system.sleep(seconds * 1_000, over.signal).then(() => { if (!over.signal.aborted) kill(tooLong(seconds)) })
  try {
    const ended = new Promise<{ code: number | null; by: string | null }>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, by) => resolve({ code, by }))
    })
    child.stdin.on('error', () => {})  // it ended before it had read: how tells why
    child.stdin.end(JSON.stringify({ ...task, volumes, limits: taskLimits } satisfies SevenZipTask))
    const [done, complaint, { code, by }] = await Promise.all([answerIn(child.stdout, options.onProgress, kill), tailOf(child.stderr), ended])
    options.signal.throwIfAborted()
    if (killed.why) throw killed.why
    if (done) return done
    if (by === 'SIGXCPU' || by === 'SIGKILL') throw tooLong(seconds)
    if (by === 'SIGXFSZ') throw new ArchiveError('TOO_LARGE', `The archive unpacks to more than ${taskLimits.bytesMax} bytes`)
    if (/out of memory|OOM|allocation failed/i.test(complaint)) throw new ArchiveError('MEMORY', 'The archive needs more memory than it may have')
    throw new ArchiveError('DAMAGED', `7-Zip broke down over the archive (${complaint.trim().split('\n')[0] || by || `exit ${code}`})`)
  } finally {
    over.abort()
    // Whoever was told of its progress may have had enough.
    child.kill('SIGKILL')
    options.signal.removeEventListener('abort', abort)
  }
}

function tooLong(seconds: number): ArchiveError {
  return new ArchiveError('TIME', `The archive was not unpacked within ${seconds} seconds`)
}

/** The deepest folder that all volumes lie in: what the sandbox may read. */
function folderAround(paths: readonly string[]): string {
  const [first = '/', ...others] = paths.map((path) => dirname(path))
  let around = first
  while (!others.every((folder) => folder === around || folder.startsWith(around.endsWith(sep) ? around : `${around}${sep}`))) around = dirname(around)
  return around
}

async function answerIn(output: Readable, onProgress: (bytes: number) => void, kill: (why: ArchiveError) => void): Promise<SevenZipDone | null> {
  let bytes = 0, rest = ''
  let done: SevenZipDone | null = null
  for await (const text of output.setEncoding('utf8') as AsyncIterable<string>) {
    bytes += text.length
    if (bytes > limits.unpackAnswerBytesMax) kill(new ArchiveError('TOO_MANY_FILES', 'The archive has more names than it may have'))
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      const answer = JSON.parse(line) as SevenZipAnswer
      switch (answer.answer) {
        case 'progress': onProgress(answer.bytes); break
        // The kernel's bound on a file's size is that of the archive.
        case 'fault': throw answer.code === 'EFBIG' ? new ArchiveError('TOO_LARGE', 'A file in the archive is larger than it may be') : Object.assign(new Error(`The disk answered ${answer.code} while an archive was unpacked`), { code: answer.code })
        case 'done': done = answer
      }
    }
  }
  return done
}

async function tailOf(output: Readable): Promise<string> {
  let tail = ''
  for await (const text of output.setEncoding('utf8') as AsyncIterable<string>) tail = (tail + text).slice(-4_000)
  return tail
}
