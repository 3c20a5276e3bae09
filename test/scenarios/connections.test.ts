/** An admin sets up a news server and an indexer, tries them out, and slows downloads down; by the keyboard where that is quicker. */

import { AxeBuilder } from '@axe-core/playwright'
import { startNntpServer } from '../../demo/nntp-server.ts'
import { signedInDevice } from '../support/app.ts'
import { demoCredentials } from '../support/person.ts'
import { startService } from '../support/service.ts'
import t from '../support/tap.ts'

t.test('an admin sets up connections, tries them out, orders them, and pauses downloads', { timeout: 240_000 }, async (t) => {
  const service = await startService(t)
  const nntp = await startNntpServer({ account: { username: 'ann', password: 's3cret' } })
  t.teardown(() => nntp.stop())
  const { page } = await signedInDevice(t, service, demoCredentials(service, 'admin'), { colorScheme: 'dark', viewport: { width: 390, height: 844 } })
  const field = (name: string) => page.getByRole('dialog').getByRole('textbox', { name, exact: true })
  const number = (name: string) => page.getByRole('dialog').getByRole('spinbutton', { name })
  const said = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const sound = async (what: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    t.same(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`), [], `no accessibility fault: ${what}`)
    t.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `no wider than the screen: ${what}`)
  }
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('link', { name: 'Connections' }).click()
  await page.getByRole('region', { name: 'News servers' }).getByText('Set by the demo').waitFor()

  await page.getByRole('button', { name: 'Add a news server' }).focus()
  await page.keyboard.press('Enter')
  for (const [name, value] of [['Name', 'Giga'], ['Server', '127.0.0.1'], ['User name', 'ann'], ['Password', 'wrong']] as const) await field(name).fill(value)
  await number('Port').fill(String(nntp.port))
  await number('Connections').fill('3')
  await page.getByLabel('Encrypted (TLS)').uncheck()
  await page.getByLabel('On my own network').check()
  await page.getByRole('button', { name: 'Try it out' }).click()
  await said(/Type the user name and password once more/)
  await field('Password').fill('s3cret')
  await page.getByRole('button', { name: 'Try it out' }).click()
  await said('3 of 3 at once.')
  await sound('the form')
  await field('Password').press('Enter')
  const giga = page.getByRole('article', { name: 'Giga' })
  await giga.getByText('In use').waitFor()
  await giga.getByRole('button', { name: 'Test Giga' }).click()
  await giga.getByText('3 of 3 at once.').waitFor()
  t.pass('what is set up works, with the password that was typed and is not shown')

  await giga.getByRole('button', { name: 'Change Giga' }).click()
  t.equal(await field('Password').inputValue(), '', 'nor when it is changed')
  await field('Name').fill('Giga of the house')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('article', { name: 'Giga of the house' }).getByText('In use').waitFor()
  for (const name of ['First', 'Second']) {
    await page.getByRole('button', { name: 'Add an indexer' }).click()
    await field('Name').fill(name)
    await field('Address').fill('https://api.indexer.example')
    await field('API key').fill('a key')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('article', { name }).waitFor()
  }
  await page.getByRole('button', { name: 'Earlier Second' }).press('Enter')
  await page.getByRole('button', { name: 'Later Second' }).waitFor()
  await page.getByRole('button', { name: 'Remove First' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('article', { name: 'First' }).waitFor({ state: 'detached' })
  t.pass('indexers are put in order and removed')

  await page.getByRole('button', { name: 'Pause downloads' }).press('Enter')
  await said(/Downloads are paused/)
  await page.getByRole('button', { name: 'Let downloads go on' }).press('Enter')
  await page.getByLabel('Speed at most').selectOption('5000000')
  await said(/at 5 MB a second at most/)
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByLabel('Sunday').check()
  await page.getByRole('button', { name: 'Save the schedule' }).click()
  await said('The schedule is saved.')
  await page.emulateMedia({ colorScheme: 'light' })
  await sound('the screen')
  await page.reload()
  await page.getByRole('group', { name: 'Rule 1' }).getByLabel('Sunday').waitFor()
  t.ok(await page.getByLabel('Sunday').isChecked(), 'all of it stays')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Pause downloads' }).click()
  await said('Connections can be changed when the server can be reached.')
  await service.stop()
})
