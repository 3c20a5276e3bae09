/** What a person does to their profile: it shows at once and can be taken back. */

import type { ProfileCommandData } from '../domain/profile.ts'
import type { AvatarAnswer } from '../projections/wire-profile.ts'
import { actOn } from './acts.ts'
import { ask, CatalogueFailure } from './catalogue.ts'
import { showToast } from './elements/show-toast.ts'
import { library } from './library.ts'
import { publicProfilePath } from './profile-paths.ts'
import { t } from './strings/profile.ts'

const subject = () => `profile_${library.userId()}`

export const profileActs = {
  update: (change: ProfileCommandData['UpdateProfile']): Promise<boolean> => actOn(subject(), 'UpdateProfile', change),
  /** Needs the server, which makes the picture and says so in the history. Answers why not, in words. */
  async sendPicture(picture: Blob): Promise<string | undefined> {
    try {
      await ask<AvatarAnswer>('/api/me/avatar', undefined, { method: 'POST', headers: { 'content-type': picture.type, 'x-rewind': '1' }, body: picture })
      return undefined
    } catch (failure) {
      if (!(failure instanceof CatalogueFailure)) throw failure
      return failure.kind === 'offline' ? t('settings.profile.picture.offline') : failure.message
    }
  },
  async copyLink(): Promise<void> {
    const link = new URL(publicProfilePath(library.username()), location.origin).href
    const copied = await navigator.clipboard?.writeText(link).then(() => true, () => false) ?? false
    showToast(copied ? { text: t('profile.copied') } : { text: t('profile.copy.failed', { link }), tone: 'bad' })
  },
} as const
