/** Of what people are told, apart from what decides on it: the shell needs no more. */

/** What became of a film or an episode somebody asked for or watched; `approvalWanted` and `consentWanted` (many films are to leave, this is one of them) are for admins. */
const OF_TITLES = ['ready', 'failed', 'declined', 'approved', 'approvalWanted', 'leavingSoon', 'consentWanted'] as const
/** A link back in was used: said to whose account it is, and to the admin who made it. */
const OF_ACCOUNTS = ['passwordReset', 'resetUsed'] as const
export const NOTIFICATION_KINDS = [...OF_TITLES, ...OF_ACCOUNTS] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]
export type AccountKind = (typeof OF_ACCOUNTS)[number]
/** What is told of one film or episode. */
export type TitleKind = Exclude<NotificationKind, AccountKind>

export function isOfAccount(kind: string): kind is AccountKind {
  return (OF_ACCOUNTS as readonly string[]).includes(kind)
}
