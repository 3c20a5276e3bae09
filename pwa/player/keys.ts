/** What a key does in the player: of a keyboard, of a remote control, of a headset. Pure. */

export type Towards = 'left' | 'right' | 'up' | 'down'
export type Stroke =
  | { readonly does: 'toggle' | 'full' | 'mute' | 'captions' | 'next' | 'previous' | 'leave' | 'wake' }
  | { readonly does: 'skip'; readonly seconds: number }
  | { readonly does: 'jump'; readonly share: number }
  | { readonly does: 'speed' | 'textSize' | 'volume'; readonly steps: 1 | -1 }
  /** Subtitles come so much later; earlier below zero. */
  | { readonly does: 'textShift'; readonly seconds: number }
  /** Of the focus, among the controls. */
  | { readonly does: 'move'; readonly towards: Towards }

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const TOWARDS: Readonly<Record<string, Towards>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

/** `focused` is the local name of the control that has the focus, empty for none: it keeps the keys it needs itself. */
export function strokeOf(event: Key, focused: string): Stroke | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  const { key } = event
  if (key === ' ' && ['button', 'select', 'a'].includes(focused)) return undefined
  const towards = TOWARDS[key]
  if (towards) return arrow(towards, focused)
  if (/^[0-9]$/.test(key)) return { does: 'jump', share: Number(key) / 10 }
  return ofRemote(key, focused) ?? ofLetter(key, event.shiftKey)
}

/** Where a control has the focus, the others are reached; a slider and a list keep what changes them. Else arrows seek and make louder. */
function arrow(towards: Towards, focused: string): Stroke | undefined {
  const along = towards === 'left' || towards === 'right'
  if (focused === 'input' ? along : focused === 'select' && !along) return undefined
  if (focused !== '') return { does: 'move', towards }
  if (along) return { does: 'skip', seconds: towards === 'left' ? -5 : 5 }
  return { does: 'volume', steps: towards === 'up' ? 1 : -1 }
}

function ofRemote(key: string, focused: string): Stroke | undefined {
  switch (key) {
    // Of a remote control the only way in: from the first control on, arrows reach the others.
    case 'Enter': return focused === '' ? { does: 'wake' } : undefined
    case 'MediaPlayPause': case 'MediaPlay': case 'MediaPause': return { does: 'toggle' }
    case 'MediaFastForward': return { does: 'skip', seconds: 10 }
    case 'MediaRewind': return { does: 'skip', seconds: -10 }
    case 'MediaTrackNext': return { does: 'next' }
    case 'MediaTrackPrevious': return { does: 'previous' }
    case 'GoBack': case 'BrowserBack': return { does: 'leave' }
  }
  return undefined
}

function ofLetter(key: string, shift: boolean): Stroke | undefined {
  switch (key.toLowerCase()) {
    case ' ': case 'k': return { does: 'toggle' }
    case 'j': return { does: 'skip', seconds: -10 }
    case 'l': return { does: 'skip', seconds: 10 }
    case 'f': return { does: 'full' }
    case 'm': return { does: 'mute' }
    case 'c': return { does: 'captions' }
    case 'n': return { does: shift ? 'previous' : 'next' }
    case '<': return { does: 'speed', steps: -1 }
    case '>': return { does: 'speed', steps: 1 }
    case '+': case '=': return { does: 'textSize', steps: 1 }
    case '-': return { does: 'textSize', steps: -1 }
    case '[': return { does: 'textShift', seconds: -0.5 }
    case ']': return { does: 'textShift', seconds: 0.5 }
  }
  return undefined
}
