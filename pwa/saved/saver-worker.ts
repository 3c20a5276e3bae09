/** The worker in which films are copied: files are written without a copy of a copy, and nothing on the screen waits for it. Its name is the person's id. */

import { sha256 } from '@noble/hashes/sha2.js'
import { openDevice } from '../sync/device.ts'
import { workerEnvironment } from '../sync/environment.ts'
import { limits } from '../sync/limits.ts'
import { AHEAD_CACHE, AS_PICTURE, BACKDROP_WIDTHS, IN_ANY_FORM, posterAddress } from '../sync/poster-cache.ts'
import type { SavedFilm } from './saved-film.ts'
import type { Directory } from './saved-folder.ts'
import { openSavedFolder } from './saved-folder.ts'
import { openSavedRecords } from './saved-records.ts'
import type { SavedWord } from './saver.ts'
import { createSaver, savedChannel } from './saver.ts'

interface Network { readonly type?: string; addEventListener(type: 'change', listen: () => void): void }
const network = (navigator as { readonly connection?: Network }).connection
const userId = self.name

const channel = new BroadcastChannel(savedChannel(userId))
const say = (word: SavedWord) => channel.postMessage(word)
const stop = new AbortController()
// Before anything is waited for: who signs out meanwhile is heard.
channel.onmessage = ({ data }: MessageEvent<SavedWord>) => { if (data.type === 'stop') stop.abort() }
const environment = workerEnvironment()
const [records, device] = await Promise.all([openSavedRecords(indexedDB, userId), openDevice(indexedDB)])

const saver = createSaver({
  userId, records, environment,
  folder: openSavedFolder(async () => await navigator.storage.getDirectory() as unknown as Directory, userId),
  estimate: async () => await navigator.storage.estimate(),
  startDigest: () => sha256.create(),
  keepPictures,
  changed: () => say({ type: 'changed' }),
  progressed: (jobId, bytes) => say({ type: 'progress', jobId, bytes }),
  conditions: async () => ({
    online: navigator.onLine, manual: await device.worksOffline(), wifiOnly: await records.wifiOnly(),
    wifi: network?.type === undefined || network.type === 'unknown' ? undefined : network.type !== 'cellular',
  }),
})

async function keepPictures({ posterPath, backdropPath }: SavedFilm, signal: AbortSignal): Promise<void> {
  const wanted = [...posterPath === null ? [] : [posterAddress(posterPath)], ...backdropPath === null ? [] : [`/images/${BACKDROP_WIDTHS.large}${backdropPath}`]]
  for (const address of wanted) {
    if (await caches.match(address, IN_ANY_FORM).catch(() => undefined)) continue
    const answer = await fetch(address, { ...AS_PICTURE, signal: AbortSignal.any([signal, AbortSignal.timeout(limits.requestTimeoutMs)]) }).catch(() => undefined)
    // A film without its poster is a film.
    if (answer?.ok) await (await caches.open(AHEAD_CACHE)).put(address, answer).catch(() => undefined)
  }
}

channel.addEventListener('message', ({ data }: MessageEvent<SavedWord>) => { if (data.type === 'changed') saver.look() })
network?.addEventListener('change', saver.look)
for (const type of ['online', 'offline']) addEventListener(type, saver.look)

await saver.run(stop.signal)
channel.close()
records.close()
device.close()
self.close()
