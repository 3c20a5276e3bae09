/** In which country a person watches, from now on and on every device. Loaded when somebody says so. */

import { keepPreferences } from './keep-preferences.ts'
import { library } from './library.ts'
import { locale } from './strings/language.ts'
import { t } from './strings/t.ts'

/** Null: wherever they are. Says what was done, with an Undo. */
export async function keepCountry(wanted: string | null): Promise<void> {
  const before = library.country()
  await keepPreferences({ country: wanted }, { country: before }, { done: toldOf(wanted), undone: toldOf(before) })
}

function toldOf(country: string | null): string {
  return country === null ? t('country.anywhere') : t('country.kept', { country: new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country })
}
