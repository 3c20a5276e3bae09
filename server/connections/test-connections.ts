/** What the Test buttons ask, each within `limits.connectionTestMs`. */

import { randomUUID } from 'node:crypto'
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
        return { ok: false, tookMs: system.now() - from, message: error.message, steps: [], advice: adviceOnAddress(error) }
      }
      return shownTest(await inTime((signal) => testIndexer(settings, guarded(system, settings), signal)))
    },
    newsServer: (settings) => inTime((signal) => testNewsServer(settings, system, signal)),
    objectStore: () => testObjectStore(objects, system),
  }
}

export function adviceOnAddress({ code }: Pick<AddressError, 'code'>): string {
  switch (code) {
    case 'OWN_NETWORK': return 'If it is meant to be there, allow it: “On my own network”.'
    case 'NOT_PERMITTED': return 'Start Rewind with servers of your own (see the README), or with DEMO=false.'
    case 'UNKNOWN_HOST': case 'REFUSED': return 'See whether the name is right.'
  }
}

function shownTest(test: IndexerTest): ConnectionTest {
  const { ok, tookMs, advice } = test
  if (!ok) return { ok, tookMs, message: test.message, advice, steps: [] }
  const { abilities: { software, movieBy, episodeBy, behind }, limits: told, found } = test
  const steps: readonly ConnectionTestStep[] = [
    { name: 'What it can do', ok: true, detail: `${software ?? 'An indexer'}. Films by ${inWords(movieBy)}; series by ${inWords(episodeBy)}.` },
    ...behind.length === 0 ? [] : [{ name: 'Indexers behind it', ok: true, detail: behind.join(', ') }],
    { name: 'Search', ok: true, detail: `${found} releases of a film that every indexer has. The key is good.` },
    ...told === null ? [] : [{ name: 'Limits', ok: true, detail: limitsInWords(told) }],
  ]
  return { ok, tookMs, message: 'It works.', advice, steps }
}

/** Names of Newznab's parameters. */
function inWords(ways: readonly string[]): string {
  const WORDS: Readonly<Record<string, string>> = { q: 'words', imdbid: 'IMDb\'s number', tmdbid: 'TMDB\'s number', tvdbid: 'TVDB\'s number', ep: 'episode' }
  return ways.map((way) => WORDS[way] ?? way).join(', ') || 'words'
}

function limitsInWords({ apiLeft, grabsLeft }: NonNullable<Extract<IndexerTest, { ok: true }>['limits']>): string {
  const of = (left: number | null, what: string) => left === null ? [] : [`${left} ${what} left`]
  return [...of(apiLeft, 'questions'), ...of(grabsLeft, 'downloads')].join(', ') || 'It tells none.'
}

async function* sample() {
  yield SAMPLE
}

const SAMPLE = new TextEncoder().encode('Rewind was here.\n')

async function testObjectStore(objects: Pick<ObjectStore, 'put' | 'get' | 'delete'>, system: Pick<System, 'now'>): Promise<ConnectionTest> {
  const from = system.now()
  const steps: ConnectionTestStep[] = []
  const key = `tests/${randomUUID()}.txt`
  const step = async (name: string, act: () => Promise<string>) => {
    const at = system.now()
    steps.push({ name, ok: true, detail: `${await act()} ${system.now() - at} ms.` })
  }
  let name = 'Write'
  try {
    await step(name, async () => { await objects.put(key, sample(), { contentType: 'text/plain' }); return 'A small object is stored.' })
    await step(name = 'Read', async () => {
      const found = await objects.get(key)
      if (!found || await new Response(found.body).text() !== new TextDecoder().decode(SAMPLE)) throw new ObjectStoreError('STORAGE_ERROR', 'What was written is not what is read')
      return 'It is what was written.'
    })
    await step(name = 'Delete', async () => { await objects.delete(key); return 'It is gone again.' })
    return { ok: true, tookMs: system.now() - from, message: 'It works.', advice: null, steps }
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error
    steps.push({ name, ok: false, detail: `${error.message}.` })
    const advice = error.code === 'STORAGE_FULL' ? 'Make room, or use another place.' : 'See OBJECT_STORE_URL and what belongs to it, and whether this machine may read and write there.'
    return { ok: false, tookMs: system.now() - from, message: `${error.message}.`, advice, steps }
  }
}
