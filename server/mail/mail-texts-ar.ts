import type { MailTexts } from './mail-texts.ts'

export const ar: MailTexts = {
  direction: 'rtl',
  verify: (hours) => ({
    subject: 'هل هذا عنوانك؟', before: ['أُدخل هذا العنوان لحساب في Rewind. إن كنت أنت من أدخله فأكّده بهذا الرابط، ويمكنك بعدها تسجيل الدخول بالعنوان والعودة إلى حسابك إن نسيت كلمة المرور.'],
    link: 'نعم، هذا عنواني', behind: [`مدة صلاحية الرابط بالساعات: ${hours}، ويُستعمل مرة واحدة. إن لم تكن أنت فلا تفعل شيئًا، فالعنوان لا يفيد أحدًا من دون تأكيد.`],
  }),
  reset: (hours) => ({
    subject: 'تعيين كلمة مرور جديدة', before: ['طلب أحدهم، ولعله أنت، كلمة مرور جديدة. تعيّنها بهذا الرابط، وسيسجَّل خروجك من كل الأجهزة.'],
    link: 'تعيين كلمة مرور جديدة', behind: [`مدة صلاحية الرابط بالساعات: ${hours}، ويُستعمل مرة واحدة، وكل رابط أحدث يحلّ محله. إن لم تكن أنت فلا تفعل شيئًا، فكلمة مرورك تبقى كما هي. لا تعطِ الرابط لأحد، فمن يملكه يدخل.`],
  }),
  password: { subject: 'تغيّرت كلمة مرورك', before: ['تغيّرت كلمة مرور حسابك الآن. إن كنت أنت من غيّرها فلا بأس.'], link: 'افتح Rewind', behind: ['وإن لم تكن أنت فعيّن كلمة جديدة فورًا («نسيت كلمة المرور؟» في صفحة الدخول) وأخبر أحد المشرفين.'] },
  code: (code, minutes) => ({
    subject: 'رمزك لتسجيل الدخول', before: [code, `أدخله حيث يطلبه Rewind. مدة صلاحيته بالدقائق: ${minutes}، ويُستعمل مرة واحدة، وكل رمز أحدث يحلّ محله.`],
    link: null, behind: ['إن لم تكن أنت فهناك من يعرف كلمة مرورك: غيّرها فورًا. لا تعطِ الرمز لأحد أيًّا كان من يطلبه.'],
  }),
  codeBySms: (code, where, minutes) => `${code} هو رمزك لدخول Rewind في ${where}. مدة صلاحيته بالدقائق: ${minutes}. لا تعطه لأحد.`,
  email: { subject: 'لم يعد هذا عنوانك', before: ['عُيّن لحسابك عنوان آخر أو أُزيل هذا العنوان. لن يصل بريد إلى هنا بعد الآن.'], link: null, behind: ['إن لم تكن أنت فأخبر أحد المشرفين فورًا.'] },
  test: { subject: 'رسالة تجريبية من Rewind', before: ['أُرسلت هذه الرسالة بزر الاختبار. وقد وصلت، فالبريد يعمل.'], link: 'افتح Rewind', behind: [] },
  digest: (lines, more) => ({
    subject: lines.length + more === 1 ? lines[0]! : `أخبار جديدة: ${lines.length + more}`, before: [...lines, ...more > 0 ? [`… وغيرها: ${more}`] : []],
    link: 'عرضها في Rewind', behind: [],
  }),
  told: {
    ready: (title) => `صار «${title}» جاهزًا للمشاهدة`, failed: (title) => `تعذّر تنزيل «${title}»`, declined: (title) => `رُفض طلبك لـ«${title}»`, approved: (title) => `قُبل طلبك لـ«${title}»`,
    approvalWanted: (title) => `يطلب أحدهم «${title}»: اقبل الطلب أو ارفضه`, leavingSoon: (title) => `سيُحذف «${title}» قريبًا`, consentWanted: (title) => `ستُحذف أفلام كثيرة منها «${title}»: قل هل يجوز ذلك`,
  },
  episode: (series, season, episode) => `${series}، الموسم ${season}، الحلقة ${episode}`,
  somewhat: 'عنوان',
  sentFor: (username, where) => `لحساب ${username} في ${where}.`,
  unsubscribe: 'لا أريد رسائل أخرى عمّا يحدث',
}
