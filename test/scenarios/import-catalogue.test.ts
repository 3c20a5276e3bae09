/** An admin imports the catalogue, in a real browser and from the command line: sees it live, pauses it, and looks at one title. */

import { films } from '../../demo/catalogue/index.ts'
import type { SyncInfo } from '../../projections/wire-syncs.ts'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults, widthOf } from '../support/look-over.ts'
import { demoCredentials } from '../support/person.ts'
import { rewind } from '../support/rewind-program.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

/** More than a few seconds' worth, none of which the demo has. */
const UNKNOWN = Array.from({ length: 2_000 }, (_, i) => 900_000_000 + i)

t.test('an admin imports TMDB\'s list of a day, pauses an import, and imports and deletes one title', async (t) => {
  const service = await startService(t)
  for (const [i, [colorScheme, viewport]] of ([['light', { width: 1280, height: 800 }], ['dark', { width: 390, height: 844 }]] as const).entries()) {
    const { page, context, close } = await signedInDevice(t, service, demoCredentials(service, 'admin'), { colorScheme, viewport })
    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('link', { name: 'Catalogue' }).click()
    await page.getByRole('heading', { level: 1, name: 'Catalogue' }).waitFor()
    if (i === 0) await page.getByText('Nothing has been imported').waitFor()

    await page.getByRole('button', { name: 'Start an import' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Start an import' })
    await dialog.getByRole('radio', { name: 'TMDB’s list of a day' }).check()
    if (i === 1) await dialog.getByRole('radio', { name: 'Into files first' }).check()
    await dialog.getByRole('button', { name: 'Start it' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const exported = page.getByRole('article', { name: /^TMDB’s films/ }).first()
    await exported.getByText('Done').waitFor({ timeout: 180_000 })
    await page.getByText(`${films.length} titles imported`).waitFor()
    t.pass('seen live until its end')

    await page.getByRole('button', { name: 'Start an import' }).click()
    await dialog.getByRole('radio', { name: 'Numbers of titles' }).check()
    await dialog.getByLabel('Numbers at TMDB').fill('none')
    await dialog.getByRole('button', { name: 'Start it' }).click()
    await dialog.getByRole('alert').getByText(/numbers of titles at TMDB/).waitFor()
    await dialog.getByLabel('Numbers at TMDB').fill(UNKNOWN.join(' '))
    await dialog.getByRole('button', { name: 'Start it' }).click()
    const numbers = page.getByRole('article', { name: '2,000 films by their numbers' }).first()
    await numbers.getByText(/titles\/s/).waitFor()
    await numbers.getByRole('button', { name: /^Pause/ }).press('Enter')
    await numbers.getByText('Paused').waitFor()
    await eventually('the focus stays at the card', () => numbers.evaluate((at) => (at.getRootNode() as ShadowRoot).activeElement !== null))
    await numbers.getByText('What failed, and what TMDB does not have').click()
    await numbers.getByText('TMDB does not have it.').first().waitFor()
    t.same(await axeFaults(page), [], `no accessibility fault in the ${colorScheme}`)
    t.equal(await widthOf(page, viewport.width), viewport.width, 'no wider than the screen')
    await numbers.getByRole('button', { name: /^Cancel/ }).click()
    await numbers.getByText('Cancelled').waitFor()

    await page.getByLabel('Number at TMDB', { exact: true }).fill('653')
    await page.getByRole('button', { name: 'Look it up' }).click()
    // By key: on a phone what is announced lies over it for a while.
    await page.getByRole('button', { name: 'Delete' }).press('Enter')
    await page.getByText('It is not imported.').waitFor()
    await page.getByRole('button', { name: 'Import it' }).click()
    await page.getByRole('link', { name: 'Nosferatu (1922)' }).waitFor()
    await context.setOffline(true)
    await page.getByText('What is shown is no longer live').waitFor()
    await close()
  }

  const run = async (...args: string[]) => await rewind(service.dataDir, args)
  const { lines } = await run('sync', 'list', '--json')
  const runs = lines.map((line) => JSON.parse(line) as SyncInfo)
  t.strictSame(runs.map(({ source, way, status }) => [source.kind, way, status]), [
    ['ids', 'files', 'cancelled'], ['export', 'files', 'completed'], ['ids', 'database', 'cancelled'], ['export', 'database', 'completed'],
  ])
  const started = await run('sync', 'start', 'title', '--kind', 'movie', '--id', '653', '--json')
  t.match([started.code, JSON.parse(started.out)], [0, { status: 'completed', done: 1, startedBy: 'system' }])
  const [{ runId }] = JSON.parse(`[${started.out}]`) as [SyncInfo]
  t.match(await run('sync', 'pause', runId), { code: 1, err: /cannot be done with an import that is completed/ })
  t.match(await run('sync', 'show', '00000000-0000-7000-8000-000000000000'), { code: 3, err: /no such import/ })
  t.match(await run('sync', 'start', 'nothing'), { code: 2, err: /There is no source "nothing"/ })
  await service.stop()
})
