/** Starts the downloader's thread, answers its questions, and starts it anew when it has died. */

import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import type { DownloaderConfig, FromThread, ToThread } from './downloader-messages.ts'
import type { DownloaderMetrics } from './downloader.ts'
import { noMetrics } from './downloader.ts'
import type { MovieQuery } from './indexer/newznab.ts'

export interface DownloaderPorts {
  readonly log: Log
  readonly system: Pick<System, 'now' | 'sleep'>
  /** What the catalogue knows of a film; rejects when it cannot be asked. */
  movieIdentity(movieId: number): Promise<MovieQuery>
}

export interface RunningDownloader {
  /** Since the thread was started last. */
  metrics(): DownloaderMetrics
  /** Resolves when the thread has let go of everything; after `limits.closeTimeoutMs` it is ended. */
  stop(): Promise<void>
}

export function startDownloader(config: DownloaderConfig, ports: DownloaderPorts): RunningDownloader {
  const { log, system } = ports
  const stopping = new AbortController()
  let metrics = noMetrics()

  async function keepRunning(): Promise<void> {
    let delayMs: number = limits.downloaderRestartMs
    while (!stopping.signal.aborted) {
      const startedAt = system.now()
      const failure = await runThread(config, ports, stopping.signal, (each) => { metrics = each })
      if (failure === undefined) return
      log.error({ failure }, 'the downloader died and is started again')
      if (system.now() - startedAt > limits.downloaderRestartMsMax) delayMs = limits.downloaderRestartMs
      await system.sleep(delayMs, stopping.signal)
      delayMs = Math.min(delayMs * 2, limits.downloaderRestartMsMax)
    }
  }

  const end = keepRunning()
  return {
    metrics: () => metrics,
    async stop() {
      stopping.abort()
      await end
    },
  }
}

/** Resolves when the thread has ended: with undefined when it was asked to, else with why it died. */
function runThread(config: DownloaderConfig, { log, system, movieIdentity }: DownloaderPorts, stopping: AbortSignal, onMetrics: (metrics: DownloaderMetrics) => void): Promise<string | undefined> {
  const thread = new Worker(new URL('./downloader-thread.ts', import.meta.url), { type: 'module' })
  const say = (message: ToThread) => thread.postMessage(message)
  return new Promise((resolve) => {
    const ended = new AbortController()
    const end = (failure?: string) => {
      ended.abort()
      thread.terminate()
      resolve(failure)
    }
    const stop = () => {
      say({ type: 'stop' })
      void system.sleep(limits.closeTimeoutMs, ended.signal).then(() => end())
    }
    thread.onmessage = ({ data }: MessageEvent<FromThread>) => {
      switch (data.type) {
        case 'log': return log[data.level]({ role: 'downloader', ...data.fields }, data.message)
        case 'metrics': return onMetrics(data.metrics)
        case 'stopped': return end()
        case 'identify':
          void movieIdentity(data.movieId).catch((error: unknown) => {
            log.warn({ err: error, movieId: data.movieId }, 'the catalogue could not say which film a job is for')
            return null
          }).then((identity) => say({ type: 'identity', question: data.question, identity }))
      }
    }
    thread.onerror = (event) => {
      // Otherwise the error would end this process too.
      event.preventDefault()
      end(event.message)
    }
    stopping.addEventListener('abort', stop, { once: true, signal: ended.signal })
    say({ type: 'start', config })
    if (stopping.aborted) stop()
  })
}
