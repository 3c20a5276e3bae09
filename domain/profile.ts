/**
 * How a person shows themselves: stream `profile-<userId>`, one field a thing that can be set, each with its own undo. Nothing of it is seen
 * by anybody until its owner says so: who reads it asks `projections/profile-view.ts`.
 */

import type { Command, Issued } from './command.ts'
import type { Decider, Decision } from './decider.ts'
import type { Fact, StreamName, UserId } from './event.ts'
import type { Profile, ProfilePart, ProfileVisibility } from './profile-fields.ts'
import { BLANK_PROFILE, PROFILE_PARTS, PROFILE_VISIBILITIES } from './profile-fields.ts'
import type { Infer, NullableTextSchema, Schema } from './schema.ts'
import { listOf, object, oneOf, optional, text, uuid } from './schema.ts'
import type { Change, Fields, History } from './undo.ts'
import { newestFirst, record, redo, undo } from './undo.ts'

// Events. These shapes are stored forever: to change one, raise its schema number and add an upcaster.
export type ProfileEvent =
  /** Empty for none: then the username stands for it. */
  | Fact<'ProfileNamed', { readonly name: string }>
  | Fact<'BioWritten', { readonly bio: string }>
  | Fact<'ProfileVisibilityChanged', { readonly visibility: ProfileVisibility }>
  | Fact<'ProfilePartsShown', { readonly shows: readonly ProfilePart[] }>
  /** Names a picture that the server has made; null for none. */
  | Fact<'AvatarChanged', { readonly avatar: string | null }>
export type ProfileState = History<ProfileEvent>

const avatar: NullableTextSchema = { type: 'string', nullable: true, maxLength: 32, pattern: '^[0-9a-f]{32}$' }
const moved = { commandId: uuid }
export const profileCommands = {
  /** What is not named stays. */
  UpdateProfile: object({
    name: optional(text(60)), bio: optional(text(1_000)), visibility: optional(oneOf(PROFILE_VISIBILITIES)), shows: optional(listOf(oneOf(PROFILE_PARTS), PROFILE_PARTS.length)), avatar: optional(avatar),
  }),
  UndoProfileChange: object(moved),
  RedoProfileChange: object(moved),
} as const satisfies Record<string, Schema>
export type ProfileCommandData = { [T in keyof typeof profileCommands]: Infer<(typeof profileCommands)[T]> }
export type ProfileCommand = { [T in keyof ProfileCommandData]: { type: T; data: ProfileCommandData[T] } }[keyof ProfileCommandData]

export function profileStream(userId: UserId): StreamName {
  return `profile-${userId}` as StreamName
}

type Field = keyof Profile
const factOf = {
  name: (name: string) => ({ type: 'ProfileNamed', data: { name } }),
  bio: (bio: string) => ({ type: 'BioWritten', data: { bio } }),
  visibility: (visibility: ProfileVisibility) => ({ type: 'ProfileVisibilityChanged', data: { visibility } }),
  shows: (shows: readonly ProfilePart[]) => ({ type: 'ProfilePartsShown', data: { shows } }),
  avatar: (avatar: string | null) => ({ type: 'AvatarChanged', data: { avatar } }),
} as const satisfies { readonly [F in Field]: (value: Profile[F]) => ProfileEvent }

const FIELDS: Readonly<Record<ProfileEvent['type'], Field>> = { ProfileNamed: 'name', BioWritten: 'bio', ProfileVisibilityChanged: 'visibility', ProfilePartsShown: 'shows', AvatarChanged: 'avatar' }
const NAMES: Readonly<Record<Field, string>> = { name: 'name on the profile', bio: 'text about you', visibility: 'visibility of the profile', shows: 'choice of what is shown', avatar: 'picture' }

/** A field that was never set is as in a blank profile: an undo says so in a fact of its own. */
const fields: Fields<ProfileEvent> = {
  restore: (field, value) => value ?? (factOf[field as Field] as (blank: unknown) => ProfileEvent)(BLANK_PROFILE[field as Field]),
  nameOf: (field) => NAMES[field as Field],
}

export const profileDecider: Decider<ProfileState, ProfileCommand, ProfileEvent> = {
  category: 'profile',
  initial: { facts: {}, log: null },
  evolve: (state, event) => record(state, event, changeOf(event)),
  decide(command, state) {
    for (const entry of newestFirst(state)) if (entry.commandId === command.id) return []
    switch (command.type) {
      case 'UpdateProfile': return update(command, state)
      case 'UndoProfileChange': return undo(state, { commandId: command.data.commandId.toLowerCase() }, fields)
      case 'RedoProfileChange': return redo(state, command.data.commandId.toLowerCase(), fields)
    }
  },
}

function changeOf({ type, data }: ProfileEvent): Change<ProfileEvent> {
  return { field: FIELDS[type], after: { type, data } as ProfileEvent }
}

function update({ data: { name, bio, visibility, shows, avatar } }: Issued<Command> & { readonly data: ProfileCommandData['UpdateProfile'] }, state: ProfileState): Decision<ProfileEvent> {
  const now = profileOf(state)
  const facts: (ProfileEvent | undefined)[] = [
    name === undefined || name.trim() === now.name ? undefined : factOf.name(name.trim()),
    bio === undefined || bio.trim() === now.bio ? undefined : factOf.bio(bio.trim()),
    visibility === undefined || visibility === now.visibility ? undefined : factOf.visibility(visibility),
    shows === undefined || sameParts(shows, now.shows) ? undefined : factOf.shows(PROFILE_PARTS.filter((part) => shows.includes(part))),
    avatar === undefined || avatar === now.avatar ? undefined : factOf.avatar(avatar),
  ]
  return facts.filter((fact) => fact !== undefined)
}

function profileOf({ facts }: ProfileState): Profile {
  return Object.values(facts).reduce<Profile>((profile, { data }) => ({ ...profile, ...data }), BLANK_PROFILE)
}

function sameParts(a: readonly ProfilePart[], b: readonly ProfilePart[]): boolean {
  return PROFILE_PARTS.every((part) => a.includes(part) === b.includes(part))
}
