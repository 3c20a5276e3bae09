/** The demo in a thread of its own: drawing posters and clips must not slow the service down. Started by `startDemoInWorker`. */

import type { Demo } from './start-demo.ts'
import { startDemo } from './start-demo.ts'
import type { FromWorker, ToWorker } from './start-demo-in-worker.ts'

const port = globalThis as unknown as {
  postMessage(message: FromWorker): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
  close(): void
}
let demo: Demo | undefined

port.onmessage = ({ data }) => {
  switch (data.type) {
    case 'start':
      return void start(data)
    case 'stop':
      return void stop()
  }
}

async function start({ options }: ToWorker & { type: 'start' }): Promise<void> {
  try {
    demo = await startDemo(options)
    const { stop: _, ...addresses } = demo
    port.postMessage({ type: 'started', addresses })
  } catch (error) {
    port.postMessage({ type: 'failed', message: (error as Error).message })
  }
}

async function stop(): Promise<void> {
  await demo?.stop()
  port.postMessage({ type: 'stopped' })
  port.close()
}
