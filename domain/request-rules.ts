/** What people may ask for: whose wishes wait for an admin, and how much each may have. */

/** Null: no bound. */
export interface Quota {
  /** In any seven days; what was cancelled or declined does not count. */
  readonly requestsPerWeek: number | null
  /** Of films that are stored or on their way. */
  readonly bytes: number | null
  /** Films that nobody has watched yet, those on their way included. */
  readonly unwatched: number | null
}

export interface RequestRules {
  /** A viewer's wishes wait in any case. */
  readonly membersNeedApproval: boolean
  /** By role; admins have no bound. */
  readonly quotas: { readonly viewer: Quota; readonly member: Quota }
}

export const NO_QUOTA: Quota = { requestsPerWeek: null, bytes: null, unwatched: null }
export const defaultRequests: RequestRules = { membersNeedApproval: false, quotas: { viewer: NO_QUOTA, member: NO_QUOTA } }
