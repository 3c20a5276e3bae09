import { randomBytes } from 'node:crypto'
import type { BrowserInMemory } from '../../test/support/browser-tasks.ts'
import { browserInMemory } from '../../test/support/browser-tasks.ts'
import { eventually } from '../../test/support/eventually.ts'
import { ada, bob } from '../../test/support/given.ts'
import { JOB, savingLab } from '../../test/support/saving-lab.ts'
import { createLocks } from '../../test/support/sync-world.ts'
import type { Test } from '../../test/support/tap.ts'
import t from '../../test/support/tap.ts'
import { limits } from '../sync/limits.ts'
import { bytesOfParts, lotId, lotsToHand, parseLotId, partOf, questionFor } from './browser-copy.ts'
import { copyFilm } from './copy-film.ts'
import { forgetSaved } from './forget-saved.ts'
import type { Conditions } from './plan-queue.ts'
import { begun, heldBytes, newFilm, partCount, paused, resumed, withPart } from './saved-film.ts'
import { openSavedRecords } from './saved-records.ts'
import { createSaver, saverLock } from './saver.ts'
import { takeIn } from './take-in.ts'
import { withBrowser } from './with-browser.ts'

const PART = limits.savedPartBytesMin
const never = new AbortController().signal

/** A device whose browser copies by itself: its page and its service worker, with a clock that runs ahead, so that handing over is soon due. */
async function device(t: Test, film: Uint8Array<ArrayBuffer> | null = new Uint8Array(randomBytes(2_000_000))) {
  const lab = await savingLab(t, film)
  const conditions: { -readonly [Name in keyof Conditions]: Conditions[Name] } = { online: true, manual: false, wifi: undefined, wifiOnly: false }
  const session: { userId: string | undefined } = { userId: ada }
  let aheadMs = 0
  const clock = { step: 1_000 }
  const now = () => Date.now() + (aheadMs += clock.step)
  const locks = createLocks()
  const channels = new Set<{ onmessage: ((event: MessageEvent) => void) | null }>()
  const openChannel = () => {
    const own = { onmessage: null as ((event: MessageEvent) => void) | null, close: () => void channels.delete(own), postMessage: (data: unknown) => { for (const each of channels) if (each !== own) each.onmessage?.({ data } as MessageEvent) } }
    channels.add(own)
    return own
  }
  const environment = { ...lab.ports.environment, now, locks }
  /** What looks after the browser, when it is due. */
  const looks: (() => void)[] = []
  const browser: BrowserInMemory = browserInMemory(lab.fetch, (ended, how) => takeIn(ended, how, {
    environment: { locks, openChannel }, device: { session: async () => session.userId === undefined ? null : { userId: session.userId } as never },
    openRecords: (userId) => openSavedRecords(lab.indexedDB, userId),
    saverPorts: (_userId, records) => ({ ...lab.ports, records, environment, conditions: async () => conditions }),
    endTask: (id) => browser.abortThere(id),
  }))
  const changes: (() => void)[] = []
  const page = withBrowser({
    userId: ada, records: lab.records, tasks: async () => browser, environment: { now, after: (_ms, run) => { looks.push(run); return () => {} } }, estimate: lab.ports.estimate,
    online: () => conditions.online, nameOf: ({ name }, lot, lots) => `${name} ${lot + 1}/${lots}`, ask: (url, headers) => new Request(`http://app${url}`, { headers }),
    changed: () => { for (const change of changes) change() }, progressed: () => {},
  })
  const ports = { ...lab.ports, environment, handOver: page.handOver }
  await lab.want()
  return {
    ...lab, film: film!, ports, session, conditions, clock, browser, openChannel, locks,
    /** In a page that is closed once the browser has it. */
    copy: () => copyFilm(JOB, ports, never),
    now: async () => (await lab.records.film(JOB))!,
    follow: async () => page.follow(await lab.records.all()),
    /** So much later the page looks whether the browser does anything. */
    async lookAfter(ms: number) {
      aheadMs += ms
      const due = looks.length
      looks[due - 1]!()
      await eventually('it has looked', async () => looks.length > due || (await lab.records.film(JOB))!.lots.length === 0)
    },
    start() {
      const stop = new AbortController()
      const saver = createSaver({ ...ports, conditions: async () => conditions })
      changes.push(saver.look)
      const run = saver.run(stop.signal)
      t.teardown(async () => { stop.abort(); await run })
      return saver
    },
  }
}

/** Ranges that the server was asked for, by the numbers of their parts. */
const asked = ({ line }: Awaited<ReturnType<typeof device>>) => line.asked.filter(({ path, range }) => path.startsWith('/media/movies/') && range !== null).map(({ range }) => Number(/\d+/.exec(range!)![0]) / PART)

t.test('what takes long is handed to the browser, which brings it with no page open; it is put together, checked and saved (SV12, SV13)', async (t) => {
  const here = await device(t)
  let during: unknown
  here.browser.before = async () => { during ??= (await here.now()).state }
  t.same(await here.copy(), { status: 'handed' })
  await here.browser.idle()
  t.equal(during, 'copying')
  t.match(await here.now(), { state: 'saved', why: null, lots: [], inVain: false, parts: [[0, 8]] })
  t.ok(here.saved().equals(here.film))
  t.same(asked(here), [0, 1, 2, 3, 4, 5, 6, 7], 'each part once, by whomever')
  t.match(here.browser.asked, [{ title: 'Nosferatu 1/1', downloadTotal: here.film.length - PART * (8 - here.browser.asked[0]!.parts) }])
})

t.test('what does not take long is not, nor without room for it twice (SV12)', async (t) => {
  const quick = await device(t)
  quick.clock.step = 0
  t.same(await quick.copy(), { status: 'saved' })
  const brisk = await device(t)
  brisk.clock.step = 100
  const beganMs = brisk.ports.environment.now()
  t.same(await brisk.copy(), { status: 'saved' })
  t.ok(brisk.ports.environment.now() - beganMs > limits.savedBrowserAfterMs, 'it was judged, and would soon be there')
  const tight = await device(t)
  tight.files.quota = 2_000_000 + limits.savedReserveBytes + 500_000
  t.same(await tight.copy(), { status: 'saved' })
  t.same([quick, brisk, tight].flatMap(({ browser }) => browser.asked), [])
})

t.test('large films are handed in lots, each with a name of its own; those that land still are not (SV12)', async (t) => {
  const source = { url: '/media/x?e=1', expiresAt: '', contentType: 'video/mp4', sizeBytes: 9_000_000_001, etag: '"1"', sha256: null, whole: true }
  const film = withPart(begun(newFilm({ jobId: JOB, movieId: 1, name: '', posterPath: null, backdropPath: null }, 0), source), 1)
  const hand = (of = film, quota = 1e12) => lotsToHand(of, { userId: ada, nowMs: 5, space: { usage: 0, quota } })
  const lots = hand()
  t.same(lots.flatMap(({ parts }) => parts), [0, ...Array.from({ length: partCount(film) - 2 }, (_, at) => at + 2)], 'all that is not here, in order')
  t.same([lots.length, new Set(lots.map(({ id }) => id)).size], [5, 5])
  t.ok(lots.every(({ parts }) => bytesOfParts(film, parts) <= limits.savedBrowserLotBytesMax))
  t.same([hand(film, 12.9e9).length, hand(film, 13.2e9).length], [0, 5], 'two lots lie twice at most')
  t.same(hand({ ...film, source: { ...source, whole: false } }), [])
  t.match(questionFor({ ...film, source }, 2), { url: '/media/x?e=1&part=2', headers: { range: `bytes=${2 * film.partBytes}-${3 * film.partBytes - 1}`, 'if-range': '"1"' } })
  t.same(parseLotId(lotId({ userId: ada, jobId: JOB, nowMs: 5, lot: 2 })), { userId: ada, jobId: JOB, sinceMs: 5 })
  t.equal(parseLotId('another site’s'), undefined)
})

t.test('an end in what the browser shows is a pause: what had come stays, and it goes on from there (SV14)', async (t) => {
  const here = await device(t)
  here.browser.before = async (part) => { if (part === 2) await here.browser.abortThere(here.browser.asked[0]!.id) }
  t.same(await here.copy(), { status: 'handed' })
  await here.browser.idle()
  const film = await here.now()
  t.match(film, { state: 'paused', lots: [], inVain: false })
  t.equal(heldBytes(film), (8 - here.browser.asked[0]!.parts + 2) * PART)
  here.browser.before = async () => {}
  await here.records.change(JOB, resumed)
  t.same(await here.copy(), { status: 'handed' })
  await here.browser.idle()
  t.equal((await here.now()).state, 'saved')
  t.equal(new Set(asked(here)).size, 8)
  t.ok(here.saved().equals(here.film))
})

t.test('a pause, a removal and working offline take it from the browser in the middle, and keep what has come (SV14)', async (t) => {
  for (const [name, act, state] of [
    ['pause', async (here) => void await here.records.change(JOB, paused), 'paused'],
    ['offline', async (here) => { here.conditions.manual = true; here.start(); await eventually('it is called back', async () => (await here.now()).state === 'waiting'); }, 'waiting'],
  ] as readonly [string, (here: Awaited<ReturnType<typeof device>>) => Promise<void>, string][]) {
    const here = await device(t)
    here.browser.before = async (part) => {
      if (part !== 1) return
      await here.follow()
      await act(here)
      await here.follow()
    }
    await here.copy()
    await here.browser.idle()
    await eventually(`${name}: the browser has nothing any more`, async () => (await here.now()).lots.length === 0)
    t.match(await here.now(), { state, lots: [], inVain: false })
    t.equal(heldBytes(await here.now()), (8 - here.browser.asked[0]!.parts + 1) * PART)
  }
  const here = await device(t)
  here.browser.before = async (part) => {
    if (part !== 1) return
    await here.follow()
    await here.records.remove(JOB)
    await here.follow()
  }
  await here.copy()
  await here.browser.idle()
  t.same([await here.records.film(JOB), await here.browser.getIds()], [undefined, []])
})

t.test('a browser that takes the wish and sends nothing is noticed: the app goes on by itself, and does not try it again soon (SV15)', async (t) => {
  const here = await device(t)
  here.browser.behaviour = 'silent'
  t.same(await here.copy(), { status: 'handed' })
  await here.follow()
  here.conditions.online = false
  await here.lookAfter(limits.savedBrowserSilentMs)
  t.equal((await here.now()).lots.length, 1, 'with no network it has a reason')
  here.conditions.online = true
  here.start()
  await here.lookAfter(limits.savedBrowserSilentMs)
  await eventually('it is saved without', async () => (await here.now()).state === 'saved')
  t.ok(here.saved().equals(here.film))
  t.same(await here.browser.getIds(), [], 'and the browser has nothing of it any more')
  t.ok(await here.records.silentAt())
  const later = await device(t)
  await later.records.setSilentAt(Date.now())
  t.equal((await later.copy()).status, 'saved')
  const muchLater = await device(t)
  await muchLater.records.setSilentAt(Date.now() - limits.savedBrowserAgainMs)
  t.equal((await muchLater.copy()).status, 'handed', 'a week later it may have learnt it')
})

t.test('one that refuses is not asked again for this film; one that lost a task is noticed (SV15)', async (t) => {
  const here = await device(t)
  here.browser.behaviour = 'refuses'
  t.same(await here.copy(), { status: 'saved' })
  const other = await device(t)
  other.browser.behaviour = 'silent'
  await other.copy()
  await other.follow()
  other.browser.get = async () => undefined
  await other.lookAfter(limits.savedBrowserSilentMs)
  t.match(await other.now(), { state: 'copying', inVain: true })
})

t.test('what a failure left is kept, and the app copies the rest, in the service worker if no page is open (SV13)', async (t) => {
  const here = await device(t)
  here.browser.before = async (part) => { if (part === 3) await here.store(here.film.slice(0, 1_999_999)) }
  t.same(await here.copy(), { status: 'handed' })
  await here.browser.idle()
  t.match(await here.now(), { state: 'saved', source: { sizeBytes: 1_999_999 } }, 'another film by then: from the beginning')
  t.ok(here.saved().equals(here.film.subarray(0, 1_999_999)))
  const film = await here.now()
  const answer = (range: string, etag = film.source!.etag, status = 206) => partOf(film, { status, headers: new Headers({ 'content-range': range, etag }) })
  t.same([answer(`bytes ${PART}-${2 * PART - 1}/1999999`), answer('bytes 0-5/1999999'), answer(`bytes ${PART}-${2 * PART - 1}/1999999`, '"other"'), answer(`bytes ${PART}-${2 * PART - 1}/1999999`, undefined, 200)], [1, undefined, undefined, undefined])
})

t.test('with a page open it is that which goes on (SV13)', async (t) => {
  const here = await device(t)
  let free = () => {}
  const busy = here.locks.request(saverLock(ada), {}, () => new Promise<void>((resolve) => { free = resolve }))
  await here.copy()
  await here.browser.idle()
  t.match(await here.now(), { state: 'copying', lots: [], parts: [[0, 8]] })
  free()
  await busy
  here.start()
  await eventually('it is checked', async () => (await here.now()).state === 'saved')
})

t.test('a session that is over, a want of room and wrong bytes are said as without it (SV5, SV6, SV13)', async (t) => {
  const signedOut = await device(t)
  const fetch = signedOut.ports.environment.fetch
  let over = false
  signedOut.browser.before = async () => { over = true }
  Object.assign(signedOut.ports.environment, { fetch: (async (input, init) => over && String(input).endsWith('/copy') ? Response.json({ code: 'UNAUTHENTICATED' }, { status: 401 }) : await fetch(input, init)) as typeof globalThis.fetch })
  await signedOut.copy()
  await signedOut.browser.idle()
  t.match(await signedOut.now(), { state: 'waiting', why: 'signedOut', parts: [[0, 8]] }, 'all of it is here all the same')

  const full = await device(t)
  full.browser.before = async (part) => { if (part === 1) full.files.quota = full.files.usage() + PART }
  await full.copy()
  await full.browser.idle()
  t.match(await full.now(), { state: 'failed', why: 'room', lots: [] })

  const wrong = await device(t)
  wrong.job.sha256 = '0'.repeat(64)
  await wrong.copy()
  await wrong.browser.idle()
  t.match(await wrong.now(), { state: 'failed', why: 'damaged', parts: [] })
})

t.test('nothing of who has signed out comes in, whoever is here by then (SV11)', async (t) => {
  for (const next of [undefined, bob]) {
    const here = await device(t)
    here.browser.before = async (part) => {
      if (part !== 1) return
      here.session.userId = next
      await forgetSaved({ openChannel: here.openChannel, locks: here.locks, root: here.files.root, tasks: async () => here.browser }, ada)
    }
    await here.copy()
    await here.browser.idle()
    t.same([[...here.files.files.keys()], await here.browser.getIds()], [[], []])
  }
  const late = await device(t)
  late.browser.before = async () => { late.session.userId = bob }
  await late.copy()
  const before = late.files.files.size
  await late.browser.idle()
  t.equal(late.files.files.size, before, 'what was ended too late is thrown away')
})
