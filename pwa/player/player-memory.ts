/** How somebody plays films on this device: speed, loudness and the size of subtitles are as they were left. */

const KEY = 'rewind-player'

export interface PlayerMemory { readonly speed: number; readonly volume: number; readonly textSize: number }

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const
/** Of the browser's own size. */
export const TEXT_SIZES = [0.75, 1, 1.25, 1.5, 2] as const
const AT_FIRST: PlayerMemory = { speed: 1, volume: 1, textSize: 1 }

/** What was written by nobody, or by a former version, is as at first. */
export function readMemory(text: string | null): PlayerMemory {
  let told: Partial<Record<keyof PlayerMemory, unknown>> | null
  try {
    told = JSON.parse(text ?? 'null') as typeof told
  } catch {
    told = null
  }
  const { speed, volume, textSize } = typeof told === 'object' && told !== null ? told : {}
  return {
    speed: SPEEDS.find((each) => each === speed) ?? AT_FIRST.speed,
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : AT_FIRST.volume,
    textSize: TEXT_SIZES.find((each) => each === textSize) ?? AT_FIRST.textSize,
  }
}

export const remembered = (): PlayerMemory => readMemory(localStorage.getItem(KEY))

export function keepInMind(change: Partial<PlayerMemory>): void {
  localStorage.setItem(KEY, JSON.stringify({ ...remembered(), ...change }))
}
