import t from '../../test/support/tap.ts'
import { registerServiceWorker } from './register-service-worker.ts'

/** A worker as the browser shows it to a page. */
class Worker extends EventTarget {
  state = 'installing'
  readonly told: unknown[] = []
  postMessage(message: unknown): void { this.told.push(message) }
  become(state: string): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

/** A page of a browser, with what it has registered. */
function openPage({ active = new Worker(), installing = null, waiting = null }: { active?: Worker | null; installing?: Worker | null; waiting?: Worker | null } = {}) {
  const registration = Object.assign(new EventTarget(), { active, installing, waiting, updates: 0, async update() { registration.updates++ } })
  const container = Object.assign(new EventTarget(), { controller: active, register: async () => registration })
  const offered: (() => void)[] = []
  const page = { reloads: 0, hourly: () => {} }
  const registered = registerServiceWorker((changeOver) => offered.push(changeOver), {
    container: container as unknown as ServiceWorkerContainer, reload: () => { page.reloads++ }, every: (_ms, run) => { page.hourly = run },
  })
  const find = (found: Worker) => {
    registration.installing = found
    registration.dispatchEvent(new Event('updatefound'))
  }
  const handOver = (to: Worker) => {
    container.controller = to
    container.dispatchEvent(new Event('controllerchange'))
  }
  return { registration, offered, page, registered, find, handOver }
}

t.test('a new version is offered once it is installed, and takes over when it is wanted', async (t) => {
  const { registration, offered, page, registered, find, handOver } = openPage()
  await registered
  t.same(registration.active?.told, [{ type: 'COMPLETE' }])
  page.hourly()
  t.equal(registration.updates, 1)
  const newer = new Worker()
  find(newer)
  t.equal(offered.length, 0)
  newer.become('installed')
  t.equal(offered.length, 1)
  t.same([newer.told, page.reloads], [[], 0], 'it waits')
  offered[0]!()
  t.same(newer.told, [{ type: 'SKIP_WAITING' }])
  handOver(newer)
  t.equal(page.reloads, 1)
})

t.test('one that the browser found while the page was being opened is offered too, installed by then or not', async (t) => {
  const [installing, waiting] = [new Worker(), new Worker()]
  const early = openPage({ installing })
  await early.registered
  installing.become('installed')
  t.equal(early.offered.length, 1, 'its being found was over before anybody listened')
  const there = openPage({ waiting })
  await there.registered
  t.equal(there.offered.length, 1)
})

t.test('the first install takes charge by itself; a change of hands in another tab is offered, not forced', async (t) => {
  const { offered, page, registered, handOver } = openPage({ active: null })
  await registered
  handOver(new Worker())
  t.same([offered.length, page.reloads], [0, 0])
  handOver(new Worker())
  t.same([offered.length, page.reloads], [1, 0])
  offered[0]!()
  t.equal(page.reloads, 1)
})

t.test('a browser without service workers goes without', async (t) => {
  await registerServiceWorker(() => t.fail('offered'), { container: undefined, reload: () => {}, every: () => t.fail('asks') })
  t.pass('nothing happens')
})
