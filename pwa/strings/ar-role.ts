import type { enRole } from './en-role.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-role.ts`. */
export const arRole: Translation<typeof enRole, 'ar'> = {
  'role.closed': 'ليست متاحة لدورك',
  'role.closed.admin': 'هذه الشاشة للمشرفين. يمكن لأحدهم أن يجعلك مشرفًا من شاشة الأشخاص.',
  'role.closed.viewer': 'أنت ضيف هنا. تبدأ التنزيلات والمشاهدة والتوصيات حين يسمح لك مشرف بالمزيد، وعندئذ تجدها هنا فورًا.',
  'role.guest': 'أنت ضيف هنا',
  'role.guest.lead': 'يمكنك أن تتصفح. للتقييم وحفظ القوائم والطلب والمشاهدة اطلب من مشرف أن يسمح لك بالمزيد.',
  'role.guest.lists': 'تظهر هنا القوائم التي تُشارَك معك.',
}
