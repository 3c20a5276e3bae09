import type { DomainEvent } from '../../domain/index.ts'
import type { Recorded, UserId } from '../../domain/event.ts'
import type { UserEvent, UserState } from '../../domain/user.ts'
import { userDecider } from '../../domain/user.ts'
import { userStream } from '../../domain/user-stream.ts'
import type { EventStore } from '../event-store/event-store.ts'

/** What somebody's account is by its own stream, which is never behind. */
export async function userStateOf(store: Pick<EventStore, 'readStream'>, userId: UserId): Promise<UserState> {
  let state = userDecider.initial
  for await (const event of store.readStream(userStream(userId))) state = userDecider.evolve(state, event as DomainEvent as Recorded<UserEvent>)
  return state
}
