/** An admin keeps the projections, in a real browser: sees them live, rebuilds, verifies, pauses, and gets one past an event that it cannot apply. */

import type { RecordedEvent } from '../../domain/event.ts'
import type { EventPage, ProjectionsAnswer } from '../../projections/wire.ts'
import { openData } from '../../server/cli/open-data.ts'
import { loadConfig } from '../../server/config.ts'
import { signedInDevice } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { axeFaults, widthOf } from '../support/look-over.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import type { Service } from '../support/service.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

/** As if the newest event of the library could not be applied. */
async function poison({ dataDir }: Service, event: RecordedEvent): Promise<void> {
  const data = await openData(loadConfig({ DATA_DIR: dataDir }, ''))
  const error = { eventId: event.id, position: event.position, type: event.type, message: 'the star is no number' }
  await data.database.kysely.updateTable('checkpoints').set({ status: 'failed', error: JSON.stringify(error) }).where('name', '=', 'library').execute()
  await data.close()
}

t.test('an admin rebuilds, verifies, pauses and mends projections, seeing each live', async (t) => {
  const service = await startService(t)
  const member = await signIn(service.url, demoCredentials(service, 'member'))
  await member.send(newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: 653 }, rating: 'LIKE' }))
  const admin = await signIn(service.url, demoCredentials(service, 'admin'))
  const newest = async (type: string) => (await admin.get<EventPage>(`/api/admin/events?type=${type}`)).events[0]
  // The library is no longer as a fresh fold once one of its events has been skipped, and what was verified before says so already.
  for (const [colorScheme, verified, viewport] of [['dark', 'library', { width: 390, height: 844 }], ['light', 'taste', { width: 1280, height: 800 }]] as const) {
    const { page, context, close } = await signedInDevice(t, service, demoCredentials(service, 'admin'), { colorScheme, viewport })
    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('link', { name: 'Projections' }).click()
    await page.getByRole('heading', { level: 1, name: 'Projections' }).waitFor()
    const card = (name: string) => page.getByRole('article', { name, exact: true })
    await card('library').getByText('Running').waitFor()

    const rebuilt = (await newest('RebuildCompleted'))?.id
    await card('timeline').getByRole('button', { name: 'Rebuild timeline' }).focus()
    await page.keyboard.press('Enter')
    // What the card says may be of a rebuild before this one.
    await eventually('it is rebuilt', async () => (await newest('RebuildCompleted'))?.id !== rebuilt)
    await card('timeline').getByText(/^Rebuilt .* the tables were swapped in/).waitFor()
    await eventually('the focus stays at the card', () => card('timeline').evaluate((at) => (at.getRootNode() as ShadowRoot).activeElement !== null))
    await card(verified).getByRole('button', { name: `Verify ${verified}` }).click()
    await card(verified).getByText(/rows are as a fresh fold/).waitFor()
    t.pass('what is done is seen when it is done')
    await card('cards').getByRole('button', { name: 'Pause cards' }).click()
    await card('cards').getByText('Paused').waitFor()
    await card('cards').getByRole('button', { name: 'Resume cards' }).click()
    await card('cards').getByText('Running').waitFor()

    const rated = (await newest('TitleRated'))!
    // What comes to it then would be applied, and all be well again.
    await eventually('nothing is on its way to it', async () => (await admin.get<ProjectionsAnswer>('/api/admin/projections')).projections.every(({ lagEvents }) => lagEvents === 0))
    await poison(service, rated)
    await card('library').getByText('It cannot apply TitleRated: the star is no number').waitFor()
    t.same(await axeFaults(page), [], `no accessibility fault in the ${colorScheme}`)
    t.equal(await widthOf(page, viewport.width), viewport.width, 'no wider than the screen')
    t.match(await card('library').getByRole('link', { name: 'Look at the event' }).getAttribute('href'), rated.id)
    await card('library').getByRole('button', { name: 'Skip' }).click()
    const dialog = page.getByRole('dialog', { name: 'Skip this event?' })
    await dialog.getByLabel('Why it may be skipped').fill(`made by hand, ${colorScheme}`)
    await dialog.getByRole('button', { name: 'Skip it' }).click()
    await card('library').getByText('Running').waitFor()
    t.match((await newest('EventSkipped'))!.data, { eventId: rated.id, reason: `made by hand, ${colorScheme}` })

    await context.setOffline(true)
    await page.getByText('What is shown is no longer live').waitFor()
    await context.setOffline(false)
    await page.getByText('What is shown is no longer live').waitFor({ state: 'detached' })
    t.pass('and it says when it is not live')
    await close()
  }
  await eventually('health is green again', async () => (await fetch(`${service.url}/health/ready`)).ok)
  for (const wanted of [/rewind_projection_position\{projection="library"\} [1-9]/, /rewind_projection_state\{projection="library",state="running"\} 1/, /rewind_projection_rebuild_phase\{projection="timeline",phase="done"\} 1/, /rewind_projection_swap_seconds\{projection="timeline"\} \d/]) await eventually(`the metrics say ${wanted}`, async () => wanted.test(await (await fetch(`${service.url}/metrics`)).text()))
  await service.stop()
})
