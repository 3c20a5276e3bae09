/** The keys that work on every screen, as the list on `?` shows them. Pure. */

import type { Shortcut } from '../shortcuts.ts'
import { LETTERS } from '../shortcuts.ts'

/** What this device calls the key that others call Ctrl. */
export const command = /Mac|iP(hone|ad|od)/.test(globalThis.navigator?.userAgent ?? '') ? '⌘' : 'Ctrl'

/** Keys to hold, then the one to press. */
export interface Listed { readonly strokes: readonly string[]; readonly does: Shortcut }

export function listedShortcuts(held: string): readonly Listed[] {
  return [
    { strokes: [held, 'K'], does: 'palette' },
    { strokes: [held, 'Z'], does: 'undo' },
    { strokes: ['Shift', held, 'Z'], does: 'redo' },
    ...Object.entries(LETTERS).map(([key, does]) => ({ strokes: [key.toUpperCase()], does })),
  ]
}
