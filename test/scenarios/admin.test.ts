/** An admin looks into history: filters it, opens an event by the keyboard, follows what comes; and says who may do what. */

import { AxeBuilder } from '@axe-core/playwright'
import { signedInDevice } from '../support/app.ts'
import { demoCredentials, newCommand, signIn } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

t.test('an admin filters events, opens one with its causes, and sees new ones come', { timeout: 240_000 }, async (t) => {
  const service = await startService(t)
  const member = await signIn(service.url, demoCredentials(service, 'member'))
  const nosferatu = { mediaType: 'movie', tmdbId: 653 } as const
  await member.send(newCommand('RateMovie', { title: nosferatu, rating: 'LIKE' }))
  for (const [colorScheme, viewport] of [['dark', { width: 390, height: 844 }], ['light', { width: 1280, height: 800 }]] as const) {
    const { page, close } = await signedInDevice(t, service, demoCredentials(service, 'admin'), { colorScheme, viewport })
    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('link', { name: 'Events' }).click()
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor()
    await page.getByLabel('Type').fill('TitleRated')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.waitForURL(/type=TitleRated/)
    const rows = page.getByRole('region', { name: 'Events' }).getByRole('link')
    await rows.filter({ hasNotText: 'TitleRated' }).first().waitFor({ state: 'detached' })
    await rows.filter({ hasText: 'movie_653' }).first().waitFor()
    t.pass('the rating is there')

    await rows.filter({ hasText: 'movie_653' }).first().focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: 'One event' })
    await panel.getByText('Causes and effects').waitFor()
    await panel.getByRole('link', { name: 'TitleWatched' }).waitFor()
    t.pass('it is shown with what else its command did')
    t.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width, 'no wider than the screen')
    const { violations } = await new AxeBuilder({ page }).analyze()
    t.same(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`), [], `no accessibility fault in the ${colorScheme}`)
    await panel.getByRole('button', { name: 'Verify this stream' }).click()
    await panel.getByText(/events? (is|are) as (it was|they were) recorded/).waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    t.match(await page.evaluate(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.textContent }), /movie_653/, 'and the focus is back on its row')

    await page.getByRole('button', { name: 'Verify all' }).click()
    await page.getByText(/events are as they were recorded/).waitFor()
    t.pass('nothing of the record was changed')
    await page.getByLabel('Follow live').check()
    await member.send(newCommand('RateMovie', { title: { mediaType: 'movie', tmdbId: colorScheme === 'dark' ? 19 : 961 }, rating: 'SUPER_LIKE' }))
    await rows.filter({ hasText: colorScheme === 'dark' ? 'movie_19' : 'movie_961' }).first().waitFor()
    t.pass('what happens meanwhile comes by itself')
    await close()
  }

  const [admins, members] = await Promise.all((['admin', 'member'] as const).map((who) => signedInDevice(t, service, demoCredentials(service, who), { viewport: { width: 390, height: 844 } })))
  const { page } = admins!
  const told = (text: string) => page.getByRole('paragraph').filter({ hasText: text })
  const links = members!.page.getByRole('link', { name: 'People', exact: true })
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('link', { name: 'People', exact: true }).click()
  await page.getByRole('button', { name: 'Change the role of member' }).press('Enter')
  await page.getByRole('radio', { name: /^Admin/ }).press('Space')
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter')
  await told('member: Admin from now on').waitFor()
  await members!.page.getByRole('button', { name: 'Account' }).click()
  await links.waitFor()
  t.pass('who was made an admin is one at once, without asking')
  const { violations } = await new AxeBuilder({ page }).analyze()
  t.same(violations.map(({ id }) => id), [], 'no accessibility fault')
  await page.getByRole('button', { name: 'Undo' }).click()
  await links.waitFor({ state: 'detached' })
  t.pass('and is none as soon as that is undone')
  t.equal(await page.getByRole('button', { name: 'Disable the account of admin' }).count(), 0, 'nobody is offered to lock themself out')
  await service.stop()
})
