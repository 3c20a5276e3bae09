/** Which language the app speaks from the next load on. Loaded when somebody chooses, or has chosen on another device. */

import { showToast } from './elements/show-toast.ts'
import { replica } from './house.ts'
import type { Language } from './strings/language.ts'
import { keepLanguage, language, languageNow } from './strings/language.ts'
import { tellRefusal } from './strings/refusal.ts'
import { t } from './strings/t.ts'

/** At the door: of this browser. Null for what the browser says. */
export function speakHere(wanted: Language | null): void {
  keepLanguage('person', null)
  keepLanguage('door', wanted)
  location.reload()
}

/** Of the person, on every device; resolves with what is wrong, in words. The page begins anew, and nothing is lost: what is unsent is kept. */
export async function speak(wanted: Language | null): Promise<string | undefined> {
  const taken = await replica()?.send('UpdatePreferences', { language: wanted })
  if (taken?.status === 'refused') return tellRefusal(taken.code, taken.message)
  if (wanted === null) keepLanguage('door', null)
  keepLanguage('person', wanted)
  if (languageNow().language !== language) location.reload()
  return undefined
}

/** What they have chosen elsewhere, or taken back: nobody is torn out of what they are at. */
export function followLanguage(wanted: string | null): void {
  keepLanguage('person', wanted)
  if (languageNow().language === language) return
  showToast({ text: t('language.other'), action: { label: t('update.reload'), icon: 'retry', run: () => location.reload() }, lasting: 'language' })
}
