import t from '../../test/support/tap.ts'
import { limits } from '../../server/limits.ts'
import { createArticleQueue } from './article-queue.ts'

t.test('articles go out in order, and what came back unanswered before the others', (t) => {
  const queue = createArticleQueue([3, 5, 8], 1)
  t.same([queue.take(0), queue.take(0)], [3, 5])
  queue.returned(5, 0)
  queue.returned(3, 0)
  t.same([queue.take(0), queue.take(0), queue.take(0), queue.take(0)], [3, 5, 8, undefined])
  for (let i = 0; i < 3; i++) queue.landed(0)
  t.ok(queue.finished)
  t.end()
})

t.test('what a server lacks goes to the next one, and behind the last it is lost', (t) => {
  const queue = createArticleQueue([1, 2], 2)
  queue.take(0)
  queue.failed(1, 0)
  t.ok(queue.waiting(1))
  t.equal(queue.take(1), 1)
  queue.failed(1, 1)
  t.equal(queue.lost, 1)
  t.notOk(queue.finished, 'another still waits')
  queue.take(0)
  queue.landed(2)
  t.ok(queue.finished)
  t.end()
})

t.test('an article that breaks connections is tried a few times, then at the next server', (t) => {
  const queue = createArticleQueue([1], 2)
  for (let i = 0; i < limits.nntpAttemptsPerArticle; i++) {
    t.equal(queue.take(0), 1)
    queue.broken(1, 0)
  }
  t.equal(queue.take(0), undefined)
  for (let i = 0; i < limits.nntpAttemptsPerArticle; i++) {
    t.equal(queue.take(1), 1)
    queue.broken(1, 1)
  }
  t.same([queue.lost, queue.finished], [1, true])
  t.end()
})

t.test('a server that is gone leaves all it had, waiting or under way, to the next', (t) => {
  const queue = createArticleQueue([1, 2, 3], 3)
  queue.take(0)
  queue.gone(1)
  queue.gone(0)
  queue.returned(1, 0)
  t.same([queue.take(2), queue.take(2), queue.take(2)].sort(), [1, 2, 3])
  t.notOk(queue.waiting(0) || queue.waiting(1))
  t.end()
})

t.test('nothing to fetch is finished at once', (t) => {
  t.ok(createArticleQueue([], 1).finished)
  t.end()
})
