import { arShell } from './ar-shell.ts'
import type { enRecommendations } from './en-recommendations.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-recommendations.ts`. */
export const arRecommendations: Translation<typeof enRecommendations, 'ar'> = {
  ...arShell,

  'recommend.more': 'عرض المزيد',
  'recommend.dismiss': 'غير مهتم',
  'recommend.dismissNamed': 'غير مهتم: {title}',
  'recommend.lead': { zero: 'لا تقييمات لك بعد.', one: 'مبنية على تقييم واحد لك، ومع كل منها السبب.', two: 'مبنية على تقييمين لك، ومع كل منها السبب.', few: 'مبنية على {count} تقييمات لك، ومع كل منها السبب.', many: 'مبنية على {count} تقييمًا لك، ومع كل منها السبب.', other: 'مبنية على {count} تقييم لك، ومع كل منها السبب.' },
  'recommend.lead.together': 'لكم جميعًا هذه الليلة: لا شيء شاهده أحدكم، ولا شيء لا يستمتع به إلا واحد منكم.',
  'recommend.cold': 'لا نعرف ذوقك بعد',
  'recommend.cold.lead': 'قيّم بضعة أفلام شاهدتها بالوجوه الأربعة. من الثالث فصاعدًا تصبح هذه الصفحة لك؛ وحتى ذلك الحين تعرض ما يحبه كثيرون.',
  'recommend.cold.act': 'ابحث عن أفلام لتقييمها',
  'recommend.popular': 'ما يحبه كثيرون',
  'recommend.with': 'أشاهد مع',
  'recommend.looking': 'جارٍ البحث عن المزيد…',
  'recommend.empty': 'لم يبقَ ما يُنصح به',
  'recommend.empty.lead': 'لقد قيّمت أو شاهدت أو أدرجت أو استبعدت كل ما وجدناه. قيّم المزيد، أو تجوّل.',
  'recommend.empty.act': 'تجوّل في الاستكشاف',
  'recommend.offline': 'التوصيات يصنعها الخادم، ولا يوجد اتصال. ما نُصح به من قبل يُحفظ هنا بعد عرضه.',
  'recommend.keys': 'مفاتيح الأسهم تنتقل بين العناوين؛ وDelete يقول إن أحدها لا يهمك.',

  'reason.liked': 'لأن {names} أعجبك',
  'reason.loved': 'لأنك أحببت {names}',
  'reason.director': 'المزيد من {name}',
  'reason.cast': 'مع {name} ممن يعجبونك',
  'reason.genre': '{genre}، وتقييمك له عالٍ',
  'reason.genre.decade': '{genre} من عقد {decade}، وتقييمك له عالٍ',
  'reason.keyword': '«{keyword}»، وتقييمك له عالٍ',
  'reason.popular': 'يعجب كثيرين',
  'reason.together': 'يفترض أن يناسبكم جميعًا',
}
