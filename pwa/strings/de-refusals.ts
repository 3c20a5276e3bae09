import type { enRefusals } from './en-refusals.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-refusals.ts`. */
export const deRefusals: Translation<typeof enRefusals, 'de'> = {
  'refused.ALREADY_RATED': 'Das hast du schon bewertet. Entferne erst die Bewertung, um es auf die Merkliste zu setzen.',
  'refused.ON_WATCHLIST': 'Das steht auf deiner Merkliste. Nimm es erst herunter, um die Bewertung wiederherzustellen.',
  'refused.NOT_ON_WATCHLIST': 'Das steht nicht auf deiner Merkliste. Setz es erst darauf.',
  'refused.SUPERSEDED': 'Etwas, das später geschah, steht dem im Weg. Nimm das zuerst zurück.',
  'refused.NOT_UNDOABLE': 'Das lässt sich nicht zurücknehmen.',
  'refused.ALREADY_UNDONE': 'Das wurde schon zurückgenommen.',
  'refused.IN_THE_FUTURE': 'Dieser Tag ist noch nicht gekommen. Wähle heute oder einen früheren Tag.',
  'refused.LIST_DELETED': 'Diese Liste wurde gelöscht. Stelle sie erst wieder her.',
  'refused.NOT_IN_LIST': 'Dieser Titel steht nicht auf der Liste. Füge ihn erst hinzu.',
  'refused.OWNER_ONLY': 'Das darf nur, wem diese Liste gehört.',
  'refused.VIEW_ONLY': 'Du darfst diese Liste ansehen, aber nicht ändern. Bitte darum, wem sie gehört.',
  'refused.NOT_FOUND': 'Das gibt es hier nicht oder nicht mehr.',
  'refused.FORBIDDEN': 'Das darfst du hier nicht. Frag einen Admin.',
  'refused.RATE_LIMITED': 'Das wurde zu oft verlangt. Warte einen Moment und versuch es dann noch einmal.',
  'refused.UNAVAILABLE': 'Der Server kann das gerade nicht. Versuch es gleich noch einmal.',
  'refused.CONFLICT': 'Das hat inzwischen jemand geändert. Sieh dir den neuen Stand an und versuch es dann noch einmal.',
  'refused.STORAGE_FULL': 'Dafür ist kein Platz mehr. Ein Admin kann welchen schaffen.',
  'refused.QUOTA_REACHED': 'Du hast vorerst so viel angefordert, wie du darfst. Warte, bis etwas davon fertig ist, oder frag einen Admin.',
}
