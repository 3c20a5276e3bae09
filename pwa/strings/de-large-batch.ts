import type { enLargeBatch } from './en-large-batch.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-large-batch.ts`. */
export const deLargeBatch: Translation<typeof enLargeBatch, 'de'> = {
  'batch.large.looking': 'Es wird nachgesehen, was sich ändert',
  'batch.large.undoing': { one: '{count} Änderung wird zurückgenommen. Du kannst solange weitermachen.', other: '{count} Änderungen werden zurückgenommen. Du kannst solange weitermachen.' },
  'batch.large.redoing': { one: '{count} Änderung wird wiederholt. Du kannst solange weitermachen.', other: '{count} Änderungen werden wiederholt. Du kannst solange weitermachen.' },
  'batch.large.goesOn': 'Die Verbindung ist abgebrochen. Der Server macht weiter; dein Verlauf zeigt, wie weit er ist.',
  'batch.large.offline': 'Es gibt keine Verbindung. So viele Änderungen macht der Server rückgängig: Versuch es noch einmal, sobald dieses Gerät online ist.',
}
