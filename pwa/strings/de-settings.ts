import type { enSettings } from './en-settings.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-settings.ts`. */
export const deSettings: Translation<typeof enSettings, 'de'> = {
  'settings.title': 'Einstellungen',
  'settings.sections': 'Abschnitte',
  'settings.all': 'Alle Einstellungen',

  'settings.appearance': 'Aussehen und Tasten',
  'settings.appearance.lights': 'Licht',
  'settings.appearance.lights.lead': 'Auf diesem Gerät. „Automatisch“ folgt dem Gerät.',
  'settings.appearance.system': 'Automatisch',
  'settings.appearance.dark': 'Aus',
  'settings.appearance.light': 'An',
  'settings.appearance.keys': 'Tastatur',
  'settings.appearance.keys.lead': 'Alles hier lässt sich allein mit der Tastatur tun.',
  'settings.appearance.shortcuts': 'Tastenkürzel',
  'settings.appearance.commands': 'Befehle',

  'settings.country': 'Land',
  'settings.country.lead': 'Worum es bei „Wo ansehen“ geht, auf all deinen Geräten. Auf der Seite eines Titels kannst du trotzdem jedes andere Land ansehen.',
  'settings.country.label': 'Wo du schaust',
  'settings.country.anywhere': 'Wo ich gerade bin',
  'settings.country.offline': 'Die Liste der Länder hat dieses Gerät noch nicht erreicht, und du bist offline.',

  'settings.language': 'Sprache',
  'settings.language.lead': 'Was Rewind spricht, auf all deinen Geräten. Was der Katalog über Titel erzählt, bleibt in seiner eigenen Sprache.',

  'settings.account': 'Konto löschen',
  'settings.account.lead': 'Endgültig: Was du geschrieben hast, kann nie wieder gelesen werden, und dein Name ist wieder frei. Vorher wird nach deinem Passwort gefragt.',
  'settings.account.erase': 'Konto löschen …',
}
