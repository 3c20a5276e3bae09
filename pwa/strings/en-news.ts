/** English, what is said at once of several episodes of a series, and of accounts. */
export const enNews = {
  'news.ready': { one: '{count} episode of {title} is ready to play.', other: '{count} episodes of {title} are ready to play.' },
  'news.failed': { one: '{count} episode of {title} could not be fetched.', other: '{count} episodes of {title} could not be fetched.' },
  'news.declined': { one: 'Your request for {count} episode of {title} was declined.', other: 'Your requests for {count} episodes of {title} were declined.' },
  'news.approved': { one: 'Your request for {count} episode of {title} was approved.', other: 'Your requests for {count} episodes of {title} were approved.' },
  'news.approvalWanted': { one: 'Somebody asks for {count} episode of {title}. It waits for your approval.', other: 'Somebody asks for {count} episodes of {title}. They wait for your approval.' },
  'news.leavingSoon': { one: '{count} episode of {title} leaves soon.', other: '{count} episodes of {title} leave soon.' },
  'news.passwordReset': 'The password of your account {name} was set anew by a link. Was it not you? Talk to an admin at once.',
  'news.resetUsed': '{name} has used your link back in, and has a new password.',
} as const
