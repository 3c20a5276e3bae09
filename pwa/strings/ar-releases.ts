import { arShell } from './ar-shell.ts'
import type { enReleases } from './en-releases.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-releases.ts`. */
export const arReleases: Translation<typeof enReleases, 'ar'> = {
  ...arShell,

  'releases.title': 'اختر نسخة',
  'releases.for': 'من {film}',
  'releases.wish': 'الأفضل أولًا لأجل',
  'releases.again': 'اسأل المفهرسات مجددًا',
  'releases.loading': 'جارٍ سؤال المفهرسات',
  'releases.close': 'إغلاق',
  'releases.offline': 'لا يعرف النسخ الموجودة إلا المفهرسات. يمكن سؤالها عندما يعود هذا الجهاز إلى الاتصال.',
  'releases.none': 'لا نسخة منه',
  'releases.none.lead': 'لم يكن لدى {names} شيء. كثيرًا ما تظهر النسخ لاحقًا: انظر مجددًا بعد أيام.',
  'releases.noneFits': 'لا واحدة منها تُؤخذ تلقائيًا',
  'releases.noneFits.lead': 'ما هو موجود، وما يعيبه، مذكور أدناه.',
  'releases.best': 'الأفضل',
  'releases.chosen': 'المختارة',
  'releases.take': 'خذ هذه',
  'releases.take.named': 'خذ {title}',
  'releases.anyway': 'خذها رغم ذلك',
  'releases.anyway.named': 'خذ {title} رغم ذلك',
  'releases.why': 'لماذا هي في هذا الموضع',
  'releases.refused': { zero: 'لا نسخ مرفوضة', one: 'واحدة ما كانت لتؤخذ، ولماذا', two: 'اثنتان ما كانتا لتؤخذا، ولماذا', few: '{count} ما كانت لتؤخذ، ولماذا', many: '{count} ما كانت لتؤخذ، ولماذا', other: '{count} ما كانت لتؤخذ، ولماذا' },
  'releases.more': { zero: 'لا غيرها', one: 'واحدة أخرى غير معروضة', two: 'اثنتان أخريان غير معروضتين', few: '{count} أخرى غير معروضة', many: '{count} أخرى غير معروضة', other: '{count} أخرى غير معروضة' },
  'releases.size.unknown': 'الحجم غير معروف',
  'releases.age': { zero: 'من اليوم', one: 'عمرها يوم واحد', two: 'عمرها يومان', few: 'عمرها {count} أيام', many: 'عمرها {count} يومًا', other: 'عمرها {count} يوم' },
  'releases.age.years': { zero: 'من هذه السنة', one: 'عمرها سنة واحدة', two: 'عمرها سنتان', few: 'عمرها {count} سنوات', many: 'عمرها {count} سنة', other: 'عمرها {count} سنة' },
  'releases.score': 'الدرجة {score}',
  'releases.wholeSeason': 'جزء من الموسم كله',
  'releases.repack': 'Repack {version}',
  'releases.plays.some-devices': 'ليس على كل جهاز',
  'releases.plays.after-preparing': 'تُجعل قابلة للتشغيل أولًا',
  'releases.plays.no': 'لا تعمل في أي متصفح',
  'releases.order': 'مرتبة بحسب ملف تعريف الجودة {profile}',
}
