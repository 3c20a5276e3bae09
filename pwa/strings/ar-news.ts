import type { enNews } from './en-news.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-news.ts`. */
export const arNews: Translation<typeof enNews, 'ar'> = {
  'news.ready': { zero: 'لا حلقات جاهزة من {title}.', one: 'حلقة واحدة من {title} جاهزة للمشاهدة.', two: 'حلقتان من {title} جاهزتان للمشاهدة.', few: '{count} حلقات من {title} جاهزة للمشاهدة.', many: '{count} حلقة من {title} جاهزة للمشاهدة.', other: '{count} حلقة من {title} جاهزة للمشاهدة.' },
  'news.failed': { zero: 'لم يتعذّر جلب أي حلقة من {title}.', one: 'تعذّر جلب حلقة واحدة من {title}.', two: 'تعذّر جلب حلقتين من {title}.', few: 'تعذّر جلب {count} حلقات من {title}.', many: 'تعذّر جلب {count} حلقة من {title}.', other: 'تعذّر جلب {count} حلقة من {title}.' },
  'news.declined': { zero: 'لم يُرفض طلب أي حلقة من {title}.', one: 'رُفض طلبك لحلقة واحدة من {title}.', two: 'رُفض طلبك لحلقتين من {title}.', few: 'رُفض طلبك لـ{count} حلقات من {title}.', many: 'رُفض طلبك لـ{count} حلقة من {title}.', other: 'رُفض طلبك لـ{count} حلقة من {title}.' },
  'news.approved': { zero: 'لم يُقبل طلب أي حلقة من {title}.', one: 'تمت الموافقة على طلبك لحلقة واحدة من {title}.', two: 'تمت الموافقة على طلبك لحلقتين من {title}.', few: 'تمت الموافقة على طلبك لـ{count} حلقات من {title}.', many: 'تمت الموافقة على طلبك لـ{count} حلقة من {title}.', other: 'تمت الموافقة على طلبك لـ{count} حلقة من {title}.' },
  'news.approvalWanted': { zero: 'لا حلقات مطلوبة من {title}.', one: 'يطلب أحدهم حلقة واحدة من {title}، والطلب في انتظار موافقتك.', two: 'يطلب أحدهم حلقتين من {title}، والطلب في انتظار موافقتك.', few: 'يطلب أحدهم {count} حلقات من {title}، والطلب في انتظار موافقتك.', many: 'يطلب أحدهم {count} حلقة من {title}، والطلب في انتظار موافقتك.', other: 'يطلب أحدهم {count} حلقة من {title}، والطلب في انتظار موافقتك.' },
  'news.leavingSoon': { zero: 'لن تُزال أي حلقة من {title}.', one: 'ستُزال حلقة واحدة من {title} قريبًا.', two: 'ستُزال حلقتان من {title} قريبًا.', few: 'ستُزال {count} حلقات من {title} قريبًا.', many: 'ستُزال {count} حلقة من {title} قريبًا.', other: 'ستُزال {count} حلقة من {title} قريبًا.' },
  'news.passwordReset': 'عُيّنت كلمة مرور جديدة لحسابك {name} برابط. ألم تفعل ذلك أنت؟ تحدّث فورًا إلى أحد المشرفين.',
  'news.resetUsed': 'استخدم {name} رابطك، وله الآن كلمة مرور جديدة.',
}
