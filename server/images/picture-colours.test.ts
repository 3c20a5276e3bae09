import { eventually } from '../../test/support/eventually.ts'
import { asAdministrator, withPostgres } from '../../test/support/postgres.ts'
import t from '../../test/support/tap.ts'
import { silentLog } from '../log.ts'
import { pictureColoursIn } from './picture-colours.ts'

t.test('a colour is known at once where it was noted, and soon in every other process', async (t) => {
  const { database } = await withPostgres(t)
  const here = pictureColoursIn(database, silentLog)
  t.strictSame([here.of('/a.jpg'), here.of(null)], [null, null])
  await here.note('/a.jpg', '#204060')
  await here.note('/a.jpg', '#ffffff')
  t.equal(here.of('/a.jpg'), '#204060')
  const elsewhere = pictureColoursIn(database, silentLog)
  t.strictSame([elsewhere.of('/a.jpg'), elsewhere.of('/b.jpg')], [null, null])
  t.equal(await eventually('the colour', () => elsewhere.of('/a.jpg')), '#204060')
  t.equal(elsewhere.of('/b.jpg'), null)
})

t.test('without a database there is no colour, and nothing else amiss', async (t) => {
  const { connection, database } = await withPostgres(t)
  const colours = pictureColoursIn(database, silentLog)
  await asAdministrator(connection, 'drop table picture_colours')
  await colours.note('/a.jpg', '#204060')
  t.strictSame([colours.of('/a.jpg'), colours.of('/b.jpg')], ['#204060', null])
})
