/** What a person can say of a title, from the least to the most. */

export const RATINGS = ['DISLIKE', 'OK', 'LIKE', 'SUPER_LIKE'] as const
export const PRIORITIES = ['LOW', 'MEDIUM', 'HIGH'] as const
export const VISIBILITIES = ['private', 'friends', 'public'] as const
