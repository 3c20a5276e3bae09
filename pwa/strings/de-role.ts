import type { enRole } from './en-role.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-role.ts`. */
export const deRole: Translation<typeof enRole, 'de'> = {
  'role.closed': 'Nicht für deine Rolle',
  'role.closed.admin': 'Diese Seite ist für Admins. Einer von ihnen kann dich auf der Seite Personen dazu machen.',
  'role.closed.viewer': 'Du bist hier Gast. Downloads, Filme ansehen und Empfehlungen beginnen, wenn ein Admin dir mehr erlaubt: Dann ist alles sofort da.',
  'role.guest': 'Du bist hier Gast',
  'role.guest.lead': 'Du darfst dich umsehen. Zum Bewerten, für Listen, Anfragen und zum Ansehen bitte einen Admin, dir mehr zu erlauben.',
  'role.guest.lists': 'Listen, die mit dir geteilt werden, erscheinen hier.',
}
