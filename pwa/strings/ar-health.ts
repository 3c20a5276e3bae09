import { arShell } from './ar-shell.ts'
import type { enHealth } from './en-health.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-health.ts`. */
export const arHealth: Translation<typeof enHealth, 'ar'> = {
  ...arShell,

  'health.lead': 'ما تقوم عليه الخدمة، ويُسأل كل جزء من جديد كل عشر ثوانٍ.',
  'health.offline': 'الخادم لا يجيب. تحقّق من أنه يعمل ومما يقوله سجلّه.',
  'health.ready': 'كل شيء على ما يرام',
  'health.notReady': 'هناك خلل',
  'health.version': 'الإصدار {version}',
  'health.look': 'ألقِ نظرة',
  'health.part.database': 'قاعدة البيانات',
  'health.part.eventStore': 'مخزن الأحداث',
  'health.part.objectStore': 'مخزن الملفات',
  'health.part.projections': 'الإسقاطات',
  'health.part.outbox': 'صندوق الصادر',
  'health.part.webhooks': 'خطافات الويب',
  'health.part.mail': 'البريد',
  'health.part.imports': 'عمليات الاستيراد',
  'health.part.catalogue': 'الفهرس',
  'health.about.database': 'تحفظ نماذج القراءة والحسابات والجلسات.',
  'health.about.eventStore': 'يحفظ كل ما حدث.',
  'health.about.objectStore': 'يحفظ الأفلام.',
  'health.about.projections': 'تصنع من الأحداث ما يُقرأ.',
  'health.about.outbox': 'ما يجب قوله أو فعله لأن شيئًا حدث.',
  'health.about.webhooks': 'تُخبر برامج أخرى بما يحدث.',
  'health.about.mail': 'يعيد الناس إلى حساباتهم ويخبرهم بما يحدث.',
  'health.about.imports': 'ما يُجلب من الفهرس مسبقًا.',
  'health.about.catalogue': 'TMDB وكل من يعرف عن العناوين.',
  'health.todo.database': 'تأكّد من أن PostgreSQL يعمل وأن DATABASE_URL يؤدي إليه.',
  'health.todo.eventStore': 'تأكّد من أن EVENT_STORE_URL يؤدي إلى خادم يعمل. حتى ذلك الحين لا يمكن تغيير شيء.',
  'health.todo.objectStore': 'تأكّد من وجود المجلد أو الحاوية، ومن إمكانية الكتابة فيها، ومن أن القرص غير ممتلئ.',
  'health.todo.projections': 'توقّف أحدها: انظر إلى الحدث الذي تعذّر تطبيقه، ثم أعد المحاولة أو تخطَّه أو أعد البناء.',
  'health.todo.outbox': 'انظر في السجلّ: فيه أي رسالة تعذّر تسليمها.',
  'health.todo.webhooks': 'انظر أيها لا يصل، ولماذا.',
  'health.todo.mail': 'أرسل إلى نفسك رسالة تجريبية من صفحة الاتصالات: تبيّن ما الخطأ.',
  'health.todo.imports': 'أعد محاولة الاستيراد الذي توقّف.',
  'health.todo.catalogue': 'تحقّق من المفتاح ومن أن هذا الجهاز يصل إلى TMDB.',
  'health.all': { zero: 'لا شيء', one: 'واحد محدَّث', two: 'كلاهما محدَّث', few: 'كلها محدَّثة ({count})', many: 'كلها محدَّثة ({count})', other: 'كلها محدَّثة ({count})' },
}
