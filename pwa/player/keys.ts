/** What a key does in the player. Pure. */

export type Stroke =
  | { readonly does: 'toggle' | 'full' | 'mute' | 'captions' }
  | { readonly does: 'skip'; readonly seconds: number }
  | { readonly does: 'jump'; readonly share: number }
  | { readonly does: 'speed'; readonly steps: 1 | -1 }

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** `focused` is the local name of the element that has the focus: it keeps the keys it needs itself. */
export function strokeOf(event: Key, focused: string): Stroke | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  const { key } = event
  if (key === ' ' && ['button', 'select', 'a'].includes(focused)) return undefined
  if (key.startsWith('Arrow') && ['input', 'select'].includes(focused)) return undefined
  if (/^[0-9]$/.test(key)) return { does: 'jump', share: Number(key) / 10 }
  switch (key.toLowerCase()) {
    case ' ': case 'k': return { does: 'toggle' }
    case 'j': return { does: 'skip', seconds: -10 }
    case 'l': return { does: 'skip', seconds: 10 }
    case 'arrowleft': return { does: 'skip', seconds: -5 }
    case 'arrowright': return { does: 'skip', seconds: 5 }
    case 'f': return { does: 'full' }
    case 'm': return { does: 'mute' }
    case 'c': return { does: 'captions' }
    case '<': return { does: 'speed', steps: -1 }
    case '>': return { does: 'speed', steps: 1 }
  }
  return undefined
}
