import t from '../../test/support/tap.ts'
import { eventually } from '../../test/support/eventually.ts'
import { ada, bob } from '../../test/support/given.ts'
import { live, person, world } from '../../test/support/sync-person.ts'
import { openDevice } from './device.ts'

t.test('where nothing is known of anybody, whether somebody is signed in is asked without being refused', async (t) => {
  const { server, browser } = world()
  const here = browser()
  const statuses: number[] = []
  const { fetch } = here.environment
  here.environment.fetch = async (...asked) => {
    const answer = await fetch(...asked)
    statuses.push(answer.status)
    return answer
  }
  const tab = here.openTab()
  t.teardown(() => tab.close())
  t.equal(await tab.open(), undefined)
  t.strictSame(statuses, [200])
  here.cookies.userId = ada
  t.match(await tab.open(), { session: { userId: ada } }, 'by a cookie that another page was given')
  t.strictSame(server.received, [])
})

t.test('[SY16] a sign-out that the page did not live to complete is completed when the app opens again', async (t) => {
  const { browser } = world()
  const here = browser()
  const { replica, tab } = await person(t, here)
  await live(replica)
  await tab.close()
  const device = await openDevice(here.environment.indexedDB)
  await device.oweSignOut(true)
  device.close()
  const next = here.openTab()
  t.teardown(() => next.close())
  t.equal(await next.open(), undefined)
  t.strictSame((await here.environment.indexedDB.databases()).map(({ name }) => name), ['rewind'])
  t.strictSame(here.filesRemovedOf, [ada])
  t.equal(here.cookies.userId, undefined)
})

t.test('[SY16] whoever signs in while another is still being removed stays signed in', async (t) => {
  const { browser } = world()
  const here = browser()
  const { replica, tab } = await person(t, here)
  await live(replica)
  // Until it is closed, what is kept of her cannot be removed.
  const { name } = (await here.environment.indexedDB.databases()).find(({ name }) => name!.includes(ada))!
  const held = await new Promise<IDBDatabase>((resolve) => {
    const opening = here.environment.indexedDB.open(name!)
    opening.onsuccess = () => resolve(opening.result)
  })
  const leaving = tab.signOut()
  await eventually('her films are removed', () => here.filesRemovedOf.length > 0)
  const other = here.openTab()
  t.teardown(() => other.close())
  t.equal(await other.signIn({ username: 'bob', password: 'secret' }), 'signed-in')
  held.close()
  await leaving
  t.equal(here.cookies.userId, bob, 'the sign-out that was owed was hers')
  t.match(await other.open(), { session: { userId: bob } })
})

for (const way of ['here', 'from another device'] as const) {
  t.test(`[SY16] nor does anything stay of whoever was being removed when the page went, signed out ${way}`, async (t) => {
    const { browser, server } = world()
    const here = browser()
    const { replica, tab } = await person(t, here)
    await live(replica)
    const { indexedDB } = here.environment
    const { deleteDatabase } = indexedDB
    // As if the page had gone just there.
    const left = new Promise<void>((resolve) => {
      indexedDB.deleteDatabase = () => {
        resolve()
        return new IDBOpenDBRequest()
      }
    })
    if (way === 'here') void tab.signOut()
    else await server.remove(here.cookies, replica.deviceId)
    await left
    indexedDB.deleteDatabase = deleteDatabase
    const next = here.openTab()
    t.teardown(() => next.close())
    t.equal(await next.open(), undefined)
    t.strictSame((await indexedDB.databases()).map(({ name }) => name), ['rewind'])
  })
}
