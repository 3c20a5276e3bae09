import { enShell } from './en-shell.ts'

/**
 * English for recommendations. Names that our browser scenarios find things by:
 *   buttons   "Not interested: {title}", "Show more"; boxes named after the people under "Watching with"
 *   regions   on Home "For you"
 */
export const enRecommendations = {
  ...enShell,

  'recommend.more': 'Show more',
  'recommend.dismiss': 'Not interested',
  'recommend.dismissNamed': 'Not interested: {title}',
  'recommend.lead': { one: 'Read from {count} rating of yours. Each says why.', other: 'Read from {count} ratings of yours. Each says why.' },
  'recommend.lead.together': 'For all of you tonight: nothing that one of you has seen, and nothing that only one of you would enjoy.',
  'recommend.cold': 'We do not know your taste yet',
  'recommend.cold.lead': 'Rate a handful of films that you have seen, with the four faces. From the third on this page is yours; until then it shows what many people like.',
  'recommend.cold.act': 'Find films to rate',
  'recommend.popular': 'What many people like',
  'recommend.with': 'Watching with',
  'recommend.looking': 'More is being looked up…',
  'recommend.empty': 'Nothing is left to recommend',
  'recommend.empty.lead': 'You have rated, watched, listed or dismissed all that we found. Rate some more, or look around.',
  'recommend.empty.act': 'Look around in Discover',
  'recommend.offline': 'Recommendations are made by the server, and there is no connection. What was recommended before is kept here once it has been shown.',
  'recommend.keys': 'Arrow keys move between titles; Delete says that one does not interest you.',

  'reason.liked': 'Because you liked {names}',
  'reason.loved': 'Because you loved {names}',
  'reason.director': 'More by {name}',
  'reason.cast': 'With {name}, whom you like',
  'reason.genre': '{genre}, which you rate highly',
  'reason.genre.decade': '{genre} of the {decade}s, which you rate highly',
  'reason.keyword': '“{keyword}”, which you rate highly',
  'reason.popular': 'Liked by many',
  'reason.together': 'Should suit all of you',
} as const
