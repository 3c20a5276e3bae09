/** Starts the downloader's thread, answers its questions, and starts it anew when it has died. */

import { playableKey } from '../domain/playable.ts'
import { limits } from '../server/limits.ts'
import type { Log } from '../server/log.ts'
import type { System } from '../server/system.ts'
import { FindError } from '../server/releases/find-error.ts'
import type { ReleaseFinder } from '../server/releases/release-finder.ts'
import type { Answer, Asked, DownloaderConfig, DownloaderSettings, FromThread, ToThread } from './downloader-messages.ts'
import type { DownloaderMetrics } from './downloader.ts'
import { noMetrics } from './downloader.ts'
import { UNFORESEEN } from './job-failure.ts'
import { runThread } from './run-thread.ts'
import type { LandingFilmsRelay } from './streaming/landing-films-relay.ts'

export interface DownloaderPorts {
  readonly log: Log
  readonly system: Pick<System, 'now' | 'sleep'>
  readonly releases: Pick<ReleaseFinder, 'find' | 'fetchNzb'>
  /** The server's side of films that land in the thread. */
  readonly landingFilms: Pick<LandingFilmsRelay, 'connected' | 'hear' | 'disconnected'>
}

export interface RunningDownloader {
  /** Since the thread was started last. */
  metrics(): DownloaderMetrics
  /** From now on; also of threads that are started anew. */
  use(settings: DownloaderSettings): void
  /** Resolves when the thread has let go of everything; after `limits.closeTimeoutMs` it is ended. */
  stop(): Promise<void>
}

export function startDownloader(config: DownloaderConfig, ports: DownloaderPorts): RunningDownloader {
  const { log, system } = ports
  const stopping = new AbortController()
  let metrics = noMetrics()
  let present = config
  let say: ((message: ToThread) => void) | undefined

  async function keepRunning(): Promise<void> {
    let delayMs: number = limits.downloaderRestartMs
    while (!stopping.signal.aborted) {
      const startedAt = system.now()
      const failure = await runDownloads(present, ports, stopping.signal, { started: (speak) => {
          say = speak
          ports.landingFilms.connected((ask) => speak({ type: 'landing', ask }))
        }, onMetrics: (each) => { metrics = each } })
      ports.landingFilms.disconnected()
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
    use(settings) {
      present = { ...present, ...settings }
      say?.({ type: 'settings', settings })
    },
    async stop() {
      stopping.abort()
      await end
    },
  }
}

interface Heard { started(say: (message: ToThread) => void): void; onMetrics(metrics: DownloaderMetrics): void }

async function runDownloads(config: DownloaderConfig, { log, system, releases, landingFilms }: DownloaderPorts, signal: AbortSignal, { started, onMetrics }: Heard): Promise<string | undefined> {
  return await runThread<FromThread, ToThread>(new URL('./downloader-thread.ts', import.meta.url), {
    start: { type: 'start', config }, stop: { type: 'stop' }, started, role: 'downloader', log, system, signal,
    hear(message, say) {
      if (message.type === 'metrics') return onMetrics(message.metrics)
      if (message.type === 'landing') return landingFilms.hear(message.answer)
      void answerTo(message.asked, releases, signal).catch((error: unknown): Answer => {
        if (error instanceof FindError) return { failed: { code: error.code, said: error.said, retryable: error.retryable } }
        log.error({ err: error, of: playableKey(message.asked.about) }, 'a question of the downloader has no answer')
        return { failed: { code: null, said: UNFORESEEN.said, retryable: true } }
      }).then((answer) => say({ type: 'answer', question: message.question, answer }))
    },
  })
}

async function answerTo(asked: Asked, releases: DownloaderPorts['releases'], signal: AbortSignal): Promise<Answer> {
  return 'find' in asked ? { found: await releases.find(asked.about, asked.find) } : { nzb: await releases.fetchNzb(asked.about, asked.nzbOf, signal) }
}
