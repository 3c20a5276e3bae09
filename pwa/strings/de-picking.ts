import type { enPicking } from './en-picking.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-picking.ts`. */
export const dePicking: Translation<typeof enPicking, 'de'> = {
  'bulk.label': 'Mit den ausgewählten Titeln',
  'bulk.start': 'Auswählen',
  'bulk.select': '{name} auswählen',
  'bulk.count': { one: '{count} ausgewählt', other: '{count} ausgewählt' },
  'bulk.rate': 'Bewerten',
  'bulk.watchlist': 'Merkliste',
  'bulk.favourite': 'Favorit',
  'bulk.watched': 'Gesehen',
  'bulk.tag': 'Schlagwort',
  'bulk.remove.watchlist': 'Von der Merkliste',
  'bulk.remove.rated': 'Bewertungen entfernen',
  'bulk.remove.watched': 'Sichtungen entfernen',
  'bulk.remove.favourites': 'Aus den Favoriten',
  'bulk.remove.reviews': 'Kritiken löschen',
  'bulk.toList': 'Zu einer Liste',
  'bulk.toOtherList': 'In eine andere Liste',
  'bulk.offList': 'Von der Liste',
  'bulk.noList': 'Es gibt keine andere Liste, die du bearbeiten darfst.',
  'bulk.clear': 'Nichts auswählen',
}
