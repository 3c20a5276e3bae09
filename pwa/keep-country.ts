/** In which country a person watches, from now on and on every device. Loaded when somebody says so. */

import { library } from './library.ts'
import { replica } from './house.ts'
import { showToast } from './elements/show-toast.ts'
import { locale } from './strings/language.ts'
import { t } from './strings/t.ts'

/** Null: wherever they are. Says what was done, with an Undo. */
export async function keepCountry(wanted: string | null): Promise<void> {
  const before = library.country()
  const taken = await replica()?.send('UpdatePreferences', { country: wanted })
  if (taken?.status === 'refused') return showToast({ text: taken.message, tone: 'bad' })
  if (!taken?.changed) return
  const text = wanted === null ? t('country.anywhere') : t('country.kept', { country: new Intl.DisplayNames(locale, { type: 'region' }).of(wanted) ?? wanted })
  showToast({ text, action: { label: t('act.undo'), icon: 'undo', run: () => void keepCountry(before) } })
}
