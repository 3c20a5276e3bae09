/** The real service as a process of its own, started by the command that `npm start` uses. */

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { copyTemplate } from './template.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const START_DEADLINE_MS = 180_000

export interface ServiceOptions {
  /** Without one, and with no setting of its own, it starts as a demo that was started before. */
  readonly dataDir?: string
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
}

export interface Service {
  readonly url: string
  readonly port: number
  readonly dataDir: string
  /** Milliseconds from spawn to the first healthy answer. */
  readonly startedInMs: number
  /** Everything it printed so far. */
  output(): string
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  /** SIGKILL of the service's process; resolves when it is gone. */
  kill(): Promise<void>
}

/** Below those that the operating system hands out by itself: until a service listens there again, after a kill say, no other test is given it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    const server = createServer().listen(port, '127.0.0.1')
    const listens = await once(server, 'listening').then(() => true, () => false)
    if (!listens) continue
    server.close()
    await once(server, 'close')
    return port
  }
}

export function temporaryFolder(t: Host): string {
  const folder = mkdtempSync(join(tmpdir(), 'rewind-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  return folder
}

/** What a test offers to whoever starts something for it. What the service printed is shown when the test failed. */
export interface Host { teardown(run: () => unknown): unknown; passing?(): boolean; comment?(text: string): void }

export async function startService(t: Host, options: ServiceOptions = {}): Promise<Service> {
  const dataDir = options.dataDir ?? temporaryFolder(t)
  if (options.dataDir === undefined && options.env === undefined) await copyTemplate(dataDir)
  const port = options.port ?? await freePort()
  const url = `http://127.0.0.1:${port}`
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const began = performance.now()
  const child = spawn('/bin/sh', ['-c', scripts.start], {
    cwd: root,
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
      DATA_DIR: dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { printed += text })
  const gone = once(child, 'exit') as Promise<[number | null]>
  t.teardown(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    if (!t.passing?.()) t.comment?.(printed)
  })
  await untilHealthy(child, url, () => printed)
  return {
    url, port, dataDir,
    startedInMs: performance.now() - began,
    output: () => printed,
    async stop() {
      // Not `child.kill`: after that Deno reports the signal, whatever code the process exits with.
      process.kill(child.pid!, 'SIGTERM')
      return (await gone)[0]
    },
    async kill() {
      process.kill(child.pid!, 'SIGKILL')
      await gone
    },
  }
}

async function untilHealthy(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The service ended while starting (${child.exitCode ?? child.signalCode}): ${/^Rewind cannot start: .*/m.exec(output())?.[0] ?? ''}\n${output()}`)
    const answer = await fetch(`${url}/health/live`).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`The service was not healthy after ${START_DEADLINE_MS} ms:\n${output()}`)
}
