/** What a person can say of a title, from the least to the most. */

export const RATINGS = ['DISLIKE', 'OK', 'LIKE', 'SUPER_LIKE'] as const
export const PRIORITIES = ['LOW', 'MEDIUM', 'HIGH'] as const
export const VISIBILITIES = ['private', 'friends', 'public'] as const

/** How much a rating says: as the household's mean and everybody's taste count it. */
export const RATING_WEIGHTS = { DISLIKE: -1, OK: 0, LIKE: 1, SUPER_LIKE: 2 } as const satisfies Record<(typeof RATINGS)[number], number>
