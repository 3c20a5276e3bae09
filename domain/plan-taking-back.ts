import { removalOf } from './batch.ts'
import type { Command, Issued } from './command.ts'
import { isRefusal, refuse } from './decider.ts'
import type { StreamName } from './event.ts'
import { deciderOf, eventsOf } from './index.ts'
import type { Deed, Keeping, Taking, TakingBack, Wish } from './take-back.ts'
import { takeBack } from './take-back.ts'

/**
 * What taking back these deeds would do now, each on what the ones before it leave. What is taken back already is passed over;
 * what was changed since is kept, and told. `issue` makes the command that would be sent.
 */
export function planTakingBack(...of: Parameters<typeof planInSteps>): TakingBack {
  const steps = planInSteps(...of)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same, one deed at each step: whoever others wait for lets them go first in between. */
export function* planInSteps(deeds: readonly Deed[], stateOf: (stream: StreamName) => unknown, issue: (wish: Wish) => Issued<Command>): Generator<void, TakingBack> {
  const states = new Map<StreamName, unknown>()
  const taken: Taking[] = []
  const kept: Keeping[] = []
  for (const deed of deeds) {
    yield
    const wish = takeBack(deed)
    if (!wish) {
      kept.push({ deed, refusal: refuse('NOT_UNDOABLE', 'This cannot be taken back.') })
      continue
    }
    const decider = deciderOf(deed.stream)
    const command = issue(wish)
    const state = states.get(deed.stream) ?? stateOf(deed.stream)
    const decided = decider.decide(command, state)
    if (isRefusal(decided)) {
      if (decided.code !== 'ALREADY_UNDONE') kept.push({ deed, refusal: decided })
      continue
    }
    if (decided.length === 0) continue
    states.set(deed.stream, eventsOf(command, decided).reduce((before, event) => decider.evolve(before, event), state))
    taken.push({ deed, wish, facts: decided })
  }
  return { taken, kept, removes: taken.reduce((sum, { facts }) => sum + removalOf(facts), 0) }
}
