/** How each person shows themselves; no row for who never said. Who may see what of it: `profile-view.ts`. */

import { BLANK_PROFILE } from '../domain/profile-fields.ts'
import type { Profile } from '../domain/profile-fields.ts'
import type { RecordedEvent } from '../domain/event.ts'
import type { Handler, Projection } from './projection.ts'

export interface ProfileRow extends Profile {
  /** The person's id. */
  readonly key: string
}

/** Every event names the fields it sets. */
const sets: Handler<ProfileRow, RecordedEvent<string, Partial<Profile>>> = {
  keys: ({ stream }) => [stream.slice('profile-'.length)],
  fold: (row, { data }, key) => ({ ...row ?? { key, ...BLANK_PROFILE }, ...data }),
}

export const profiles: Projection<ProfileRow> = {
  name: 'profiles',
  version: 1,
  categories: ['profile'],
  columns: { key: { type: 'text' }, name: { type: 'text' }, bio: { type: 'text' }, visibility: { type: 'text' }, shows: { type: 'json' }, avatar: { type: 'text', nullable: true } },
  audience: { owner: 'key' },
  erased: { column: 'key', change: () => undefined },
  on: { ProfileNamed: sets, BioWritten: sets, ProfileVisibilityChanged: sets, ProfilePartsShown: sets, AvatarChanged: sets },
}
