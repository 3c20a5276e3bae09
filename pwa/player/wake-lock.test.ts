import t from '../../test/support/tap.ts'
import { WakeLock } from './wake-lock.ts'

/** A browser that hands out locks and ends them when the page is out of sight. */
function browser() {
  const page = Object.assign(new EventTarget(), { hidden: false })
  const given: (EventTarget & { released: boolean; release(): Promise<void> })[] = []
  const request = async () => {
    const lock = Object.assign(new EventTarget(), { released: false, release: async () => { lock.released = true; lock.dispatchEvent(new Event('release')) } })
    given.push(lock)
    return lock
  }
  Object.defineProperty(globalThis, 'document', { configurable: true, value: page })
  Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request } })
  const show = async (hidden: boolean) => {
    page.hidden = hidden
    if (hidden) for (const lock of given) if (!lock.released) await lock.release()
    page.dispatchEvent(new Event('visibilitychange'))
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { given, held: () => given.filter(({ released }) => !released).length, show }
}

t.test('the screen stays on while a film plays, again after the page was out of sight, and no longer', async (t) => {
  const { given, held, show } = browser()
  const awake = new WakeLock()
  await awake.stayAwake()
  await awake.stayAwake()
  t.same([given.length, held()], [1, 1])
  await show(true)
  t.equal(held(), 0)
  await show(false)
  t.same([given.length, held()], [2, 1], 'asked for again by itself')
  awake.letSleep()
  await new Promise((resolve) => setTimeout(resolve))
  t.equal(held(), 0)
  await show(true)
  await show(false)
  t.equal(given.length, 2, 'a film that is paused keeps nobody\'s screen on')
})
