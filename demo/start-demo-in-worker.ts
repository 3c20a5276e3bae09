/** Starts the demo in its own thread, and speaks with it. */

import type { Demo, DemoAddresses, DemoOptions } from './start-demo.ts'

export type WorkerOptions = Pick<DemoOptions, 'cacheDir' | 'ratePerSecondBytes' | 'tls'>
export type ToWorker = { readonly type: 'start'; readonly options: WorkerOptions } | { readonly type: 'stop' }
export type FromWorker =
  | { readonly type: 'started'; readonly addresses: DemoAddresses }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'stopped' }

/** `onCrash` is told when the thread dies of an error later on; the thread is gone then. */
export async function startDemoInWorker(
  options: WorkerOptions & { signal?: AbortSignal; onCrash: (error: Error) => void },
): Promise<Demo> {
  const { signal, onCrash, ...settings } = options
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const send = (message: ToWorker): void => worker.postMessage(message)
  const started = Promise.withResolvers<DemoAddresses>()
  const gone = Promise.withResolvers<void>()
  let running = false
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    switch (data.type) {
      case 'started':
        running = true
        return started.resolve(data.addresses)
      case 'failed':
        return started.reject(new Error(`the demo did not start: ${data.message}`))
      case 'stopped':
        return gone.resolve()
    }
  }
  worker.onerror = (event) => {
    event.preventDefault() // Otherwise the error is thrown again here, out of anybody's reach.
    const error = new Error(`the demo's thread failed: ${event.message}`)
    started.reject(error)
    gone.resolve()
    if (running) onCrash(error)
  }
  send({ type: 'start', options: settings })
  try {
    const addresses = await started.promise
    let stopping: Promise<void> | undefined
    const stop = (): Promise<void> =>
      stopping ??= (async () => {
        send({ type: 'stop' })
        await gone.promise
        worker.terminate()
      })()
    signal?.addEventListener('abort', () => void stop(), { once: true })
    if (signal?.aborted) await stop()
    return { ...addresses, stop }
  } catch (error) {
    worker.terminate()
    throw error
  }
}
