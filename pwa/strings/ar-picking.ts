import type { enPicking } from './en-picking.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-picking.ts`. */
export const arPicking: Translation<typeof enPicking, 'ar'> = {
  'bulk.label': 'مع العناوين المحددة',
  'bulk.start': 'تحديد',
  'bulk.select': 'حدّد {name}',
  'bulk.count': { zero: 'لم يُحدد شيء', one: 'حُدد واحد', two: 'حُدد اثنان', few: 'حُددت {count}', many: 'حُدد {count}', other: 'حُدد {count}' },
  'bulk.rate': 'تقييم',
  'bulk.watchlist': 'قائمة المشاهدة',
  'bulk.favourite': 'المفضلة',
  'bulk.watched': 'شوهد',
  'bulk.tag': 'وسم',
  'bulk.remove.watchlist': 'أزل من قائمة المشاهدة',
  'bulk.remove.rated': 'أزل التقييمات',
  'bulk.remove.watched': 'أزل المشاهدات',
  'bulk.remove.favourites': 'أزل من المفضلة',
  'bulk.remove.reviews': 'احذف المراجعات',
  'bulk.toList': 'أضف إلى قائمة',
  'bulk.toOtherList': 'انقل إلى قائمة',
  'bulk.offList': 'أزل من القائمة',
  'bulk.noList': 'لا توجد قائمة أخرى يمكنك تحريرها.',
  'bulk.clear': 'ألغِ التحديد',
}
