/** What copying needs of a browser, in a worker of the app or in the service worker. */

import { sha256 } from '@noble/hashes/sha2.js'
import type { Device } from '../sync/device.ts'
import { workerEnvironment } from '../sync/environment.ts'
import { keepPictures } from './keep-pictures.ts'
import type { Directory } from './saved-folder.ts'
import { openSavedFolder } from './saved-folder.ts'
import type { SavedRecords } from './saved-records.ts'
import type { SavedWord, SaverPorts } from './saver.ts'

interface Network { readonly type?: string; addEventListener(type: 'change', listen: () => void): void }
/** Undefined where the browser does not say what its network is. */
export const network = (navigator as { readonly connection?: Network }).connection

export interface Here {
  readonly userId: string
  readonly records: SavedRecords
  readonly device: Pick<Device, 'worksOffline'>
  readonly say: (word: SavedWord) => void
}

export function saverPorts({ userId, records, device, say }: Here): SaverPorts {
  return {
    userId, records, keepPictures,
    environment: workerEnvironment(),
    folder: openSavedFolder(async () => await navigator.storage.getDirectory() as unknown as Directory, userId),
    estimate: async () => await navigator.storage.estimate(),
    startDigest: () => sha256.create(),
    changed: () => say({ type: 'changed' }),
    progressed: (jobId, bytes) => say({ type: 'progress', jobId, bytes }),
    conditions: async () => ({
      online: navigator.onLine, manual: await device.worksOffline(), wifiOnly: await records.wifiOnly(),
      wifi: network?.type === undefined || network.type === 'unknown' ? undefined : network.type !== 'cellular',
    }),
  }
}
