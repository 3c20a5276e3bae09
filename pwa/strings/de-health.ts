import { deShell } from './de-shell.ts'
import type { enHealth } from './en-health.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-health.ts`. */
export const deHealth: Translation<typeof enHealth, 'de'> = {
  ...deShell,

  'health.lead': 'Worauf der Dienst steht; jeder Teil wird alle zehn Sekunden neu gefragt.',
  'health.offline': 'Der Server antwortet nicht. Sieh nach, ob er läuft und was sein Protokoll sagt.',
  'health.ready': 'Alles in Ordnung',
  'health.notReady': 'Etwas stimmt nicht',
  'health.version': 'Version {version}',
  'health.look': 'Nachsehen',
  'health.part.database': 'Datenbank',
  'health.part.eventStore': 'Ereignisspeicher',
  'health.part.objectStore': 'Objektspeicher',
  'health.part.projections': 'Projektionen',
  'health.part.outbox': 'Postausgang',
  'health.part.webhooks': 'Webhooks',
  'health.part.mail': 'E-Mail',
  'health.part.imports': 'Importe',
  'health.part.catalogue': 'Katalog',
  'health.about.database': 'Hält Lesemodelle, Konten und Sitzungen.',
  'health.about.eventStore': 'Hält alles, was je geschehen ist.',
  'health.about.objectStore': 'Hält die Filme.',
  'health.about.projections': 'Machen aus Ereignissen, was gelesen wird.',
  'health.about.outbox': 'Was zu sagen oder zu tun ist, weil etwas geschehen ist.',
  'health.about.webhooks': 'Sagen anderen Programmen, was geschieht.',
  'health.about.mail': 'Lässt Leute wieder hinein und sagt ihnen, was geschieht.',
  'health.about.imports': 'Was vom Katalog im Voraus geholt wird.',
  'health.about.catalogue': 'TMDB und wer sonst von Titeln weiß.',
  'health.todo.database': 'Prüfe, ob PostgreSQL läuft und DATABASE_URL dorthin führt.',
  'health.todo.eventStore': 'Prüfe, ob EVENT_STORE_URL zu einem Server führt, der läuft. Bis dahin lässt sich nichts ändern.',
  'health.todo.objectStore': 'Prüfe, ob es den Ordner oder Bucket gibt, ob er beschreibbar und der Datenträger nicht voll ist.',
  'health.todo.projections': 'Eine ist stehen geblieben: Sieh dir das Ereignis an, an dem sie scheitert; dann wiederhole, überspringe oder baue sie neu auf.',
  'health.todo.outbox': 'Sieh ins Protokoll: Dort steht, welche Nachricht nicht zugestellt werden konnte.',
  'health.todo.webhooks': 'Sieh nach, welcher nicht ankommt, und warum.',
  'health.todo.mail': 'Schick dir auf der Seite Verbindungen einen Test: Er sagt, was nicht stimmt.',
  'health.todo.imports': 'Wiederhole den Import, der stehen geblieben ist.',
  'health.todo.catalogue': 'Prüfe den Schlüssel und ob dieser Rechner TMDB erreicht.',
  'health.all': { one: '{count} ist auf dem Stand', other: 'Alle {count} sind auf dem Stand' },
}
