/** What this browser knows of itself, whoever uses it: its id, who used it last, and what they chose. */

import type { IDBPDatabase } from 'idb'
import type { DeviceId } from '../../domain/command.ts'
import type { Session } from '../../projections/wire.ts'
import { openDatabase } from './database.ts'
import { newDeviceId } from './ids.ts'

export interface Device {
  readonly id: DeviceId
  /** Who opens the app: kept until they sign out, so that it opens with no network and with a session that ran out. */
  session(): Promise<Session | null>
  keepSession(session: Session | null): Promise<void>
  worksOffline(): Promise<boolean>
  workOffline(wanted: boolean): Promise<void>
  /** Signed out while the server could not be told: it is told first of all when it can be. */
  owesSignOut(): Promise<boolean>
  oweSignOut(owed: boolean): Promise<void>
  /** By id, whoever is being removed from this browser: the page may go before that is done. */
  leaving(): Promise<string | null>
  leave(userId: string | null): Promise<void>
  /** In which language the service worker tells what is new. */
  language(): Promise<string | null>
  speak(language: string): Promise<void>
  close(): void
}

type Name = 'id' | 'session' | 'worksOffline' | 'owesSignOut' | 'leaving' | 'language'

export async function openDevice(factory: IDBFactory, random?: (count: number) => Uint8Array): Promise<Device> {
  let database: DeviceDatabase | undefined = await open(factory)
  const id = await deviceId(database, () => newDeviceId(random))
  // Taken away while the page is open, it is made anew when it is next needed, of the same device.
  const follow = (opened: DeviceDatabase) => opened.addEventListener('close', () => { database = undefined })
  follow(database)
  const current = async (): Promise<DeviceDatabase> => {
    if (database) return database
    const fresh = await open(factory)
    await deviceId(fresh, () => id)
    follow(fresh)
    return database = fresh
  }
  const get = async <Value>(name: Name, otherwise: Value): Promise<Value> => await (await current()).get('device', name) as Value | undefined ?? otherwise
  const put = async (name: Name, value: unknown): Promise<void> => { await (await current()).put('device', value, name) }
  return {
    id,
    session: () => get<Session | null>('session', null),
    keepSession: (session) => put('session', session),
    worksOffline: () => get('worksOffline', false),
    workOffline: (wanted) => put('worksOffline', wanted),
    owesSignOut: () => get('owesSignOut', false),
    oweSignOut: (owed) => put('owesSignOut', owed),
    leaving: () => get<string | null>('leaving', null),
    leave: (userId) => put('leaving', userId),
    language: () => get<string | null>('language', null),
    speak: (language) => put('language', language),
    close: () => database?.close(),
  }
}

type DeviceDatabase = IDBPDatabase<{ device: { key: Name; value: unknown } }>

async function open(factory: IDBFactory): Promise<DeviceDatabase> {
  return await openDatabase(factory, 'rewind', (made) => { made.createObjectStore('device') }) as DeviceDatabase
}

/** In one transaction, so that two tabs that start together are one device. */
async function deviceId(database: DeviceDatabase, make: () => DeviceId): Promise<DeviceId> {
  const { store, done } = database.transaction('device', 'readwrite')
  const known = await store.get('id') as DeviceId | undefined
  const id = known ?? make()
  if (!known) await store.put(id, 'id')
  await done
  return id
}
