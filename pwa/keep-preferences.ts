/** What a person sets for themselves, from now on and on every device. Loaded when somebody does. */

import type { CommandData } from '../domain/index.ts'
import { showToast } from './elements/show-toast.ts'
import { replica } from './house.ts'
import { library } from './library.ts'
import { tellRefusal } from './strings/refusal.ts'
import { t } from './strings/shell.ts'

type Change = CommandData['UpdatePreferences']

/** Says what was done, with an Undo that sets it back while nobody, on another device, has set it anew. */
export async function keepPreferences(change: Change, back: Change, told: { readonly done: string; readonly undone: string }): Promise<void> {
  const taken = await replica()?.send('UpdatePreferences', change)
  if (taken?.status === 'refused') return showToast({ text: tellRefusal(taken.code, taken.message), tone: 'bad' })
  if (!taken?.changed) return
  const undo = () => void keepPreferences(back, change, { done: told.undone, undone: told.done })
  showToast({ text: told.done, action: { label: t('act.undo'), icon: 'undo', run: undo }, holds: () => includes(library.preferences(), change) })
}

/** Whether `held` says what `change` does of all that it names. */
function includes(held: unknown, change: unknown): boolean {
  if (typeof change !== 'object' || change === null) return held === change
  return typeof held === 'object' && held !== null && Object.entries(change).every(([name, value]) => includes((held as Record<string, unknown>)[name], value))
}
