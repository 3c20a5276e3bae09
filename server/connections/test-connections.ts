/** What the Test buttons ask, each within `limits.connectionTestMs`. */

import { randomUUID } from 'node:crypto'
import type { Said } from '../../projections/said.ts'
import { say } from '../../projections/said.ts'
import type { ConnectionTest, ConnectionTestStep } from '../../projections/wire-connections.ts'
import { allowedAddresses, AddressError, resolveHost } from '../guarded-address.ts'
import { guarded } from '../guarded-fetch.ts'
import type { IndexerTest } from '../indexer/test-indexer.ts'
import { testIndexer } from '../indexer/test-indexer.ts'
import { limits } from '../limits.ts'
import type { ObjectStore } from '../object-store/object-store.ts'
import { ObjectStoreError } from '../object-store/object-store.ts'
import type { System } from '../system.ts'
import type { IndexerSettings, NewsServerSettings } from '../upstreams.ts'

export interface ConnectionTests {
  indexer(settings: IndexerSettings): Promise<ConnectionTest>
  newsServer(settings: NewsServerSettings): Promise<ConnectionTest>
  objectStore(): Promise<ConnectionTest>
}

/** Speaks NNTP, which the server does not. */
export type TestNewsServer = (settings: NewsServerSettings, system: System, signal: AbortSignal) => Promise<ConnectionTest>

export function connectionTests({ objects, testNewsServer, system }: { objects: Pick<ObjectStore, 'put' | 'get' | 'delete'>; testNewsServer: TestNewsServer; system: System }): ConnectionTests {
  async function inTime<T>(test: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const [late, done] = [new AbortController(), new AbortController()]
    void system.sleep(limits.connectionTestMs, done.signal).then(() => late.abort(new Error('It took too long')))
    try {
      return await test(late.signal)
    } finally {
      done.abort()
    }
  }
  return {
    async indexer(settings) {
      const from = system.now()
      try {
        // Said here, because what an indexer's client says of it is short.
        await allowedAddresses(new URL(settings.url).hostname, settings.ownNetwork, resolveHost)
      } catch (error) {
        if (!(error instanceof AddressError)) throw error
        return { ok: false, tookMs: system.now() - from, ...error.said, steps: [], advice: adviceOnAddress(error) }
      }
      return shownTest(await inTime((signal) => testIndexer(settings, guarded(system, settings), signal)))
    },
    newsServer: (settings) => inTime((signal) => testNewsServer(settings, system, signal)),
    objectStore: () => testObjectStore(objects, system),
  }
}

export function adviceOnAddress({ code }: Pick<AddressError, 'code'>): Said {
  switch (code) {
    case 'OWN_NETWORK': return say('ADDRESS_ADVICE_OWN_NETWORK')
    case 'NOT_PERMITTED': return say('ADDRESS_ADVICE_NOT_PERMITTED')
    case 'UNKNOWN_HOST': case 'REFUSED': return say('ADDRESS_ADVICE_NAME')
  }
}

function shownTest(test: IndexerTest): ConnectionTest {
  const { ok, tookMs, advice } = test
  if (!ok) return { ok, tookMs, ...test.message, advice, steps: [] }
  const { abilities: { software, movieBy, episodeBy, behind }, limits: told, found } = test
  const steps: readonly ConnectionTestStep[] = [
    { name: say('INDEXER_STEP_ABILITIES'), ok: true, detail: say('INDEXER_ABILITIES', { software: software ?? say('INDEXER_UNNAMED'), films: inWords(movieBy), series: inWords(episodeBy) }) },
    ...behind.length === 0 ? [] : [{ name: say('INDEXER_STEP_BEHIND'), ok: true, detail: say('INDEXER_NAMES', { names: behind }) }],
    { name: say('INDEXER_STEP_SEARCH'), ok: true, detail: say('INDEXER_FOUND', { count: found }) },
    ...told === null ? [] : [{ name: say('INDEXER_STEP_LIMITS'), ok: true, detail: limitsInWords(told) }],
  ]
  return { ok, tookMs, ...say('TEST_WORKS'), advice, steps }
}

/** Names of Newznab's parameters. */
function inWords(ways: readonly string[]): readonly (string | Said)[] {
  const WORDS: Readonly<Record<string, Said>> = { q: say('INDEXER_BY_WORDS'), imdbid: say('INDEXER_BY_IMDB'), tmdbid: say('INDEXER_BY_TMDB'), tvdbid: say('INDEXER_BY_TVDB'), ep: say('INDEXER_BY_EPISODE') }
  return ways.length === 0 ? [say('INDEXER_BY_WORDS')] : ways.map((way) => WORDS[way] ?? way)
}

function limitsInWords({ apiLeft, grabsLeft }: NonNullable<Extract<IndexerTest, { ok: true }>['limits']>): Said {
  if (apiLeft !== null && grabsLeft !== null) return say('INDEXER_LEFT', { questions: apiLeft, downloads: grabsLeft })
  if (apiLeft !== null) return say('INDEXER_LEFT_QUESTIONS', { questions: apiLeft })
  return grabsLeft === null ? say('INDEXER_LEFT_UNTOLD') : say('INDEXER_LEFT_DOWNLOADS', { downloads: grabsLeft })
}

async function* sample() {
  yield SAMPLE
}

const SAMPLE = new TextEncoder().encode('Rewind was here.\n')

async function testObjectStore(objects: Pick<ObjectStore, 'put' | 'get' | 'delete'>, system: Pick<System, 'now'>): Promise<ConnectionTest> {
  const from = system.now()
  const steps: ConnectionTestStep[] = []
  const key = `tests/${randomUUID()}.txt`
  const step = async (name: Said, done: 'STORE_WRITTEN' | 'STORE_READ' | 'STORE_DELETED', act: () => Promise<unknown>) => {
    const at = system.now()
    await act()
    steps.push({ name, ok: true, detail: say(done, { ms: system.now() - at }) })
  }
  let name = say('STORE_STEP_WRITE')
  try {
    await step(name, 'STORE_WRITTEN', () => objects.put(key, sample(), { contentType: 'text/plain' }))
    await step(name = say('STORE_STEP_READ'), 'STORE_READ', async () => {
      const found = await objects.get(key)
      if (!found || await new Response(found.body).text() !== new TextDecoder().decode(SAMPLE)) throw new ObjectStoreError('STORAGE_ERROR', 'What was written is not what is read')
    })
    await step(name = say('STORE_STEP_DELETE'), 'STORE_DELETED', () => objects.delete(key))
    return { ok: true, tookMs: system.now() - from, ...say('TEST_WORKS'), advice: null, steps }
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error
    const full = error.code === 'STORAGE_FULL'
    const told = say(full ? 'STORE_FULL' : 'STORE_FAILED', { told: error.message })
    steps.push({ name, ok: false, detail: told })
    return { ok: false, tookMs: system.now() - from, ...told, advice: say(full ? 'STORE_ADVICE_ROOM' : 'STORE_ADVICE_REACH'), steps }
  }
}
