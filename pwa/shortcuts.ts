/** The keys that work on every screen. Pure. */

/** What is done to the title at hand: whose poster has the focus, or whose page it is. */
export type TitleShortcut = 'add-to-list' | 'watchlist' | 'watched' | 'rate-1' | 'rate-2' | 'rate-3' | 'rate-4'
type ScreenShortcut = 'palette' | 'search' | 'undo' | 'redo' | 'lists' | 'then' | 'settings' | 'help'
export type Shortcut = ScreenShortcut | TitleShortcut
type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'defaultPrevented' | 'composedPath'>

/** One key alone. The list on `?` is made of these. */
export const LETTERS: Readonly<Record<string, Shortcut>> = {
  '/': 'search', ',': 'settings', '?': 'help', t: 'then', l: 'lists',
  a: 'add-to-list', b: 'watchlist', w: 'watched', 1: 'rate-1', 2: 'rate-2', 3: 'rate-3', 4: 'rate-4',
}

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
  return Object.hasOwn(LETTERS, key) ? LETTERS[key] : undefined
}

const ofTitles: ReadonlySet<Shortcut> = new Set<TitleShortcut>(['add-to-list', 'watchlist', 'watched', 'rate-1', 'rate-2', 'rate-3', 'rate-4'])
/** What is left on screens that stand alone: the player has keys of its own. */
export const worksAlone = (shortcut: Shortcut): boolean => /^(palette|search|undo|redo|then|help)$/.test(shortcut)
export const isOfTitle = (shortcut: Shortcut): shortcut is TitleShortcut => ofTitles.has(shortcut)

const buttonLike: ReadonlySet<unknown> = new Set(['checkbox', 'radio', 'range', 'button', 'submit'])

/** Keys typed into it write. */
export function isField(target: unknown): boolean {
  if (typeof target !== 'object' || target === null) return false
  const { localName, type, isContentEditable } = target as { localName?: string; type?: string; isContentEditable?: boolean }
  return localName === 'textarea' || localName === 'select' || isContentEditable === true || (localName === 'input' && !buttonLike.has(type))
}
