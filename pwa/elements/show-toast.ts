/** Says something at the bottom edge, from anywhere. What shows it comes with the first toast, or soon after the first picture. */

import type { IconName } from './icon.ts'

export interface ToastAction { readonly label: string; readonly icon?: IconName; run(): void }
/** What a toast that stays is about; there is one of each. */
export type Lasting = 'update' | 'storage' | 'pictures' | 'language' | 'link' | 'batch'
/** What is told. */
export interface Toast {
  readonly text: string
  readonly action?: ToastAction
  /** Whether what it says is so still. Once it is not, it goes, and nothing of it can be done any more. */
  readonly holds?: () => boolean
  /** Another way to go. */
  readonly second?: ToastAction
  /** Stays until it is closed, or is so no longer; what passes does not push it out. */
  readonly lasting?: Lasting
  readonly tone?: 'plain' | 'bad'
}

/** A toast to be shown, or what one that stays was about, when it is so no longer. */
export class ToastEvent extends Event {
  readonly told: Toast | Lasting
  constructor(told: Toast | Lasting) {
    super('rewind-toast')
    this.told = told
  }
}

export function showToast(toast: Toast): void {
  tell(toast)
}

export function endToast(about: Lasting): void {
  tell(about)
}

function tell(told: Toast | Lasting): void {
  void import('./toast-stack.ts').then(() => dispatchEvent(new ToastEvent(told)))
}
