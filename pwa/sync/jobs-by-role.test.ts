import type { Role } from '../../domain/command.ts'
import { eventually } from '../../test/support/eventually.ts'
import { bob } from '../../test/support/given.ts'
import { newJobId } from '../../test/support/person.ts'
import { live, person, settled, world } from '../../test/support/sync-person.ts'
import t from '../../test/support/tap.ts'
import { openPersonDatabase } from './database.ts'
import type { PersonReplica } from './person-replica.ts'

const films = ({ jobs }: Pick<PersonReplica, 'jobs'>) => [...jobs.values()].map(({ movieId }) => movieId).sort()

/** Ada asks for films; Bob's role changes. */
async function household(t: Parameters<typeof person>[0]) {
  const { server, browser } = world()
  const ada = await person(t, browser())
  const away = browser()
  const { tab, replica } = await person(t, away, 'bob')
  const setRole = (role: Role) => {
    server.members = server.members.map((member) => member.userId === bob ? { ...member, role } : member)
    // As the hub tells people of it.
    server.restart()
  }
  const asks = async (movieId: number) => {
    await ada.replica.send('RequestFetch', { movieId, jobId: newJobId() })
    await settled(ada.replica)
  }
  const stored = async () => (await (await openPersonDatabase(away.environment.indexedDB, bob)).getAll('jobs')).map(({ movieId }) => movieId).sort()
  return { away, tab, bobs: replica, setRole, asks, stored }
}

t.test('[SY33] downloads leave the device of who becomes a guest, its storage too, and nothing else does; they come again with the role', async (t) => {
  const { bobs, tab, away, setRole, asks, stored } = await household(t)
  const second = await person(t, away, 'bob')
  await bobs.send('AddFavourite', { title: { mediaType: 'movie', tmdbId: 9 } })
  await asks(1)
  await eventually('it has come, to both tabs', () => films(bobs).length + films(second.replica).length === 2)
  const { version } = bobs

  setRole('guest')
  await eventually('gone from both tabs', () => bobs.jobs.size + second.replica.jobs.size === 0)
  t.ok(bobs.version > version)
  t.strictSame([await stored(), bobs.session.role, bobs.library.size], [[], 'guest', 1])
  await asks(2)
  await live(bobs)
  t.equal(bobs.jobs.size, 0)
  t.match(await bobs.send('RequestFetch', { movieId: 3, jobId: newJobId() }), { status: 'refused', code: 'FORBIDDEN' })

  setRole('viewer')
  await eventually('all of them', () => films(bobs).length === 2 && films(second.replica).length === 2)
  t.strictSame([films(bobs), await stored(), bobs.library.size], [[1, 2], [1, 2], 1])
  await second.tab.close()
  await tab.close()
  t.strictSame(films((await person(t, away, 'bob')).replica), [1, 2])
})

t.test('[SY33] what was asked for without a network by who has become a guest is refused and told, and holds up nothing', async (t) => {
  const { bobs, away, setRole, asks, stored } = await household(t)
  await asks(1)
  await eventually('it has come', () => bobs.jobs.size === 1)
  away.setOnline(false)
  await bobs.send('RequestFetch', { movieId: 2, jobId: newJobId() })
  await bobs.send('UpdatePreferences', { country: 'DE' })
  t.strictSame(films(bobs), [1, 2], 'it is known to nobody yet')
  setRole('guest')
  away.setOnline(true)
  await live(bobs)
  await eventually('both are answered', () => bobs.link.unsent === 0)
  t.match(bobs.outbox, [{ type: 'RequestFetch', state: 'refused', code: 'FORBIDDEN' }])
  t.strictSame([films(bobs), await stored(), [...bobs.preferences.values()].map(({ country }) => country)], [[], [], ['DE']])
})

t.test('[SY33] downloads that an older app left on a guest\'s device are shown by none, and go with the next pull', async (t) => {
  const { bobs, tab, away, setRole, asks, stored } = await household(t)
  await asks(1)
  await eventually('it has come', () => bobs.jobs.size === 1)
  const [row] = [...bobs.jobs.values()]
  setRole('guest')
  await eventually('gone', () => bobs.jobs.size === 0)
  await tab.close()
  const database = await openPersonDatabase(away.environment.indexedDB, bob)
  await database.put('jobs', row!)
  away.setOnline(false)
  const again = await person(t, away, 'bob')
  t.equal(again.replica.jobs.size, 0)
  t.strictSame(await stored(), [1])
  away.setOnline(true)
  await live(again.replica)
  t.strictSame([await stored(), again.replica.jobs.size], [[], 0])
})
