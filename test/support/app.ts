/** The app in a real browser, used the way a person uses it: by what is written on the screen. */

import type { Page } from 'playwright-core'
import type { Credentials } from './person.ts'
import type { Host, Service } from './service.ts'
import type { Device } from './browser.ts'
import { openDevice } from './browser.ts'

/** A device with the app open and signed in, its first sync done and the service worker in charge. */
export async function signedInDevice(t: Host, service: Pick<Service, 'url'>, credentials: Credentials, options?: Parameters<typeof openDevice>[0]): Promise<Device> {
  const device = await openDevice(options)
  t.teardown(() => device.close())
  const { page } = device
  await signInOn(page, service.url, credentials)
  await readyForOffline(page)
  return device
}

/** From the sign-in page to Home. */
export async function signInOn(page: Page, url: string, { username, password }: Credentials): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('region', { name: 'Trending' }).waitFor()
}

/** Until the shell is cached and this page is under the service worker's control. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50))
  })
}

/** Searches as a person does and opens the film from the results. */
export async function openFilm(page: Page, query: string, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Search', exact: true }).first().click()
  await page.getByRole('searchbox').fill(query)
  await page.getByRole('link', { name }).first().click()
  await page.getByRole('heading', { level: 1, name: name.replace(/ \(\d{4}\)$/, '') }).waitFor()
  // The link has told the name; only what the catalogue says makes it a film that was looked at.
  await page.locator('title-more').waitFor({ state: 'attached' })
}
