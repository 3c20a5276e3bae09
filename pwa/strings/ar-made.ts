import type { enMade } from './en-made.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-made.ts`. */
export const arMade: Translation<typeof enMade, 'ar'> = {
  'made.Director': 'الإخراج',
  'made.Writer': 'الكتابة',
  'made.Screenplay': 'السيناريو',
  'made.Teleplay': 'السيناريو التلفزيوني',
  'made.Story': 'القصة',
  'made.Novel': 'الرواية',
  'made.Book': 'الكتاب',
  'made.Characters': 'الشخصيات',
  'made.Original Music Composer': 'الموسيقى التصويرية',
  'made.Music': 'الموسيقى',
  'made.Director of Photography': 'مدير التصوير',
  'made.Cinematography': 'التصوير',
  'made.Editor': 'المونتاج',
  'made.Producer': 'الإنتاج',
  'made.Executive Producer': 'الإنتاج التنفيذي',
  'made.Production Design': 'تصميم الإنتاج',
  'made.Costume Design': 'تصميم الأزياء',
  'made.Creator': 'صاحب الفكرة',
}
