import type { enPresets } from './en-presets.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-presets.ts`. */
export const arPresets: Translation<typeof enPresets, 'ar'> = {
  'preset.720p': '720p',
  'preset.1080p': '1080p',
  'preset.4K': '4K',
  'preset.Smallest': 'الأصغر حجمًا',
  'preset.Whatever is small': 'أي نسخة صغيرة',
  'preset.1080p from a disc or the web': '1080p من قرص أو من الويب',
  'preset.1080p recorded from the web': '1080p مسجّل من الويب',
  'preset.1080p from television': '1080p من التلفزيون',
  'preset.1080p as on the disc': '1080p كما على القرص',
  'preset.720p from a disc or the web': '720p من قرص أو من الويب',
  'preset.720p recorded from the web': '720p مسجّل من الويب',
  'preset.720p from television': '720p من التلفزيون',
  'preset.4K from a disc or the web': '4K من قرص أو من الويب',
  'preset.4K recorded from the web': '4K مسجّل من الويب',
  'preset.4K from television': '4K من التلفزيون',
  'preset.4K as on the disc': '4K كما على القرص',
  'preset.Less than 720p': 'أقل من 720p',
  'preset.From television': 'من التلفزيون',
  'preset.Of no quality that is told': 'من دون ذكر الجودة',
  'preset.Known group': 'مجموعة معروفة',
  'preset.Poor encodes': 'ترميز رديء',
  'preset.Some devices only (HEVC, AV1)': 'لبعض الأجهزة فقط (HEVC وAV1)',
  'preset.3D': 'ثلاثي الأبعاد',
  'preset.Burnt-in subtitles': 'ترجمة مدمجة في الصورة',
  'preset.Upscaled': 'دقة مرفوعة صناعيًا',
}
