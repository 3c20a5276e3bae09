/** What is known of a sender of mails or SMS beside what it says itself: how its newest try ended, and the figures. */

import type { System } from './system.ts'
import { instantOf } from './system.ts'

/** How the newest try ended, of this process; `code`: null where it was taken. Null before the first. */
export type LastTry<Code extends string> = { readonly at: string; readonly code: Code | null } | null

interface Sender<What> { send(what: What, id: string, signal: AbortSignal): Promise<void> }

interface Watch<Code extends string> {
  readonly system: Pick<System, 'now'>
  readonly counted: (outcome: Code | 'taken', seconds: number) => void
  /** Of whatever `send` rejects with. */
  readonly codeOf: (error: unknown) => Code
}

export function watchedSender<What, Code extends string, Own extends Sender<What>>(sender: Own & Sender<What>, { system, counted, codeOf }: Watch<Code>): Own & { last(): LastTry<Code> } {
  let last: LastTry<Code> = null
  const ended = (from: number, code: Code | null) => {
    last = { at: instantOf(system), code }
    counted(code ?? 'taken', (system.now() - from) / 1_000)
  }
  return {
    ...sender, last: () => last,
    async send(what: What, id: string, signal: AbortSignal) {
      const from = system.now()
      await sender.send(what, id, signal).catch((error: unknown) => {
        ended(from, codeOf(error))
        throw error
      })
      ended(from, null)
    },
  }
}
