import type { enNews } from './en-news.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-news.ts`. */
export const deNews: Translation<typeof enNews, 'de'> = {
  'news.ready': { one: '{count} Folge von {title} ist bereit.', other: '{count} Folgen von {title} sind bereit.' },
  'news.failed': { one: '{count} Folge von {title} konnte nicht geholt werden.', other: '{count} Folgen von {title} konnten nicht geholt werden.' },
  'news.declined': { one: 'Deine Anfrage nach {count} Folge von {title} wurde abgelehnt.', other: 'Deine Anfragen nach {count} Folgen von {title} wurden abgelehnt.' },
  'news.approved': { one: 'Deine Anfrage nach {count} Folge von {title} wurde genehmigt.', other: 'Deine Anfragen nach {count} Folgen von {title} wurden genehmigt.' },
  'news.approvalWanted': { one: 'Jemand wünscht sich {count} Folge von {title}. Sie wartet auf deine Genehmigung.', other: 'Jemand wünscht sich {count} Folgen von {title}. Sie warten auf deine Genehmigung.' },
  'news.leavingSoon': { one: '{count} Folge von {title} verschwindet bald.', other: '{count} Folgen von {title} verschwinden bald.' },
  'news.passwordReset': 'Das Passwort deines Kontos {name} wurde über einen Link neu gesetzt. Warst du das nicht? Sprich sofort mit einem Admin.',
  'news.resetUsed': '{name} hat deinen Link benutzt und ein neues Passwort.',
}
