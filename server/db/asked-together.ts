/**
 * Questions of one kind that come while one is under way go to the database together, once that is answered: for short ones the
 * way there costs more than the answer.
 *
 * 1. A question is asked after it came, never answered from an earlier look: what was committed before is seen.
 * 2. One that the database cannot take fails by itself.
 */

import { EventStoreError } from '../event-store/event-store.ts'
import { isPassingFault } from './faults.ts'

interface Pending<Question, Answer> {
  readonly question: Question
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/** `ask` answers in the order of the questions, of which there are at most `most`. */
export function askedTogether<Question, Answer>(most: number, ask: (questions: readonly Question[]) => Promise<readonly Answer[]>): (question: Question) => Promise<Answer> {
  const waiting: Pending<Question, Answer>[] = []
  let underWay = false

  const settle = async (batch: readonly Pending<Question, Answer>[]): Promise<void> => {
    try {
      const answers = await ask(batch.map(({ question }) => question))
      batch.forEach(({ resolve }, i) => resolve(answers[i]!))
    } catch (error) {
      // What will pass concerns them all, and each has waited for it already.
      if (batch.length === 1 || isPassingFault(error) || error instanceof EventStoreError) for (const { reject } of batch) reject(error)
      else for (const pending of batch) await settle([pending])
    }
  }

  const send = async () => {
    while (waiting.length > 0) await settle(waiting.splice(0, most))
    underWay = false
  }

  return (question) => new Promise((resolve, reject) => {
    waiting.push({ question, resolve, reject })
    if (underWay) return
    underWay = true
    // Not at once: what is asked for in the same turn of the event loop goes along.
    void Promise.resolve().then(send)
  })
}
