/** What browsers do to an app that keeps its data in them, one after the other: one service, two devices of one person. */

import type { CDPSession, Page } from 'playwright-core'
import type { Command } from '../../domain/command.ts'
import type { DomainEvent } from '../../domain/index.ts'
import type { CommandAnswer, SyncPage } from '../../projections/wire.ts'
import { readyForOffline, signedInDevice, signInOn } from '../support/app.ts'
import { openAlteringProxy } from '../support/altering-proxy.ts'
import { eventually } from '../support/eventually.ts'
import { fullOfPosters, ratingsOf } from '../support/full-of-posters.ts'
import { demoCredentials, newCommand, newJobId, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import { installed, kept, setClockOff, worksOffline } from '../support/of-a-browser.ts'
import t from '../support/tap.ts'

const DAY_MS = 86_400_000
const [nosferatu, metropolis, general, caligari] = [653, 19, 961, 234] as const
const rating = (page: Page, name: string) => page.getByRole('button', { name: `Rate: ${name}` })
const rated = (page: Page, name: string) => page.getByRole('button', { name: `Rate: ${name}`, pressed: true })

const toast = (page: Page, text: string) => page.locator('.toast', { hasText: text })

t.test('whatever a browser does to an app that lives in it, nothing that was accepted is lost', async (t) => {
  const service = await startService(t)
  const proxy = await openAlteringProxy(t, service.port)
  const [credentials, others] = [demoCredentials(service, 'member'), demoCredentials(service, 'admin')]
  const person = await signIn(service.url, credentials)
  await person.send(newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: nosferatu }, rating: 'LIKE' }), newCommand('AddToWatchlist', { title: { mediaType: 'movie', tmdbId: metropolis } }))
  // It arrives while the first of this happens.
  await person.send(newCommand('RequestFetch', { movieId: general, jobId: newJobId() }))
  const { context, page } = await signedInDevice(t, proxy, credentials)
  const second = await signedInDevice(t, proxy, credentials)
  const film = (tmdbId: number) => `${proxy.url}/movie/${tmdbId}`
  const devtools: CDPSession = await context.newCDPSession(page)
  t.beforeEach(async () => await context.setOffline(false))
  const throwAway = async (storageTypes: string) => { await devtools.send('Storage.clearDataForOrigin', { origin: proxy.url, storageTypes }) }

  await t.test('[SY32] thrown away while the app is open: the screen stays, what was not sent is kept anew and sent, and the rest comes back', async (t) => {
    await page.goto(film(nosferatu))
    await rated(page, 'Like').waitFor()
    await context.setOffline(true)
    await rating(page, 'Dislike').click()
    await rated(page, 'Dislike').waitFor()
    const files = await installed(page)
    await throwAway('indexeddb,cache_storage,file_systems,local_storage')
    await eventually('a database is there again', async () => (await kept(page)).databases.length >= 2)
    await rating(page, 'Love').click()
    await rated(page, 'Love').waitFor()
    await context.setOffline(false)
    await eventually('both reach the server', async () => (await ratingsOf(person, nosferatu)).length === 3)
    t.same(await ratingsOf(person, nosferatu), ['LIKE', 'DISLIKE', 'SUPER_LIKE'], 'in their order, each once')
    await page.goto(`${proxy.url}/library?shelf=rated`)
    await eventually('the files of the app are complete again', async () => await installed(page) === files && files > 50)
    await context.setOffline(true)
    await page.reload()
    await page.getByRole('link', { name: 'Nosferatu (1922)' }).first().waitFor()
    t.pass('it starts with no network again')
    await context.setOffline(false)
  })

  await t.test('[SY32] thrown away while the app is closed: some of it or all, it begins anew by itself, or at the sign-in page', async (t) => {
    await page.goto('about:blank')
    await throwAway('indexeddb')
    await page.goto(film(nosferatu))
    await rated(page, 'Love').waitFor()
    t.pass('with the session that the browser left it, it asks for everything')
    await page.goto('about:blank')
    await throwAway('all')
    await signInOn(page, proxy.url, credentials)
    await readyForOffline(page)
    await page.goto(film(nosferatu))
    await rated(page, 'Love').waitFor()
  })

  await t.test('[SY29] a device that is full refuses an act in words, takes in nothing by halves, and goes on when there is room', async (t) => {
    await page.goto('about:blank')
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: proxy.url, quotaSize: 1 })
    // The browser remembers for as long as a database is open that there was room.
    await page.waitForTimeout(3_000)
    await page.goto(film(general))
    await rating(page, 'Like').waitFor()
    await rating(page, 'Like').click()
    await page.getByText('this device has no room left to keep it').first().waitFor()
    t.equal(await rated(page, 'Like').count(), 0, 'what could not be kept is not shown as done')
    await person.send(newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: general }, rating: 'OK' }))
    await page.reload()
    await page.getByRole('button', { name: 'Save The General on this device' }).click()
    await page.getByText('this device has no room left to keep it').first().waitFor()
    await toast(page, 'This device is full').waitFor()
    await page.goto(`${proxy.url}/offline`)
    await page.getByRole('alert').getByText('This device is full').waitFor()
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: proxy.url })
    await page.goto(film(general))
    await rated(page, 'OK').waitFor()
    await rating(page, 'Like').click()
    await rated(page, 'Like').waitFor()
    await eventually('it reaches the server', async () => (await ratingsOf(person, general)).join() === 'OK,LIKE')
  })

  await t.test('[SY29] full of posters: the oldest give way, half of them, the newest stay, and what is done meanwhile or waits to be sent is kept',
    (t) => fullOfPosters(t, { page, devtools, url: proxy.url, films: [metropolis, nosferatu], person }))

  await t.test('the bytes of a saved film are thrown away, and nothing else: its page says so, and it can be saved again', async (t) => {
    await page.goto(film(general))
    await page.getByRole('button', { name: 'Save The General on this device' }).click()
    await page.getByText('Saved offline', { exact: true }).waitFor({ timeout: 180_000 })
    await throwAway('file_systems')
    await page.reload()
    await page.getByText('The browser has taken part of it away').first().waitFor()
    t.pass('it is told')
  })

  await t.test('[SY13] the tab that sends for all is gone: the next one sends what both had', async (t) => {
    const other = await context.newPage()
    await page.goto(film(metropolis))
    await other.goto(film(caligari))
    await rating(page, 'Like').waitFor()
    await rating(other, 'Like').waitFor()
    await context.setOffline(true)
    await rating(page, 'Like').click()
    await rated(page, 'Like').waitFor()
    await rating(other, 'OK').click()
    await rated(other, 'OK').waitFor()
    await page.goto('about:blank')
    await context.setOffline(false)
    await eventually('both reach the server', async () => (await ratingsOf(person, metropolis)).at(-1) === 'LIKE' && (await ratingsOf(person, caligari)).join() === 'OK')
    await page.goto(film(caligari))
    await rated(page, 'OK').waitFor()
    await other.close()
    await rating(page, 'Love').click()
    await eventually('and the first again after it', async () => (await ratingsOf(person, caligari)).join() === 'OK,SUPER_LIKE')
    t.pass('the tabs hand over')
  })

  await t.test('[SY9] an older server does not know a command: it waits, holds up no other, and goes when the server has learnt it', async (t) => {
    const learn = proxy.alter('/api/commands', async (asked, forward) => {
      const { commands } = JSON.parse(asked) as { commands: Command[] }
      // One command of a stream at a time: it is alone.
      if (!commands.every(({ type }) => type === 'AddFavourite')) return await forward()
      return JSON.stringify({ outcomes: commands.map(({ id }) => ({ id, status: 'unknown', code: 'UNKNOWN_COMMAND', message: 'This server does not know AddFavourite.' })) } satisfies CommandAnswer)
    })
    t.teardown(learn)
    await page.goto(film(nosferatu))
    await rated(page, 'Love').waitFor()
    await page.getByRole('button', { name: 'Add to favourites' }).first().click()
    await rating(page, 'OK').click()
    await eventually('the rating after it arrives', async () => (await ratingsOf(person, nosferatu)).at(-1) === 'OK')
    await page.goto(`${proxy.url}/offline`)
    await page.getByRole('heading', { name: 'Waiting for a newer server' }).waitFor()
    learn()
    await page.reload()
    await page.getByText('Nothing is waiting').waitFor()
    await page.getByRole('heading', { name: 'Waiting for a newer server' }).waitFor({ state: 'detached' })
    t.pass('it is sent, once')
  })

  await t.test('[SY19] a newer server tells of what this app does not know: the rest is shown, and the app goes on', async (t) => {
    let told = 0
    const stop = proxy.alter('/api/sync', async (_asked, forward) => (await forward()).split('\n').map((line) => {
      const sent = line && JSON.parse(line) as SyncPage
      const last = sent && sent.events.at(-1)
      if (!last) return line
      told++
      return JSON.stringify({ ...sent, events: [...sent.events, { ...last, id: crypto.randomUUID(), type: 'MoodNoted', version: last.version + 1, data: { mood: 'eerie' } } as unknown as DomainEvent] })
    }).join('\n'))
    t.teardown(stop)
    await page.goto('about:blank')
    await throwAway('indexeddb')
    await page.goto(film(nosferatu))
    await rated(page, 'OK').waitFor()
    t.ok(told > 0, `told ${told} times`)
    await page.goto(`${proxy.url}/history`)
    await page.getByRole('listitem').filter({ hasText: 'Nosferatu' }).first().waitFor()
    await page.goto(film(nosferatu))
    await rating(page, 'Love').click()
    await eventually('what is done on top of it arrives', async () => (await ratingsOf(person, nosferatu)).at(-1) === 'SUPER_LIKE')
    stop()
    await page.goto('about:blank')
    await throwAway('indexeddb')
  })

  await t.test('[SY3] a new version of the app waits until it is wanted, and what is unsent outlives the change', async (t) => {
    await page.goto(film(general))
    await rated(page, 'Like').waitFor()
    await page.goto(`${proxy.url}/offline`)
    await page.getByRole('switch', { name: 'Work offline' }).check({ force: true })
    await eventually('the device has taken note of it', () => worksOffline(page))
    await page.reload()
    await page.getByRole('switch', { name: 'Work offline', checked: true }).waitFor()
    await page.goto(film(general))
    await rating(page, 'Love').click()
    await rated(page, 'Love').waitFor()
    const back = proxy.alter('/service-worker.js', async (_asked, forward) => `${await forward()}\n// another version`)
    t.teardown(back)
    const changeOver = async () => {
      await page.evaluate(async () => void await (await navigator.serviceWorker.ready).update())
      await toast(page, 'A new version is ready').waitFor()
      const reloaded = page.waitForEvent('load')
      await page.getByRole('button', { name: 'Reload now' }).click()
      await reloaded
    }
    await changeOver()
    await rated(page, 'Love').waitFor()
    await page.goto(`${proxy.url}/offline`)
    await page.getByRole('listitem').filter({ hasText: 'The General' }).filter({ hasText: 'Rated it' }).waitFor()
    back()
    await changeOver()
    await page.getByRole('listitem').filter({ hasText: 'The General' }).filter({ hasText: 'Rated it' }).waitFor()
    await page.getByRole('switch', { name: 'Work offline' }).uncheck({ force: true })
    await eventually('it is sent', async () => (await ratingsOf(person, general)).at(-1) === 'SUPER_LIKE')
    t.pass('nothing was lost on the way')
  })

  await t.test('[SY31] clocks a day wrong, ahead and behind: each is signed in and in step, the order is the server\'s, and each act keeps the time its device gave it', async (t) => {
    const pages = await Promise.all([[context, DAY_MS], [second.context, -DAY_MS]].map(async ([of, offMs]) => {
      const wrong = await (of as typeof context).newPage()
      await setClockOff(wrong, offMs as number)
      await wrong.goto(film(caligari))
      await rated(wrong, 'Love').waitFor()
      return wrong
    }))
    await page.goto('about:blank')
    await second.page.goto('about:blank')
    const [ahead, behind] = pages as [Page, Page]
    await rating(ahead, 'Like').click()
    await rated(behind, 'Like').waitFor()
    await rating(behind, 'Dislike').click()
    await rated(ahead, 'Dislike').waitFor()
    const events = (await person.replica()).events.filter((event) => event.type === 'TitleRated' && event.stream.endsWith(`_movie_${caligari}`)).slice(-2)
    t.same(events.map(({ data }) => (data as { rating: string }).rating), ['LIKE', 'DISLIKE'], 'who came later is later, whatever the clocks say')
    t.same(events.map(({ meta, recordedAt }) => Math.round((Date.parse(meta.issuedAt) - Date.parse(recordedAt)) / DAY_MS)), [1, -1], 'both times are kept')
    for (const each of pages) {
      await each.reload()
      await rated(each, 'Dislike').waitFor()
      await each.goto(`${proxy.url}/history`)
      await each.getByRole('listitem').filter({ hasText: 'Caligari' }).first().waitFor()
      await each.close()
    }
  })

  await t.test('[SY30] a browser that stores nothing and has no service worker: all works while the page is open, and it says what is lost with it', async (t) => {
    const priv = await second.context.newPage()
    await priv.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get() { throw new DOMException('denied', 'SecurityError') } })
      Reflect.deleteProperty(Navigator.prototype, 'serviceWorker')
      Reflect.deleteProperty(Navigator.prototype, 'locks')
      Reflect.deleteProperty(globalThis, 'caches')
    })
    await priv.goto(film(nosferatu))
    await rated(priv, 'Love').waitFor()
    await rating(priv, 'Like').click()
    await toast(priv, 'Nosferatu').waitFor()
    await toast(priv, 'This browser keeps nothing').waitFor()
    t.pass('told beside what was done')
    await rated(priv, 'Like').waitFor()
    await eventually('it reaches the server', async () => (await ratingsOf(person, nosferatu)).at(-1) === 'LIKE')
    await second.context.setOffline(true)
    await rating(priv, 'Love').click()
    await rated(priv, 'Love').waitFor()
    const asked = priv.waitForEvent('dialog')
    await priv.close({ runBeforeUnload: true })
    t.equal((await asked).type(), 'beforeunload', 'it asks before it is closed with something unsent')
    await (await asked).dismiss()
    await second.context.setOffline(false)
    await eventually('who stays loses nothing', async () => (await ratingsOf(person, nosferatu)).at(-1) === 'SUPER_LIKE')
    await priv.goto(`${proxy.url}/library?shelf=rated`)
    await priv.getByRole('link', { name: 'Nosferatu (1922)' }).first().waitFor()
    await priv.goto(`${proxy.url}/offline`)
    await priv.getByRole('alert').getByText('This browser keeps nothing for Rewind').waitFor()
    await priv.close()
    t.pass('it is read and changed without storage')
  })

  await t.test('[SY16] somebody signs out on a train and somebody else signs in: nothing of the one is left for the other, and the server is told', async (t) => {
    await page.goto(`${proxy.url}/library?shelf=rated`)
    await page.getByRole('link', { name: 'Nosferatu (1922)' }).first().waitFor()
    const sessions = async () => (await person.get<unknown[]>('/api/me/sessions')).length
    const before = await sessions()
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Account', exact: true }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByLabel('Username').waitFor()
    await eventually('no database, picture, film or search of theirs is left', async () => {
      const { databases, caches, files, local } = await kept(page)
      const left = [...databases.filter((name) => name !== 'rewind' && name !== 'storage-probe'), ...caches.filter((name) => !name.includes('precache')), ...files, ...local.filter((name) => name.startsWith('rewind-searches'))]
      return left.length === 0
    })
    await context.setOffline(false)
    await signInOn(page, proxy.url, others)
    await eventually('the session on the train has ended', async () => await sessions() === before - 1)
    await page.goto(`${proxy.url}/library?shelf=rated`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await eventually('it is in step', async () => (await kept(page)).databases.length >= 2)
    t.equal(await page.getByRole('link', { name: 'Nosferatu (1922)' }).count(), 0, 'their library is not the other\'s')
    await page.goto(film(nosferatu))
    await rating(page, 'Like').waitFor()
    t.equal(await page.getByRole('button', { name: /^Rate: /, pressed: true }).count(), 0, 'nor is their rating')
  })
  t.equal(await service.stop(), 0)
})
