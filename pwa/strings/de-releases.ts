import { deShell } from './de-shell.ts'
import type { enReleases } from './en-releases.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-releases.ts`. */
export const deReleases: Translation<typeof enReleases, 'de'> = {
  ...deShell,

  'releases.title': 'Ein Release wählen',
  'releases.for': 'von {film}',
  'releases.wish': 'Das Beste zuerst für',
  'releases.again': 'Die Indexer noch einmal fragen',
  'releases.loading': 'Die Indexer werden gefragt',
  'releases.close': 'Schließen',
  'releases.offline': 'Welche Releases es gibt, wissen nur die Indexer. Sie lassen sich fragen, wenn dieses Gerät wieder online ist.',
  'releases.none': 'Kein Release davon',
  'releases.none.lead': '{names} hatten nichts. Releases tauchen oft später auf: Sieh in ein paar Tagen noch einmal nach.',
  'releases.noneFits': 'Keines, das von selbst genommen würde',
  'releases.noneFits.lead': 'Was es gibt, und was dagegen spricht, steht unten.',
  'releases.best': 'Bestes',
  'releases.chosen': 'Gewählt',
  'releases.take': 'Dieses nehmen',
  'releases.take.named': '{title} nehmen',
  'releases.anyway': 'Trotzdem nehmen',
  'releases.anyway.named': '{title} trotzdem nehmen',
  'releases.why': 'Warum es hier steht',
  'releases.refused': { one: '{count}, das nicht genommen würde, und warum', other: '{count}, die nicht genommen würden, und warum' },
  'releases.more': { one: '{count} weiteres wird nicht gezeigt', other: '{count} weitere werden nicht gezeigt' },
  'releases.size.unknown': 'Größe unbekannt',
  'releases.age': { one: '{count} Tag alt', other: '{count} Tage alt' },
  'releases.age.years': { one: '{count} Jahr alt', other: '{count} Jahre alt' },
  'releases.score': '{score} Punkte',
  'releases.wholeSeason': 'Teil der ganzen Staffel',
  'releases.repack': 'Repack {version}',
  'releases.plays.some-devices': 'Nicht auf jedem Gerät',
  'releases.plays.after-preparing': 'Wird erst abspielbar gemacht',
  'releases.plays.no': 'Läuft in keinem Browser',
  'releases.order': 'Geordnet nach dem Qualitätsprofil {profile}',
}
