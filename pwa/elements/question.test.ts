import 'fake-indexeddb/auto'
import t from '../../test/support/tap.ts'
import type { Early } from '../catalogue.ts'
import { CatalogueFailure } from '../catalogue.ts'
import type { Reply } from './question.ts'
import { Question } from './question.ts'

const offline = new CatalogueFailure('offline', 'UNREACHABLE', 'The server did not answer.')
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A question whose answers the test gives; every state that an element was asked to draw. */
function asked() {
  const drawn: Reply<string>[] = []
  const open: { early: Early<string>; answer: (answer: string) => void; fail: (failure: unknown) => void; signal: AbortSignal }[] = []
  const host = { addController() {}, removeController() {}, updateComplete: Promise.resolve(true), requestUpdate() { drawn.push(question.reply) } }
  const question: Question<string> = new Question<string>(host, (signal, early) => new Promise((answer, fail) => open.push({ early, answer, fail, signal })))
  return { question, drawn, open }
}

t.test('what was kept is drawn until the new answer comes, and says when it was kept', async (t) => {
  const { question, drawn, open } = asked()
  question.about('movie_653')
  open[0]!.early({ answer: 'of yesterday', keptAtMs: 5 })
  open[0]!.answer('of today')
  await turn()
  t.same(drawn, [{ state: 'waiting', answer: undefined }, { state: 'waiting', answer: 'of yesterday', keptAtMs: 5 }, { state: 'answered', answer: 'of today' }])
})

t.test('it stays, with its age, when there is no new answer; and while it is asked for again', async (t) => {
  const { question, open } = asked()
  question.about('movie_653')
  open[0]!.early({ answer: 'of yesterday', keptAtMs: 5 })
  open[0]!.fail(offline)
  await turn()
  t.same(question.reply, { state: 'failed', failure: offline, answer: 'of yesterday', keptAtMs: 5 })
  question.again()
  t.same(question.reply, { state: 'waiting', answer: 'of yesterday', keptAtMs: 5 })
  open[1]!.answer('of today')
  await turn()
  question.again()
  open[2]!.early({ answer: 'of yesterday', keptAtMs: 5 })
  t.same(question.reply, { state: 'waiting', answer: 'of today' }, 'and never takes the place of what came since')
})

t.test('what is kept of one thing is not drawn for another', async (t) => {
  const { question, open } = asked()
  question.about('movie_653')
  question.about('movie_19')
  open[0]!.early({ answer: 'Nosferatu', keptAtMs: 5 })
  open[0]!.answer('Nosferatu')
  await turn()
  t.same(question.reply, { state: 'waiting', answer: undefined })
  t.equal(open[0]!.signal.aborted, true)
  open[1]!.fail(offline)
  await turn()
  t.same(question.reply, { state: 'failed', failure: offline, answer: undefined })
})
