/** Work whose time nobody can foresee, such as a person's own pattern on a stranger's title. */

import vm from 'node:vm'

const place: { work: () => unknown } = vm.createContext({ work: () => undefined }) as never
const script = new vm.Script('work()')

/**
 * What `work` answers, or `undefined` where that took longer than `ms`: then it was ended in the middle, its `finally`s too, so that it may leave nothing behind. V8
 * looks at the clock while a pattern backtracks; a thread of its own would not do, since Deno cannot end one that is busy. Costs some 10 µs. What it throws is thrown.
 */
export function withinTime<Answer>(ms: number, work: () => Answer): Answer | undefined {
  place.work = work
  try {
    return script.runInContext(place as never, { timeout: ms }) as Answer
  } catch (error) {
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined
    throw error
  } finally {
    place.work = () => undefined
  }
}
