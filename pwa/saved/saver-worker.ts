/** The worker in which films are copied: files are written without a copy of a copy, and nothing on the screen waits for it. Its name is the person's id. */

import { openDevice } from '../sync/device.ts'
import { openSavedRecords } from './saved-records.ts'
import { createSaver, savedChannel } from './saver.ts'
import type { SavedWord } from './saver.ts'
import { network, saverPorts } from './saver-ports.ts'

const userId = self.name

const channel = new BroadcastChannel(savedChannel(userId))
const say = (word: SavedWord) => channel.postMessage(word)
const stop = new AbortController()
// Before anything is waited for: who signs out meanwhile is heard.
channel.onmessage = ({ data }: MessageEvent<SavedWord>) => { if (data.type === 'stop') stop.abort() }
const [records, device] = await Promise.all([openSavedRecords(indexedDB, userId), openDevice(indexedDB)])

/** The page gives it to the browser: a worker may not. */
function handOver(jobId: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => { resolve(data === true); port1.close() }
    ;(self as unknown as Worker).postMessage(jobId, [port2])
  })
}

const saver = createSaver({ ...saverPorts({ userId, records, device, say }), handOver: async (jobId) => !await records.wifiOnly() && await handOver(jobId) })

channel.addEventListener('message', ({ data }: MessageEvent<SavedWord>) => { if (data.type === 'changed') saver.look() })
network?.addEventListener('change', saver.look)
for (const type of ['online', 'offline']) addEventListener(type, saver.look)

await saver.run(stop.signal)
channel.close()
records.close()
device.close()
self.close()
