/** A serial followed from its first episode: marked by episode and by season, taken back, online and off. */

import type { Page } from 'playwright-core'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import type { Test } from '../support/tap.ts'
import t from '../support/tap.ts'

const judex = '/tv/1800000005'
const elaine = '/tv/1800000002'

async function accessible(t: Test, page: Page, where: string): Promise<void> {
  t.same(await axeFaults(page), [], `axe finds nothing: ${where}`)
}

t.test('a season is marked and taken back at once, an episode in its sheet; with no network it goes on, and Home knows what is next', async (t) => {
  const service = await startService(t)
  const credentials = demoCredentials(service, 'member')
  const script = await signIn(service.url, credentials)
  await script.send(newCommand('AddToWatchlist', { title: { mediaType: 'tv', tmdbId: 1_800_000_002 } }))
  const plays = async (path = judex) => {
    const { entry } = await script.get<{ entry: { plays: { season?: number; episode?: number }[] } | null }>(`/api/library${path}`)
    return (entry?.plays ?? []).map(({ season, episode }) => `${season}x${episode}`).sort().join(' ')
  }
  const { page, context } = await signedInDevice(t, service, credentials)
  const toast = page.getByRole('status', { name: 'Announcements' })
  const row = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })
  const watched = (label: string, name: string) => page.getByRole('button', { name: `Watched: ${label} ${name}`, exact: true })

  await page.goto(service.url + judex)
  await page.getByText('Begin with').waitFor()
  await page.getByRole('button', { name: 'Mark as watched: Judex', exact: true }).click()
  await page.getByText('12 of 24 watched').waitFor()
  await page.getByRole('link', { name: 'S2 E1 · The Mystery of a Summer Night' }).waitFor()
  const undo = page.getByRole('button', { name: 'Undo', exact: true })
  // Where the focus is, what is told stays for as long as the server takes.
  await undo.focus()
  await eventually('the season is on the server, episode by episode', async () => (await plays()).split(' ').length === 12)
  await undo.click()
  await page.getByRole('button', { name: 'Do it' }).click()
  await page.getByText('Begin with').waitFor()
  await eventually('one undo took back all of it', async () => await plays() === '')
  await accessible(t, page, 'the page of a series')

  await page.getByRole('link', { name: 'Judex', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Judex' }).waitFor()
  await watched('S1 E1', 'The Mysterious Shadow').click()
  await page.getByText('1 of 12 watched').waitFor()
  await page.getByRole('button', { name: 'Show S1 E3 all the same' }).waitFor()
  t.equal(await page.getByRole('button', { name: 'Show S1 E2 all the same' }).count(), 0, 'what is next is not covered')
  await accessible(t, page, 'a season')

  await page.getByRole('link', { name: '3 The Fantastic Dog Pack' }).click()
  await page.getByRole('dialog', { name: 'The Fantastic Dog Pack' }).getByText('Cast').waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('dialog', { name: 'The Atonement' }).getByText('René Cresté').waitFor()
  await accessible(t, page, 'an episode')
  await page.keyboard.press('w')
  await page.getByRole('dialog').getByRole('button', { name: 'Watched', exact: true }).waitFor()
  await page.waitForURL(`${service.url}${judex}/season/1/episode/2`)
  t.pass('a sheet has its address')
  await page.goBack()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.waitForURL(`${service.url}${judex}/season/1`)
  t.pass('going back closes it, however often it was turned')
  await page.getByText('2 of 12 watched').waitFor()

  await context.setOffline(true)
  await row('5 The Tragic Mill').getByRole('button', { name: 'Mark all up to S1 E5 as watched' }).click()
  await page.getByText('5 of 12 watched').waitFor()
  await page.getByRole('link', { name: 'Home', exact: true }).first().click()
  const next = page.getByRole('region', { name: 'Next episodes' })
  await next.getByText('S1 E6 · The Licorice Kid').waitFor()
  await next.getByRole('button', { name: 'Watched: Judex, S1 E6 The Licorice Kid' }).click()
  await next.getByText('S1 E7 · The Woman in Black').waitFor()
  await toast.getByText('Judex: Watched season 1, episode 6').waitFor()
  await page.getByRole('region', { name: 'Your watchlist' }).getByRole('link', { name: 'The Exploits of Elaine (1914)' }).click()
  // Its name, if the title has been fetched ahead by now.
  await page.getByRole('link', { name: /^(Season 3|The Romance of Elaine)$/ }).click()
  await page.getByText('only its numbers are known').waitFor()
  await watched('S3 E1', 'Episode 1').click()
  await toast.getByText('The Exploits of Elaine: Watched season 3, episode 1 and took it off the watchlist').waitFor()

  await context.setOffline(false)
  await eventually('all of it arrived', async () => await plays() === '1x1 1x2 1x3 1x4 1x5 1x6' && await plays(elaine) === '3x1')
  await service.stop()
  await page.goto(`${service.url}${judex}/season/1`)
  await page.getByText('6 of 12 watched').waitFor()
  await row('7 The Woman in Black').getByText('Next').waitFor()
})
