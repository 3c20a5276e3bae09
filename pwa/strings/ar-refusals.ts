import type { enRefusals } from './en-refusals.ts'
import type { Translation } from './translation.ts'

/** Arabic, as in `en-refusals.ts`. */
export const arRefusals: Translation<typeof enRefusals, 'ar'> = {
  'refused.ALREADY_RATED': 'لقد قيّمت هذا من قبل. أزل التقييم أولًا لتضيفه إلى قائمة المشاهدة.',
  'refused.ON_WATCHLIST': 'هذا موجود في قائمة المشاهدة. أزله منها أولًا لتستعيد التقييم.',
  'refused.NOT_ON_WATCHLIST': 'هذا ليس في قائمة المشاهدة. أضفه أولًا.',
  'refused.SUPERSEDED': 'حدث بعده ما يمنع ذلك. تراجع عنه أولًا.',
  'refused.NOT_UNDOABLE': 'لا يمكن التراجع عن هذا.',
  'refused.ALREADY_UNDONE': 'تم التراجع عن ذلك من قبل.',
  'refused.IN_THE_FUTURE': 'لم يأتِ هذا اليوم بعد. اختر اليوم أو يومًا سابقًا.',
  'refused.LIST_DELETED': 'حُذفت هذه القائمة. استعدها أولًا.',
  'refused.NOT_IN_LIST': 'هذا العنوان ليس في القائمة. أضفه أولًا.',
  'refused.OWNER_ONLY': 'لا يستطيع ذلك إلا صاحب هذه القائمة.',
  'refused.VIEW_ONLY': 'يمكنك الاطلاع على هذه القائمة دون تغييرها. اطلب ذلك من صاحبها.',
  'refused.NOT_FOUND': 'هذا غير موجود هنا، أو لم يعد موجودًا.',
  'refused.FORBIDDEN': 'لا يُسمح لك بذلك هنا. اسأل أحد المشرفين.',
  'refused.RATE_LIMITED': 'طُلب ذلك مرات كثيرة. انتظر قليلًا ثم حاول مرة أخرى.',
  'refused.UNAVAILABLE': 'لا يستطيع الخادم ذلك الآن. حاول مرة أخرى بعد قليل.',
  'refused.CONFLICT': 'غيّر شخص آخر هذا في هذه الأثناء. انظر إليه كما هو الآن ثم حاول مرة أخرى.',
  'refused.STORAGE_FULL': 'لم تبقَ له مساحة. يستطيع أحد المشرفين توفير مساحة.',
  'refused.QUOTA_REACHED': 'طلبت الآن كل ما يُسمح لك به. انتظر حتى يكتمل بعضه، أو اسأل أحد المشرفين.',
}
