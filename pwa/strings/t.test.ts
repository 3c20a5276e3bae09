import t from '../../test/support/tap.ts'
import { t as say } from './t.ts'

t.test('a message is filled with its values', async (t) => {
  t.equal(say('search.none', { query: 'nosferatu' }), 'Nothing found for “nosferatu”')
  t.equal(say('home.left', { time: '{time}' }), '{time} left', 'a value is never filled again')
})

t.test('one and many are told apart, by the language\'s own rule', async (t) => {
  t.equal(say('library.count', { count: 1 }), '1 title')
  t.match(say('library.count', { count: 10_000 }), /^10.?000 titles$/)
})
