import type { enSettings } from './en-settings.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-settings.ts`. */
export const arSettings: Translation<typeof enSettings, 'ar'> = {
  'settings.title': 'الإعدادات',
  'settings.sections': 'الأقسام',
  'settings.all': 'كل الإعدادات',

  'settings.appearance': 'المظهر والمفاتيح',
  'settings.appearance.lights': 'الإضاءة',
  'settings.appearance.lights.lead': 'على هذا الجهاز. «تلقائية» تتبع الجهاز.',
  'settings.appearance.system': 'تلقائية',
  'settings.appearance.dark': 'مطفأة',
  'settings.appearance.light': 'مضاءة',
  'settings.appearance.keys': 'لوحة المفاتيح',
  'settings.appearance.keys.lead': 'كل شيء هنا يمكن فعله بلوحة المفاتيح وحدها.',
  'settings.appearance.shortcuts': 'اختصارات لوحة المفاتيح',
  'settings.appearance.commands': 'الأوامر',

  'settings.country': 'البلد',
  'settings.country.lead': 'ما يدور عليه «أين تشاهده»، على كل أجهزتك. ويمكن لصفحة العنوان أن تنظر إلى أي بلد آخر.',
  'settings.country.label': 'أين تشاهد',
  'settings.country.anywhere': 'حيث أكون',
  'settings.country.offline': 'لم تصل قائمة البلدان إلى هذا الجهاز بعد، وأنت دون اتصال.',

  'settings.language': 'اللغة',
  'settings.language.lead': 'ما يتحدث به Rewind، على كل أجهزتك. ما يرويه الفهرس عن العناوين يبقى بلغته.',

  'settings.account': 'محو الحساب',
  'settings.account.lead': 'نهائيًا: ما كتبته لن يُقرأ بعد ذلك أبدًا، واسمك يصبح متاحًا لغيرك. ويُسأل عن كلمة مرورك أولًا.',
  'settings.account.erase': 'محو الحساب…',
}
