/** What a person saved on this device, in a database of its own beside their others; the bytes are files (saved-folder.ts). Every tab, the worker and the service worker write to it. */

import type { DBSchema, IDBPDatabase } from 'idb'
import { openDatabase, savedDatabaseName } from '../sync/database.ts'
import type { SavedFilm } from './saved-film.ts'

interface SavedSchema extends DBSchema {
  films: { key: string; value: SavedFilm }
  wishes: { key: 'wifiOnly' | 'silentAt'; value: boolean | number }
}

export interface SavedRecords {
  /** What was asked for first, first. */
  all(): Promise<readonly SavedFilm[]>
  film(jobId: string): Promise<SavedFilm | undefined>
  add(film: SavedFilm): Promise<void>
  /** In one transaction; answers what it is then. A film that was removed meanwhile stays so: undefined. */
  change(jobId: string, to: (film: SavedFilm) => SavedFilm): Promise<SavedFilm | undefined>
  remove(jobId: string): Promise<void>
  wifiOnly(): Promise<boolean>
  setWifiOnly(wanted: boolean): Promise<void>
  /** When this browser was found to take wishes and send nothing; undefined where it was not. */
  silentAt(): Promise<number | undefined>
  setSilentAt(nowMs: number): Promise<void>
  close(): void
}

export async function openSavedRecords(factory: IDBFactory, userId: string): Promise<SavedRecords> {
  const database = await openDatabase(factory, savedDatabaseName(userId), (made) => {
    made.createObjectStore('films', { keyPath: 'jobId' })
    made.createObjectStore('wishes')
  }) as IDBPDatabase<SavedSchema>
  return {
    all: async () => (await database.getAll('films')).map(wholeFilm).sort((a, b) => a.addedAt - b.addedAt),
    film: async (jobId) => wholeFilm(await database.get('films', jobId)),
    async add(film) {
      const writing = database.transaction('films', 'readwrite', { durability: 'strict' })
      if (!await writing.store.get(film.jobId)) await writing.store.put(film)
      await writing.done
    },
    async change(jobId, to) {
      const writing = database.transaction('films', 'readwrite', { durability: 'strict' })
      const film = wholeFilm(await writing.store.get(jobId))
      const changed = film && to(film)
      if (changed && changed !== film) await writing.store.put(changed)
      await writing.done
      return changed
    },
    async remove(jobId) {
      await database.delete('films', jobId)
    },
    wifiOnly: async () => await database.get('wishes', 'wifiOnly') as boolean | undefined ?? false,
    async setWifiOnly(wanted) {
      await database.put('wishes', wanted, 'wifiOnly')
    },
    silentAt: async () => await database.get('wishes', 'silentAt') as number | undefined,
    async setSilentAt(nowMs) {
      await database.put('wishes', nowMs, 'silentAt')
    },
    close: () => database.close(),
  }
}

/** Of a former version: it gave nothing to the browser. */
function wholeFilm<Known extends SavedFilm | undefined>(film: Known): Known {
  return film && { ...film, lots: (film as Partial<SavedFilm>).lots ?? [], inVain: film.inVain ?? false }
}
