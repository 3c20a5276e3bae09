/** What Rewind's own quality profiles, their parts and custom formats are called in the person's language. Their English names are what they are told apart by. */

import { enPresets } from './en-presets.ts'
import { hasWords, translator } from './shell.ts'

const t = translator(enPresets, { de: async () => (await import('./de-presets.ts')).dePresets, ar: async () => (await import('./ar-presets.ts')).arPresets })

/** What others named stays as they named it. */
export function presetName(name: string): string {
  const key = `preset.${name}`
  return hasWords(enPresets, key) ? t(key) : name
}
