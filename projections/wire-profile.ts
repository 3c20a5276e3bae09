/** What travels of profiles. */

import type { Rating } from '../domain/library-entry.ts'
import type { Profile } from '../domain/profile-fields.ts'
import type { TitleRef } from '../domain/title.ts'
import type { CardRow } from './cards.ts'
import type { Review } from './library.ts'
import type { ListRow } from './lists.ts'
import type { Faces, Part, Totals } from './stats-parts.ts'

/** `GET /api/users/:username`. A part is null where its owner does not show it. */
export interface ProfileAnswer extends Omit<Profile, 'shows'> {
  readonly username: string
  /** The person who asks. */
  readonly own: boolean
  /** Newest first, like all that follows. */
  readonly favourites: readonly TitleRef[] | null
  readonly ratings: readonly (TitleRef & { readonly rating: Rating })[] | null
  readonly reviews: readonly (TitleRef & Pick<Review, 'score' | 'text' | 'spoiler' | 'writtenAt'>)[] | null
  readonly lists: readonly Pick<ListRow, 'key' | 'name' | 'description' | 'itemCount'>[] | null
  readonly stats: { readonly totals: Totals; readonly faces: Faces; readonly genres: readonly Part[] } | null
  readonly cards: readonly CardRow[]
}

/** `POST /api/me/avatar`, whose body is the picture. */
export interface AvatarAnswer { readonly avatar: string }
