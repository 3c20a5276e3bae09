/** The registry: every read model there is. `test/tidy.test.ts` fails when one is missing. */

import { cards } from './cards.ts'
import { devices } from './devices.ts'
import { features } from './features.ts'
import { jobs } from './jobs.ts'
import { library } from './library.ts'
import { listItems } from './list-items.ts'
import { listMembers } from './list-members.ts'
import { lists } from './lists.ts'
import { notifications } from './notifications.ts'
import { preferences } from './preferences.ts'
import { profiles } from './profiles.ts'
import type { Projection } from './projection.ts'
import { syncs } from './syncs.ts'
import { taste } from './taste.ts'
import { timeline } from './timeline.ts'

/** A fold takes its row and gives it back, so the rows of different projections have no common type but `any`. */
// deno-lint-ignore no-explicit-any
export type AnyProjection = Projection<any>

export const projections: readonly AnyProjection[] = [library, timeline, jobs, cards, notifications, devices, lists, listItems, listMembers, preferences, profiles, features, taste, syncs]
