/** Where profiles are. */

export const profilePath = (username: string): string => `/people/${encodeURIComponent(username)}`
/** What anyone may open who has the link, as long as the profile is public. */
export const publicProfilePath = (username: string): string => `/p/${encodeURIComponent(username)}`
/** Where the API has one, as its onlooker may see it. */
export const profileAddress = (username: string): string => `/api/users/${encodeURIComponent(username)}`
