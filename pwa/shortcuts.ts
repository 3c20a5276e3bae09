/** The keys that work on every screen. Pure. */

export type Shortcut = 'palette' | 'search' | 'undo' | 'redo' | 'lists' | 'add-to-list' | 'then' | 'settings' | 'help'
type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'defaultPrevented' | 'composedPath'>

export function shortcutOf(event: Key): Shortcut | undefined {
  if (event.defaultPrevented || event.altKey) return undefined
  const key = event.key.toLowerCase()
  const held = event.ctrlKey || event.metaKey
  if (held && key === 'k') return 'palette'
  // In a field these keys write, and Ctrl+Z takes back what was typed.
  if (isField(event.composedPath()[0])) return undefined
  if (held && key === 'z') return event.shiftKey ? 'redo' : 'undo'
  if (held && key === 'y') return 'redo'
  if (held) return undefined
  // A letter pressed in a dialog is meant for the dialog.
  if (event.composedPath().some((node) => (node as { localName?: string }).localName === 'dialog')) return undefined
  switch (key) {
    case '/': return 'search'
    case 'l': return 'lists'
    case 'a': return 'add-to-list'
    case 't': return 'then'
    case ',': return 'settings'
    case '?': return 'help'
  }
  return undefined
}

const buttonLike: ReadonlySet<unknown> = new Set(['checkbox', 'radio', 'range', 'button', 'submit'])

/** Keys typed into it write. */
export function isField(target: unknown): boolean {
  if (typeof target !== 'object' || target === null) return false
  const { localName, type, isContentEditable } = target as { localName?: string; type?: string; isContentEditable?: boolean }
  return localName === 'textarea' || localName === 'select' || isContentEditable === true || (localName === 'input' && !buttonLike.has(type))
}
