/** The long parts of a repair in a thread of their own. It is told what to do once; whoever has enough of it ends it. */

import { setImmediate } from 'node:timers/promises'
import type { RebuildJob } from './rebuild-columns.ts'
import { rebuildColumns } from './rebuild-columns.ts'
import type { Solution } from './solve-blocks.ts'
import { solveBlocks } from './solve-blocks.ts'

type SolveArguments = Parameters<typeof solveBlocks>

/** Plain data. */
export type ForRebuildThread = { readonly columns: RebuildJob } | { readonly constants: SolveArguments[0]; readonly missing: SolveArguments[1]; readonly recovery: SolveArguments[2] }
export type OfRebuildThread =
  | { readonly type: 'steps'; readonly bytes: number }
  | { readonly type: 'done'; readonly solution?: Solution | undefined }
  | { readonly type: 'failed'; readonly code: string | undefined; readonly message: string }

interface Scope {
  onmessage: ((event: MessageEvent<ForRebuildThread>) => void) | null
  postMessage(message: OfRebuildThread): void
}

const scope = globalThis as unknown as Scope
scope.onmessage = ({ data }) => {
  run(data).then(
    (solution) => scope.postMessage({ type: 'done', solution }),
    (error: NodeJS.ErrnoException) => scope.postMessage({ type: 'failed', code: error.code, message: error.message }),
  )
}

async function run(data: ForRebuildThread): Promise<Solution | undefined> {
  // It ends with the thread, not by a signal.
  if (!('columns' in data)) return await solveBlocks(data.constants, data.missing, data.recovery, new AbortController().signal)
  await rebuildColumns(data.columns, { onSteps: (bytes) => scope.postMessage({ type: 'steps', bytes }), pause: () => setImmediate() })
  return undefined
}
