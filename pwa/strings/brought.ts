/** What the server says of quality profiles that are brought along, in the person's language. */

import type { enBrought } from './en-brought.ts'
import { languageName } from './language-name.ts'
import { presetName } from './preset-name.ts'
import { teller } from './said.ts'

export const tellBrought = teller<typeof enBrought>({ de: async () => (await import('./de-brought.ts')).deBrought, ar: async () => (await import('./ar-brought.ts')).arBrought }, {
  naming: (name, value) => name === 'language' || name === 'former' ? languageName(value) : name === 'told' || name === 'what' ? value : presetName(value),
})
