import t from '../../test/support/tap.ts'
import { routes } from '../routes.ts'
import type { KeysOf } from './key-groups.ts'
import { keysOf } from './key-groups.ts'

const admin: KeysOf = { role: 'admin', screen: 'home', bare: false, fullScreen: true, volume: true }
const told = (of: Partial<KeysOf>) => {
  const { here, elsewhere } = keysOf({ ...admin, ...of })
  const flat = (groups: typeof here) => groups.flatMap(({ rows }) => rows.map(({ does }) => does))
  return { here: flat(here), elsewhere: flat(elsewhere), groups: here.map(({ name }) => name), others: elsewhere.map(({ name }) => name) }
}

t.test('a guest is told of what looks around, and of nothing that changes, plays or takes back', async (t) => {
  const guest = told({ role: 'guest' })
  t.strictSame(guest.here, ['keys.palette', 'keys.search', 'keys.settings', 'keys.help', 'keys.then', 'keys.lists', 'keys.posters'])
  t.strictSame(guest.elsewhere, ['keys.turn'])
})

t.test('who may not change the order of downloads is not told how', async (t) => {
  t.strictSame([told({ role: 'viewer', screen: 'downloads' }), told({ role: 'member', screen: 'downloads' })].map(({ here }) => here.includes('keys.priority')), [false, true])
  t.notOk(told({ role: 'viewer' }).others.includes('nav.downloads'), 'no heading without a key')
})

t.test('what a screen knows comes with it, the rest stands apart', async (t) => {
  t.strictSame(told({ screen: 'list' }).groups, [null, 'keys.title.atHand', 'keys.library', 'keys.list'])
  t.strictSame(told({ screen: 'player', bare: true }).groups, ['keys.player', null], 'in the player its own come first, and those that lead to posters or change a title are not there')
  t.notOk(told({ screen: 'player', bare: true }).here.some((does) => does === 'keys.posters' || does === 'keys.lists'))
  for (const { name } of routes) t.equal(new Set([...told({ screen: name }).groups, ...told({ screen: name }).others]).size, 8, `${name}: each group once`)
})

t.test('a device that has no full screen, or sets its own volume, has no key for it', async (t) => {
  const keys = told({ fullScreen: false, volume: false }).elsewhere
  t.notOk(keys.includes('keys.full') || keys.includes('keys.volume'))
})
