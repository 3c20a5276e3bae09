import t from '../../test/support/tap.ts'
import { askedTogether } from './asked-together.ts'

/** Answers by hand, so that what comes while one is under way is certain. */
function byHand(most: number) {
  const asked: (readonly string[])[] = []
  const pending: { answer(): void; fail(error: Error): void }[] = []
  const ask = askedTogether<string, string>(most, (questions) => {
    asked.push(questions)
    return new Promise((resolve, reject) => {
      pending.push({ answer: () => resolve(questions.map((question) => question.toUpperCase())), fail: reject })
    })
  })
  const turn = () => new Promise((resolve) => { setImmediate(resolve) })
  return { ask, asked, turn, next: () => pending.shift()! }
}

const told = (result: PromiseSettledResult<string>) => result.status === 'fulfilled' ? result.value : (result.reason as Error).message

t.test('[1] questions go together, at most so many, each after it came', async (t) => {
  const { ask, asked, turn, next } = byHand(2)
  const first = ['a', 'b', 'c'].map(ask)
  await turn()
  t.same(asked, [['a', 'b']], 'those of one turn go together')
  const again = ask('a')
  next().answer()
  t.same(await Promise.all(first.slice(0, 2)), ['A', 'B'], 'each gets its own answer')
  await turn()
  t.same(asked.slice(1), [['c', 'a']], 'one that is under way answers no question that came later')
  next().answer()
  t.same(await Promise.all([first[2], again]), ['C', 'A'])
  const late = ask('d')
  await turn()
  next().answer()
  t.equal(await late, 'D', 'and after a rest it goes on')
  t.same(asked.slice(2), [['d']])
})

t.test('[2] a question that cannot be taken fails by itself', async (t) => {
  const { ask, asked, turn, next } = byHand(10)
  const results = Promise.allSettled(['a', 'bad', 'c'].map(ask))
  await turn()
  next().fail(new Error('invalid byte sequence'))
  for (const question of ['a', 'bad', 'c']) {
    await turn()
    if (question === 'bad') next().fail(new Error('invalid byte sequence'))
    else next().answer()
  }
  t.same((await results).map(told), ['A', 'invalid byte sequence', 'C'])
  t.same(asked, [['a', 'bad', 'c'], ['a'], ['bad'], ['c']])
})

t.test('[2] what will pass is told to all of them at once', async (t) => {
  const { ask, asked, turn, next } = byHand(10)
  const results = Promise.allSettled(['a', 'b'].map(ask))
  await turn()
  next().fail(Object.assign(new Error('terminating connection'), { code: '57P01' }))
  t.same((await results).map(told), ['terminating connection', 'terminating connection'])
  t.equal(asked.length, 1)
})
