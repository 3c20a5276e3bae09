import type { enFailures } from './en-failures.ts'
import type { Translation } from './translation.ts'

/** German, as in `en-failures.ts`. */
export const deFailures: Translation<typeof enFailures, 'de'> = {
  'NOT_FOUND': 'Kein Release gefunden, das passt.',
  'TMDB_ERROR': 'Der Katalog hat nicht geantwortet.',
  'INDEXER_ERROR': 'Der Indexer hat nicht geantwortet, wie er soll.',
  'USENET_ERROR': 'Das Release ließ sich nicht vollständig herunterladen.',
  'STORAGE_ERROR': 'Es ließ sich nicht speichern.',
  'JOB_ERROR': 'Es ließ sich nicht entpacken oder vorbereiten.',
}
