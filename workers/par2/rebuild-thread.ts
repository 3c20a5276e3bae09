/** `rebuildColumns` in a thread of its own. It is told what to do once; whoever has enough of it ends it. */

import { setImmediate } from 'node:timers/promises'
import type { RebuildJob } from './rebuild-columns.ts'
import { rebuildColumns } from './rebuild-columns.ts'

export type OfRebuildThread = { readonly type: 'steps'; readonly bytes: number } | { readonly type: 'done' } | { readonly type: 'failed'; readonly code: string | undefined; readonly message: string }

interface Scope {
  onmessage: ((event: MessageEvent<RebuildJob>) => void) | null
  postMessage(message: OfRebuildThread): void
}

const scope = globalThis as unknown as Scope
scope.onmessage = ({ data }) => {
  rebuildColumns(data, { onSteps: (bytes) => scope.postMessage({ type: 'steps', bytes }), pause: () => setImmediate() }).then(
    () => scope.postMessage({ type: 'done' }),
    (error: NodeJS.ErrnoException) => scope.postMessage({ type: 'failed', code: error.code, message: error.message }),
  )
}
