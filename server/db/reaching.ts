/** For what stands beside the event store: a database that cannot be reached is told as the store tells it. */

import { EventStoreError } from '../event-store/event-store.ts'
import { isPassingFault } from './faults.ts'

/** Throws `EventStoreError` `UNAVAILABLE` when what goes wrong will pass. */
export async function reaching<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    if (isPassingFault(error)) throw new EventStoreError('UNAVAILABLE', 'The database cannot be reached.', { cause: error })
    throw error
  }
}
