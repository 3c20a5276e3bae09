/** Makes the README's pictures: `npm run screenshots`. A demo with a week's life in it, photographed in both lights, on a desk and a phone. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Page } from 'playwright-core'
import { signedInDevice } from './support/app.ts'
import { eventually } from './support/eventually.ts'
import { demoCredentials, newCommand, newJobId, signIn } from './support/person.ts'
import { startService } from './support/service.ts'

const folder = join(import.meta.dirname, '../docs/images')
const desk = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }
const listId = '0a0a0a0a-0000-4000-8000-0000000000aa'
const endings: (() => unknown)[] = []
const host = { teardown: (run: () => unknown) => endings.push(run) }

interface Shot { readonly name: string; readonly path: string; readonly viewport: { width: number; height: number }; readonly colorScheme: 'dark' | 'light' }
const everywhere = (name: string, path: string): readonly Shot[] => [
  { name: `${name}-dark`, path, viewport: desk, colorScheme: 'dark' },
  { name: `${name}-light`, path, viewport: desk, colorScheme: 'light' },
  { name: `${name}-phone-dark`, path, viewport: phone, colorScheme: 'dark' },
  { name: `${name}-phone-light`, path, viewport: phone, colorScheme: 'light' },
]
const shots: readonly Shot[] = [
  ...everywhere('home', '/'), ...everywhere('title', '/movie/653'), ...everywhere('library', '/library'), ...everywhere('history', '/history'),
  ...everywhere('lists', '/lists'), ...everywhere('list', `/lists/${listId}`), ...everywhere('list-public', `/l/${listId}`),
  ...everywhere('downloads', '/downloads'), ...everywhere('search', '/search?q=the'), ...everywhere('discover', '/discover?genres=35'), ...everywhere('topics', '/topics'), ...everywhere('offline', '/offline'),
]
/** What the README shows; the rest is for looking at, in the folder that SCREENSHOTS names. */
const kept = new Set(['home-dark', 'title-light', 'library-phone-dark'])

async function live(url: string, credentials: Parameters<typeof signIn>[1]): Promise<void> {
  const person = await signIn(url, credentials)
  const movie = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const
  for (const id of [19, 961, 234, 10098, 962, 4808]) await person.send(newCommand('AddToWatchlist', { ...movie(id), priority: id % 2 ? 'HIGH' : 'MEDIUM' }))
  for (const [id, rating] of [[653, 'SUPER_LIKE'], [992, 'LIKE'], [775, 'LIKE'], [20367, 'OK']] as const) await person.send(newCommand('RateMovie', { ...movie(id), rating }))
  await person.send(newCommand('AddFavourite', movie(653)), newCommand('TagTitle', { ...movie(653), tag: 'silent' }))
  await person.send(newCommand('CreateList', { listId, name: 'Rainy Sundays', description: 'For when it pours and nobody wants to go anywhere.', visibility: 'public' }))
  for (const id of [653, 19, 961, 234]) await person.send(newCommand('AddToList', { listId, ...movie(id) }))
  await person.send(newCommand('NoteListItem', { listId, ...movie(653), note: 'With the lights out. Orlok on the stairs is still the best shadow ever filmed.' }))
  const jobId = newJobId()
  await person.send(newCommand('RequestFetch', { movieId: 653, jobId }))
  await eventually('the first film is ready', async () => (await person.get<{ job: { status: string } }>(`/api/jobs/${jobId}`)).job.status === 'ready', 60_000)
  await person.send(newCommand('RecordProgress', { ...movie(653), positionSeconds: 25, durationSeconds: 62 }))
  await eventually('every card is there', async () => (await person.replica()).cards.size >= 10)
}

/** Takes some of it back, and answers the moment before. */
async function regret(url: string, credentials: Parameters<typeof signIn>[1]): Promise<string> {
  const person = await signIn(url, credentials)
  const movie = (tmdbId: number) => ({ title: { mediaType: 'movie', tmdbId } }) as const
  const then = (await person.replica()).events.reduce((newest, { recordedAt }) => recordedAt > newest ? recordedAt : newest, '')
  await eventually('time has passed', () => new Date().toISOString() > then)
  for (const id of [19, 961, 10098]) await person.send(newCommand('RemoveFromWatchlist', movie(id)))
  await person.send(newCommand('SetWatchlistPriority', { ...movie(234), priority: 'LOW' }), newCommand('UntagTitle', { ...movie(653), tag: 'silent' }), newCommand('RemoveFromList', { listId, ...movie(961) }))
  return then
}

async function settled(page: Page): Promise<void> {
  await page.getByRole('main').waitFor()
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(700)
  // A fresh device tells what is new; that is no part of any screen.
  const close = page.getByRole('region', { name: 'Announcements' }).getByRole('button', { name: 'Close' })
  if (await close.isVisible()) await close.click()
}

try {
  const service = await startService(host)
  const credentials = demoCredentials(service, 'member')
  await live(service.url, credentials)
  const others = process.env['SCREENSHOTS']
  if (others) mkdirSync(others, { recursive: true })
  mkdirSync(folder, { recursive: true })
  const photograph = async (wanted: readonly Shot[]) => {
    for (const { name, path, viewport, colorScheme } of wanted.filter(({ name }) => others || kept.has(name))) {
      const { page, close } = await signedInDevice(host, service, credentials, { viewport, colorScheme })
      await page.goto(service.url + path)
      await settled(page)
      await page.screenshot({ path: join(kept.has(name) ? folder : others!, `${name}.png`) })
      await close()
    }
  }
  await photograph(shots)
  const then = await regret(service.url, credentials)
  await photograph([...everywhere('library-then', `/library?at=${then}`), ...everywhere('title-then', `/movie/653?at=${then}`), ...everywhere('list-then', `/lists/${listId}?at=${then}`)])
} finally {
  for (const end of endings.reverse()) await end()
}
