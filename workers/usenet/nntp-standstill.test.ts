/** What counts as a server's silence, and what does not: a machine that was asleep, or had no time. On a clock of the test's own. */

import { setImmediate } from 'node:timers/promises'
import t from '../../test/support/tap.ts'
import { newsServerDefaults } from '../../server/upstreams.ts'
import { NntpConnection } from './nntp.ts'
import type { NntpError } from './nntp-error.ts'

const timeouts = { connectMs: 20_000, idleMs: 30_000, articleMs: 60_000 }
const LOOK_MS = 1_000
const NIGHT_MS = 8 * 3_600_000

/** Until what has come is read, and what is free to go on waits again. */
async function turn(): Promise<void> {
  await setImmediate()
  await setImmediate()
}

/** Greeted, and asked nothing yet. */
async function asking() {
  let now = 1_000_000
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>()
  const said: string[] = ['200 welcome\r\n']
  let arrived = () => {}
  let isClosed = false
  const system = {
    now: () => now,
    sleep: (ms: number, signal?: AbortSignal) => new Promise<void>((resolve) => {
      const sleeper = { until: now + ms, wake: () => { sleepers.delete(sleeper); resolve() } }
      sleepers.add(sleeper)
      signal?.addEventListener('abort', sleeper.wake, { once: true })
    }),
    dial: () => Promise.resolve({
      async read(view: Uint8Array) {
        while (said.length === 0 && !isClosed) await new Promise<void>((resolve) => { arrived = resolve })
        if (isClosed) throw new Error('closed')
        return new TextEncoder().encodeInto(said.shift()!, view).written
      },
      write: () => Promise.resolve(),
      close() {
        isClosed = true
        arrived()
      },
    }),
  }
  const connection = await NntpConnection.open({ ...newsServerDefaults, name: 'test', host: 'news.example', port: 119, tls: false, connections: 1, pipelineDepth: 1 }, system, new AbortController().signal, timeouts)
  const ask = () => connection.ask('DATE').then(({ code }) => code, (error: NntpError) => error.code)
  const look = async () => {
    for (const sleeper of [...sleepers]) if (sleeper.until <= now) sleeper.wake()
    await turn()
  }
  return {
    ask, look, close: () => connection.close(),
    /** The clock goes on, and nobody looks at it yet. */
    stand: (ms: number) => { now += ms },
    async say(line: string) {
      said.push(line)
      arrived()
      await turn()
    },
    /** How many looks, so far apart, until it is closed; Infinity after a hundred. */
    async looksUntilClosed(apartMs: number) {
      for (let looks = 1; looks <= 100; looks++) {
        now += apartMs
        await look()
        if (isClosed) return looks
      }
      return Infinity
    },
  }
}

t.test('a night in which the machine slept is not the server\'s silence', async (t) => {
  const { ask, stand, look, say, close } = await asking()
  const answer = ask()
  stand(NIGHT_MS)
  await look()
  await say('111 20261126120000\r\n')
  t.equal(await answer, 111)
  close()
})

t.test('silence ends in time, whether looked at in time, late each time, or after a night', async (t) => {
  const silentFor = async (apartMs: number, before: (peer: Awaited<ReturnType<typeof asking>>) => Promise<void> = async () => {}) => {
    const peer = await asking()
    await before(peer)
    const answer = peer.ask()
    await turn()
    const looks = await peer.looksUntilClosed(apartMs)
    peer.close()
    t.equal(await answer, looks === Infinity ? 'CLOSED' : 'TIMEOUT')
    return looks
  }
  const most = timeouts.idleMs / LOOK_MS + 2
  t.ok(await silentFor(LOOK_MS) <= most)
  t.ok(await silentFor(5 * LOOK_MS) <= most, 'each look counts as one, however late')
  t.ok(await silentFor(LOOK_MS, async ({ stand, look }) => {
    stand(NIGHT_MS)
    await look()
  }) <= most)
  t.ok(await silentFor(LOOK_MS, async ({ ask, stand, say }) => {
    const answer = ask()
    stand(NIGHT_MS)
    await say('111 20261126120000\r\n')
    await answer
  }) <= most, 'asked after the night, before anybody looked')
})
