import t from '../../test/support/tap.ts'
import { ada } from '../../test/support/given.ts'
import { world } from '../../test/support/sync-person.ts'

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
