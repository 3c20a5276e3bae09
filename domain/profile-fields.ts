/** What a profile is made of. Apart from its decider: an app draws it before it loads what it decides with. */

/** For its owner alone; for everybody of the household; for anyone who has the address. */
export const PROFILE_VISIBILITIES = ['private', 'household', 'public'] as const
export type ProfileVisibility = (typeof PROFILE_VISIBILITIES)[number]
export const PROFILE_PARTS = ['favourites', 'ratings', 'reviews', 'lists', 'stats'] as const
export type ProfilePart = (typeof PROFILE_PARTS)[number]

/** What holds until something else is said. */
export const BLANK_PROFILE = { name: '', bio: '', visibility: 'private', shows: ['favourites', 'reviews', 'lists'], avatar: null } as const satisfies Profile
export interface Profile { readonly name: string; readonly bio: string; readonly visibility: ProfileVisibility; readonly shows: readonly ProfilePart[]; readonly avatar: string | null }
