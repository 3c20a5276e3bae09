import t from '../../test/support/tap.ts'
import { limits } from '../../server/limits.ts'
import type { QueueOptions } from './article-queue.ts'
import { createArticleQueue } from './article-queue.ts'

const queueOf = (articles: number, priorities: readonly number[], more: Partial<QueueOptions> = {}) =>
  createArticleQueue({ articles, priorities, has: () => false, withheld: () => false, tooOld: () => false, ...more })

t.test('articles go out in order, and what came back unanswered before the others', (t) => {
  const queue = queueOf(9, [0], { has: (article) => ![3, 5, 8].includes(article) })
  t.same([queue.take(0), queue.take(0)], [3, 5])
  queue.returned(5, 0)
  queue.returned(3, 0)
  t.equal(queue.left, 3)
  t.same([queue.take(0), queue.take(0), queue.take(0), queue.take(0)], [3, 5, 8, undefined])
  for (const article of [3, 5, 8]) queue.landed(article)
  t.ok(queue.finished)
  t.end()
})

t.test('what a server lacks goes to the next one, and behind the last it is lost', (t) => {
  const queue = queueOf(2, [0, 7])
  queue.take(0)
  t.notOk(queue.waiting(1), 'a backup is not asked before it must be')
  queue.failed(0, 0)
  t.ok(queue.waiting(1))
  t.equal(queue.take(1), 0)
  queue.failed(0, 1)
  t.same([queue.lost, queue.isLost(0), queue.isLost(1)], [1, true, false])
  t.notOk(queue.finished, 'another still waits')
  queue.take(0)
  queue.landed(1)
  t.ok(queue.finished)
  t.end()
})

t.test('servers of one priority share the work, and each is asked for what the other lacks', (t) => {
  const queue = queueOf(4, [1, 1, 2])
  t.same([queue.take(0), queue.take(1), queue.take(0), queue.take(1)], [0, 1, 2, 3])
  queue.failed(0, 0)
  queue.failed(1, 1)
  t.notOk(queue.waiting(2), 'not the backup, while another of the same priority was not asked')
  t.same([queue.take(0), queue.take(1)], [1, 0])
  queue.failed(1, 0)
  queue.failed(0, 1)
  t.same([queue.take(2), queue.take(2)].sort(), [0, 1])
  t.end()
})

t.test('what a server does not keep for so long it is not asked for', (t) => {
  const queue = queueOf(3, [0, 1], { tooOld: (article, server) => article === 1 && server === 0 || article === 2 })
  t.same([queue.take(0), queue.take(0)], [0, undefined])
  t.same([queue.take(1), queue.take(1)], [1, undefined])
  t.same([queue.lost, queue.isLost(2)], [1, true], 'too old for all')
  t.end()
})

t.test('what is withheld is taken once it is wanted, and what somebody waits for before all others', (t) => {
  const queue = queueOf(6, [0], { withheld: (article) => article > 3 })
  t.equal(queue.left, 4)
  queue.want(3, 'ahead')
  queue.want(2, 'urgent')
  queue.want(5, 'bulk')
  queue.want(3, 'bulk')
  t.same([queue.waiting(0, ['urgent']), queue.take(0, ['urgent']), queue.take(0, ['urgent'])], [true, 2, undefined])
  t.same([queue.take(0), queue.take(0), queue.take(0), queue.take(0), queue.take(0)], [0, 1, 3, 5, undefined], 'what is wanted no sooner than the rest is back in its place')
  for (const article of [0, 1, 2, 3, 5]) queue.landed(article)
  t.ok(queue.finished, 'what nobody wants is not waited for')
  queue.want(2, 'urgent')
  t.ok(queue.finished, 'what has landed is not fetched again')
  t.end()
})

t.test('what is under way when somebody comes to wait for it is told, once, and keeps that', (t) => {
  let hurried = 0
  const queue = queueOf(3, [0, 1], { onHurry: () => { hurried++ } })
  t.same([queue.take(0), queue.laneOf(0)], [0, 'bulk'])
  queue.want(0, 'early')
  t.equal(hurried, 0, 'nobody waits for that')
  queue.want(0, 'urgent')
  queue.want(0, 'urgent')
  queue.want(1, 'urgent')
  t.same([hurried, queue.laneOf(0)], [1, 'urgent'])
  queue.failed(0, 0)
  t.equal(queue.take(1, ['urgent']), 0, 'the next server is asked for it as soon')
  t.end()
})

t.test('an urgent article keeps its place when a server lacks it or a connection breaks', (t) => {
  const queue = queueOf(4, [0, 1])
  queue.want(2, 'urgent')
  t.equal(queue.take(0), 2)
  queue.broken(2, 0)
  t.equal(queue.take(0), 2)
  queue.failed(2, 0)
  t.equal(queue.take(1, ['urgent']), 2)
  t.end()
})

t.test('an article that breaks connections is tried a few times, then at the next server', (t) => {
  const queue = queueOf(1, [0, 1])
  for (let i = 0; i < limits.nntpAttemptsPerArticle; i++) {
    t.equal(queue.take(0), 0)
    queue.broken(0, 0)
  }
  t.equal(queue.take(0), undefined)
  for (let i = 0; i < limits.nntpAttemptsPerArticle; i++) {
    t.equal(queue.take(1), 0)
    queue.broken(0, 1)
  }
  t.same([queue.lost, queue.finished], [1, true])
  t.end()
})

t.test('a server that is gone leaves all it had, waiting or under way, to the next', (t) => {
  const queue = queueOf(3, [0, 1, 2])
  queue.take(0)
  queue.gone(1, false)
  queue.gone(0, false)
  queue.returned(0, 0)
  t.same([queue.take(2), queue.take(2), queue.take(2)].sort(), [0, 1, 2])
  t.notOk(queue.waiting(0) || queue.waiting(1))
  t.end()
})

t.test('what only a server that is away may have is not lost: it waits until the server is back', (t) => {
  const queue = queueOf(2, [0, 1])
  t.same([queue.take(0), queue.take(0)], [0, 1])
  queue.gone(1, false)
  queue.failed(0, 0)
  queue.landed(1)
  t.same([queue.lost, queue.stranded, queue.finished], [0, 1, true])
  queue.back(1)
  t.same([queue.stranded, queue.take(1)], [0, 0])
  const refused = queueOf(1, [0, 1])
  refused.gone(1, true)
  refused.take(0)
  refused.failed(0, 0)
  t.same([refused.lost, refused.stranded], [1, 0], 'a server that is closed to us is as good as none')
  t.end()
})

t.test('a server is not asked for what it was found to lack while it waited', (t) => {
  const queue = queueOf(2, [0, 1])
  queue.failed(1, 0)
  t.same([queue.take(0), queue.take(0), queue.take(1)], [0, undefined, 1])
  t.end()
})

t.test('nothing to fetch is finished at once, and without servers nothing can be', (t) => {
  t.ok(queueOf(0, [0]).finished)
  t.same([queueOf(2, []).lost, queueOf(2, []).finished], [2, true])
  t.end()
})
