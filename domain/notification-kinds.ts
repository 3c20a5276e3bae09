/** Of what people are told, apart from what decides on it: the shell needs no more. */

/** What became of a film or an episode somebody asked for or watched; `approvalWanted` and `consentWanted` (many films are to leave, this is one of them) are for admins. */
export const NOTIFICATION_KINDS = ['ready', 'failed', 'declined', 'approved', 'approvalWanted', 'leavingSoon', 'consentWanted'] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]
