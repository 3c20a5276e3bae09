import { deShell } from './de-shell.ts'
import type { enRecommendations } from './en-recommendations.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-recommendations.ts`. */
export const deRecommendations: Translation<typeof enRecommendations, 'de'> = {
  ...deShell,

  'recommend.more': 'Mehr zeigen',
  'recommend.dismiss': 'Kein Interesse',
  'recommend.dismissNamed': 'Kein Interesse: {title}',
  'recommend.lead': { one: 'Abgelesen an {count} Bewertung von dir. Bei jedem steht, warum.', other: 'Abgelesen an {count} Bewertungen von dir. Bei jedem steht, warum.' },
  'recommend.lead.together': 'Für euch alle heute Abend: nichts, was jemand von euch gesehen hat, und nichts, was nur einem von euch gefiele.',
  'recommend.cold': 'Wir kennen deinen Geschmack noch nicht',
  'recommend.cold.lead': 'Bewerte mit den vier Gesichtern eine Handvoll Filme, die du gesehen hast. Ab dem dritten gehört diese Seite dir; bis dahin zeigt sie, was viele mögen.',
  'recommend.cold.act': 'Filme zum Bewerten finden',
  'recommend.popular': 'Was viele mögen',
  'recommend.with': 'Zusammen sehen mit',
  'recommend.looking': 'Mehr wird herausgesucht …',
  'recommend.empty': 'Nichts mehr zu empfehlen',
  'recommend.empty.lead': 'Du hast alles, was wir fanden, bewertet, gesehen, auf eine Liste gesetzt oder abgewählt. Bewerte noch etwas, oder sieh dich um.',
  'recommend.empty.act': 'In „Entdecken“ umsehen',
  'recommend.offline': 'Empfehlungen macht der Server, und es gibt keine Verbindung. Was früher empfohlen wurde, bleibt hier, sobald es einmal gezeigt wurde.',
  'recommend.keys': 'Mit den Pfeiltasten gehst du von Titel zu Titel; Entf sagt, dass dich einer nicht interessiert.',

  'reason.liked': 'Weil dir {names} gefiel',
  'reason.loved': 'Weil du {names} liebst',
  'reason.director': 'Mehr von {name}',
  'reason.cast': 'Mit {name}, von dir gern gesehen',
  'reason.genre': '{genre}, von dir hoch bewertet',
  'reason.genre.decade': '{genre} der {decade}er, von dir hoch bewertet',
  'reason.keyword': '„{keyword}“, von dir hoch bewertet',
  'reason.popular': 'Von vielen gemocht',
  'reason.together': 'Sollte euch allen gefallen',
}
