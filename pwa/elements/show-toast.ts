/** Says something at the bottom edge, from anywhere. What shows it comes with the first toast, or soon after the first picture. */

import type { IconName } from './icon.ts'

export interface ToastAction { readonly label: string; readonly icon?: IconName; run(): void }
/** What is told. */
export interface Toast {
  readonly text: string
  readonly action?: ToastAction
  /** Another way to go. */
  readonly second?: ToastAction
  /** Stays until it is closed. */
  readonly lasting?: true
  readonly tone?: 'plain' | 'bad'
}

export class ToastEvent extends Event {
  readonly toast: Toast
  constructor(toast: Toast) {
    super('rewind-toast')
    this.toast = toast
  }
}

export function showToast(toast: Toast): void {
  void import('./toast-stack.ts').then(() => dispatchEvent(new ToastEvent(toast)))
}
