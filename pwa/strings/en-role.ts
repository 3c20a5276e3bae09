/** English of what a role leaves out. Our browser scenarios find things by: heading "Not for your role" */
export const enRole = {
  'role.closed': 'Not for your role',
  'role.closed.admin': 'This screen is for admins. One of them can make you one, on the screen People.',
  'role.closed.viewer': 'You are a guest here. Downloads, watching and recommendations begin when an admin lets you do more: then they are here at once.',
  'role.guest': 'You are a guest here',
  'role.guest.lead': 'You may look around. To rate, keep lists, request and watch, ask an admin to let you do more.',
  'role.guest.lists': 'Lists that are shared with you appear here.',
} as const
