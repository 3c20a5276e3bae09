/** What became of an admin's change of people, in words. */

import { CatalogueFailure } from '../catalogue.ts'
import { t } from '../strings/people.ts'
import { showToast } from './show-toast.ts'

const REFUSED = ['LAST_ADMIN', 'OWN_ACCOUNT', 'SUPERSEDED', 'ALREADY_UNDONE', 'NOT_FOUND', 'FORBIDDEN', 'REGISTRATION_CLOSED', 'CONFLICT'] as const

/** Answers whether it was done; what was not is said, and `again` looks anew where somebody else has changed it, or it is gone. */
export async function peopleChange(act: () => Promise<void>, again: () => void): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (!(error instanceof CatalogueFailure)) throw error
    showToast({ text: wordsOf(error), tone: 'bad' })
    if (error.kind !== 'offline') again()
    return false
  }
}

function wordsOf({ kind, code, message }: CatalogueFailure): string {
  if (kind === 'offline') return t('people.offline.act')
  const refused = REFUSED.find((each) => each === code)
  return refused ? t(`people.refused.${refused}`) : t('error.status', { message })
}
