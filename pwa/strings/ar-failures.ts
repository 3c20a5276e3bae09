import type { enFailures } from './en-failures.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-failures.ts`. */
export const arFailures: Translation<typeof enFailures, 'ar'> = {
  'NOT_FOUND': 'لم يُعثر على نسخة مناسبة.',
  'TMDB_ERROR': 'لم يُجب الفهرس.',
  'INDEXER_ERROR': 'لم يُجب المفهرس كما ينبغي.',
  'USENET_ERROR': 'تعذّر تنزيل النسخة كاملةً.',
  'STORAGE_ERROR': 'تعذّر حفظه.',
  'JOB_ERROR': 'تعذّر فكّ ضغطها أو تجهيزها.',
}
