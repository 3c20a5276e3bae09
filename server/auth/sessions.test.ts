import type { UserId } from '../../domain/event.ts'
import { ada, bob } from '../../test/support/given.ts'
import { withPostgres } from '../../test/support/postgres.ts'
import t from '../../test/support/tap.ts'
import { realSystem } from '../system.ts'
import { sessionsIn } from './sessions.ts'

t.test('whoever asks at the same time is told apart, and a session that has ended is of no use from then on', async (t) => {
  const { database } = await withPostgres(t)
  await database.kysely.insertInto('accounts').values([{ userId: ada, username: 'ada', passwordHash: '', role: 'admin' }, { userId: bob, username: 'bob', passwordHash: '', role: 'viewer' }]).execute()
  const [here, there] = [sessionsIn(database, realSystem), sessionsIn(database, realSystem)]
  const of = (userId: UserId) => here.create(userId, { deviceId: null, userAgent: null, address: null, country: null })
  const [adas, another, bobs] = [await of(ada), await of(ada), await of(bob)]
  const tokens = [adas.token, bobs.token, 'x'.repeat(adas.token.length), another.token, adas.token]
  const find = async () => (await Promise.all(tokens.map((token) => here.find(token)))).map((found) => found && `${found.person.username} ${found.person.role} ${found.person.sessionId}`)
  t.same(await find(), [`ada admin ${adas.id}`, `bob viewer ${bobs.id}`, undefined, `ada admin ${another.id}`, `ada admin ${adas.id}`])

  const before = tokens.map((token) => here.find(token))
  t.same(await there.end(ada, { only: adas.id }), [{ id: adas.id, deviceId: null }])
  t.same(await find(), [undefined, `bob viewer ${bobs.id}`, undefined, `ada admin ${another.id}`, undefined], 'by another process, while others were being looked for')
  await Promise.all(before)
})
