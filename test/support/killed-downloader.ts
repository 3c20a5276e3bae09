/** A downloader that dies at its n-th step: nothing it does after that reaches anyone, as with kill -9. */

import type { Downloader } from '../../workers/downloader.ts'
import { runDownloader } from '../../workers/downloader.ts'

interface Lab { downloader(more?: Partial<Downloader>): Downloader }

/** Runs until it dies or the film is ready. `at` names the step it died at. With 'after', the step takes effect and its answer is lost. */
export async function downloaderKilledAt(lab: Lab, step: number, when: 'before' | 'after'): Promise<{ readonly at: string | undefined }> {
  const whole = lab.downloader()
  const killed = new AbortController()
  const done = Promise.withResolvers<void>()
  let steps = 0
  let at: string | undefined

  /** Each call of a port is a step. */
  function mortal<Args extends unknown[], Result>(name: string, work: (...args: Args) => Promise<Result>): (...args: Args) => Promise<Result> {
    return async (...args) => {
      if (killed.signal.aborted) throw new Error('dead')
      if (steps++ !== step) return work(...args)
      at = name
      if (when === 'after') await work(...args)
      killed.abort(new Error('killed'))
      throw new Error('killed')
    }
  }

  const { handler, objects, releases } = whole
  const dying: Downloader = {
    ...whole,
    handler: { ...handler, handle: async (command) => {
      const outcome = await mortal(command.type, handler.handle)(command)
      if (command.type === 'FinishPreparing') done.resolve()
      return outcome
    } },
    objects: { ...objects, head: mortal('head', objects.head), putFile: mortal('putFile', objects.putFile) },
    releases: { find: mortal('find', releases.find), fetchNzb: mortal('fetchNzb', releases.fetchNzb) },
  }
  const end = runDownloader(dying, killed.signal)
  const finished = await Promise.race([done.promise.then(() => true), end.then(() => false)])
  if (finished) killed.abort(new Error('no more to do'))
  await end
  return { at }
}
