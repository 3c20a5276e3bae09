/** The films on this device as screens see them and act on them; a worker does the copying (saver-worker.ts). Loaded once somebody saves something, or has. */

import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { copyOf } from '../../domain/copies.ts'
import { plainRef } from '../../domain/playable.ts'
import { replica } from '../house.ts'
import { library } from '../library.ts'
import type { Environment } from '../sync/environment.ts'
import { browserEnvironment } from '../sync/environment.ts'
import { limits } from '../sync/limits.ts'
import { t } from '../strings/saved.ts'
import { scriptAddress } from '../script-address.ts'
import type { SavedFilm, Wanted } from './saved-film.ts'
import { heldBytes, isUnderWay, newFilm, paused, resumed } from './saved-film.ts'
import { browserTasks } from './forget-saved.ts'
import type { WithBrowser } from './with-browser.ts'
import { withBrowser } from './with-browser.ts'
import { showSaved } from './saved-marks.ts'
import type { SavedRecords } from './saved-records.ts'
import { openSavedRecords } from './saved-records.ts'
import type { SavedWord } from './saver.ts'
import { savedChannel } from './saver.ts'
import saverAddress from './saver-worker.ts?worker&url'

/** A film with what of it is here just now. */
export interface SavedNow { readonly film: SavedFilm; readonly heldBytes: number; /** Milliseconds; of the bytes. */ readonly atMs: number }

interface Own {
  readonly userId: string
  readonly records: SavedRecords
  readonly channel: BroadcastChannel
  films: ReadonlyMap<string, SavedNow>
  worker: Worker | undefined
  readonly browser: WithBrowser
}

const changes = new EventTarget()
const environment: Pick<Environment, 'now' | 'after' | 'indexedDB'> = browserEnvironment()
let own: Promise<Own> | undefined
let shown: Own | undefined

/** Every browser that can keep a film as a file, and answer with it. */
export function canSave(): boolean {
  return 'serviceWorker' in navigator && typeof navigator.storage?.getDirectory === 'function' && typeof Worker === 'function'
}

function told(): void {
  showSaved(shown ? [...shown.films.values()].map(({ film }) => film) : [])
  changes.dispatchEvent(new Event('change'))
}

async function read(here: Own): Promise<void> {
  const films = await here.records.all()
  const atMs = environment.now()
  here.films = new Map(films.map((film) => [film.jobId, { film, heldBytes: Math.max(heldBytes(film), film.state === 'copying' ? here.films.get(film.jobId)?.heldBytes ?? 0 : 0), atMs }]))
  if (shown !== here) return
  told()
  here.browser.follow(films)
  if (!here.worker && films.some(isUnderWay)) start(here)
}

function start(here: Own): void {
  const worker = here.worker = new Worker(scriptAddress(saverAddress), { type: 'module', name: here.userId })
  worker.onerror = () => { here.worker = undefined }
  // What the worker would have the browser copy: it may not say so itself.
  worker.onmessage = async ({ data: jobId, ports: [port] }: MessageEvent<string>) => {
    let taken = false
    try {
      taken = await here.browser.handOver(jobId)
    } finally {
      port!.postMessage(taken)
    }
  }
}

function browserOf(userId: string, records: SavedRecords, changed: () => void, progressed: (jobId: string, bytes: number) => void): WithBrowser {
  return withBrowser({
    userId, records, environment, changed, progressed, tasks: browserTasks,
    estimate: async () => await navigator.storage.estimate(),
    online: () => navigator.onLine,
    nameOf: ({ name }, lot, lots) => lots === 1 ? name : t('save.lot', { title: name, part: lot + 1, parts: lots }),
    ask: (url, headers) => new Request(url, { headers }),
  })
}

/** Bytes that are here, or with the browser. */
function progressed(here: Own, jobId: string, bytes: number): void {
  const known = here.films.get(jobId)
  if (known) here.films = new Map([...here.films, [jobId, { ...known, heldBytes: bytes, atMs: environment.now() }]])
  changes.dispatchEvent(new Event('change'))
}

/** Of the person who is here; undefined where nobody is, or nothing can be saved. */
async function ours(): Promise<Own | undefined> {
  const userId = replica()?.session.userId
  if (userId === undefined || !canSave()) return undefined
  const before = await own
  if (before?.userId === userId) return before
  own = (async () => {
    const records = await openSavedRecords(environment.indexedDB, userId)
    const browser = browserOf(userId, records, () => void changed(here), (jobId, bytes) => {
      const film = here.films.get(jobId)?.film
      if (film) progressed(here, jobId, heldBytes(film) + bytes)
    })
    const here: Own = { userId, records, browser, channel: new BroadcastChannel(savedChannel(userId)), films: new Map(), worker: undefined }
    here.channel.onmessage = ({ data }: MessageEvent<SavedWord>) => hear(here, data)
    shown = here
    await read(here)
    return here
  })()
  return await own
}

function hear(here: Own, word: SavedWord): void {
  switch (word.type) {
    case 'changed': return void read(here)
    case 'progress': return progressed(here, word.jobId, word.bytes)
    case 'stop': return leave(here)
  }
}

/** The person's files are being removed. */
function leave(here: Own): void {
  here.channel.close()
  here.records.close()
  here.browser.close()
  if (shown === here) own = shown = undefined
  told()
}

async function changed(here: Own): Promise<void> {
  here.channel.postMessage({ type: 'changed' } satisfies SavedWord)
  await read(here)
}

/** Asked for at the first save: without it a browser that wants room may take the film away. */
async function persist(): Promise<void> {
  if (await navigator.storage.persisted?.() === false) await navigator.storage.persist?.()
}

async function change(jobId: string, to: (film: SavedFilm) => SavedFilm): Promise<void> {
  const here = await ours()
  if (!here) return
  await here.records.change(jobId, to)
  await changed(here)
}

export const savedFilms = {
  /** Reads what there is; resolves when it is known. */
  open: async (): Promise<void> => void await ours(),
  userId: () => shown?.userId,
  /** What was asked for first, first. */
  all: (): readonly SavedNow[] => [...shown?.films.values() ?? []],
  of: (jobId: string): SavedNow | undefined => shown?.films.get(jobId),
  /** `full`: so many wait already; `cannot`: the browser takes no files, as in some private windows. */
  async save(wanted: Wanted): Promise<'taken' | 'full' | 'cannot'> {
    const here = await ours().catch(() => undefined)
    if (!here || !await navigator.storage.getDirectory().then(() => true, () => false)) return 'cannot'
    if ((await here.records.all()).filter(isUnderWay).length >= limits.savedQueueMax) return 'full'
    void persist()
    await here.records.add(newFilm(wanted, environment.now()))
    await changed(here)
    return 'taken'
  },
  pause: (jobId: string) => change(jobId, paused),
  resume: (jobId: string) => change(jobId, resumed),
  change,
  /** For good: its bytes are gone. The server is told, and holds it no longer. */
  async remove(jobId: string): Promise<void> {
    const here = await ours()
    const film = await here?.records.film(jobId)
    if (!here || !film) return
    await here.records.remove(jobId)
    await changed(here)
    const { openSavedFolder } = await import('./saved-folder.ts')
    await openSavedFolder(async () => await navigator.storage.getDirectory() as never, here.userId).remove(jobId).catch(() => undefined)
    const job = replica()?.jobs.get(jobId)
    if (here && job && copyOf(job.copies, { userId: here.userId, deviceId: library.thisDevice() })) await replica()?.send('RemoveCopy', { ...plainRef(film), jobId, deviceId: library.thisDevice() })
  },
  wifiOnly: async (): Promise<boolean> => await (await ours())?.records.wifiOnly() ?? false,
  async setWifiOnly(wanted: boolean): Promise<void> {
    const here = await ours()
    await here?.records.setWifiOnly(wanted)
    if (here) await changed(here)
  },
  /** The network, or what the person wants of it, has changed. */
  async look(): Promise<void> {
    if (shown) await changed(shown)
  },
} as const

/** Redraws an element whenever a saved film changed. A controller. */
export class SavedLive implements ReactiveController {
  #host: ReactiveControllerHost
  #changed = () => this.#host.requestUpdate()

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {
    changes.addEventListener('change', this.#changed)
    void savedFilms.open()
  }

  hostDisconnected(): void {
    changes.removeEventListener('change', this.#changed)
  }
}
